package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.moqgateway.core.sdp.FormatParameters;

/// RFC 9628 §6: `profile-id` tells bit depth and chroma sampling, 0 when it is left out. A decoder
/// of one profile need not take another.
final class Vp9Format implements FormatRules {
    static final FormatRules RULES = new Vp9Format();

    private static final Pattern CODEC_STRING =
            Pattern.compile("vp9|vp09\\.0([0-3])\\.[0-9]{2}\\.[0-9]{2}(\\..*)?");
    private static final int PROFILES = 4;

    private Vp9Format() {}

    @Override
    public boolean isNamedBy(String codecString) {
        return CODEC_STRING.matcher(codecString).matches();
    }

    @Override
    public int firstPayloadType() {
        return 112;
    }

    @Override
    public int rank(FormatParameters peer, String codecString) {
        int offered = FormatRules.number(peer, "profile-id", 0);
        boolean known = offered >= 0 && offered < PROFILES;
        boolean fits = codecString.isEmpty() || offered == profile(codecString);
        return known && fits ? 0 : UNUSABLE;
    }

    private static int profile(String codecString) {
        Matcher matcher = CODEC_STRING.matcher(codecString);
        String digit = matcher.matches() ? matcher.group(1) : null;
        return digit == null ? 0 : Integer.parseInt(digit);
    }

    @Override
    public String answer(FormatParameters peer, Flow flow) {
        return peer.parameter("profile-id").map(id -> "profile-id=" + id).orElse("");
    }

    @Override
    public List<String> offers(String codecString) {
        return codecString.isEmpty()
                ? IntStream.of(0, 2, 1, 3).mapToObj(id -> "profile-id=" + id).toList()
                : List.of("profile-id=" + profile(codecString));
    }

    @Override
    public String describe(String codecString) {
        return "VP9 profile " + profile(codecString);
    }
}
