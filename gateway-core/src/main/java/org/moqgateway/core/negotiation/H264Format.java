package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moqgateway.core.sdp.FormatParameters;

/// RFC 6184 §8.1 parameters. Every profile is welcome: senders name a profile that has little to do
/// with
/// their stream (OBS always says 42e01f), the sequence parameter set tells the truth. So the peer's
/// profile-level-id is mirrored as it is written, even when it is not six hexadecimal digits.
final class H264Format implements FormatRules {
    static final FormatRules RULES = new H264Format();

    private static final Pattern CODEC_STRING = Pattern.compile("avc[13]\\.[0-9A-Fa-f]{6}");
    private static final int CONSTRAINED_BASELINE_FLAG = 0x40;
    private static final int MODE_PENALTY = 10;
    private static final int DEFAULT_PROFILE_LEVEL = 0x42000a;

    /// What browsers offer, by how many decoders take it: baseline, constrained baseline, main,
    /// high.
    private static final List<String> RECEIVED_PROFILES =
            List.of("42001f", "42e01f", "4d001f", "64001f");

    private H264Format() {}

    @Override
    public boolean isNamedBy(String codecString) {
        return CODEC_STRING.matcher(codecString).matches();
    }

    @Override
    public int firstPayloadType() {
        return 96;
    }

    @Override
    public int rank(FormatParameters peer, String codecString) {
        int distance = codecString.isEmpty() ? 0 : profileDistance(peer, codecString);
        return switch (peer.parameter("packetization-mode").orElse("0")) {
            case "1" -> distance;
            // Players that leave the mode out (GStreamer's among them) read fragments all the same,
            // so
            // that a flow without a mode 1 format is better than none.
            case "0" -> distance + MODE_PENALTY;
            default -> UNUSABLE;
        };
    }

    @Override
    public String answer(FormatParameters peer, Flow flow) {
        Stream<Optional<String>> mirrored =
                Stream.of("level-asymmetry-allowed", "packetization-mode", "profile-level-id")
                        .map(name -> peer.parameter(name).map(value -> name + "=" + value));
        return String.join(";", mirrored.flatMap(Optional::stream).toList());
    }

    @Override
    public List<String> offers(String codecString) {
        List<String> profiles =
                codecString.isEmpty()
                        ? RECEIVED_PROFILES
                        : Stream.of(profileLevelId(codecString), "42e01f").distinct().toList();
        List<String> offers = new ArrayList<>();
        for (String profile : profiles) {
            offers.add(
                    "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profile);
        }
        return offers;
    }

    /// 0 for the same profile, 1 for a sibling, 2 for a richer one, 3 for a poorer one.
    private static int profileDistance(FormatParameters peer, String codecString) {
        int offered = peer.parameter("profile-level-id").map(H264Format::hex).orElse(-1);
        int wanted = hex(profileLevelId(codecString));
        int known = offered < 0 ? DEFAULT_PROFILE_LEVEL : offered;
        int profile = known >> 16;
        int wantedProfile = wanted >> 16;
        if (profile == wantedProfile) {
            boolean sameSubset = ((known ^ wanted) >> 8 & CONSTRAINED_BASELINE_FLAG) == 0;
            return sameSubset ? 0 : 1;
        }
        return profile > wantedProfile ? 2 : 3;
    }

    private static String profileLevelId(String codecString) {
        return codecString.substring(codecString.indexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static int hex(String digits) {
        return digits.matches("[0-9A-Fa-f]{6}") ? Integer.parseInt(digits, 16) : -1;
    }
}
