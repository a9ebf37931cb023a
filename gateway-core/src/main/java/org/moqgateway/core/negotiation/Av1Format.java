package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moqgateway.core.sdp.FormatParameters;

/// RTP Payload Format For AV1 §7.2: `profile` 0, `level-idx` 5 and `tier` 0 when left out.
///
/// A decoder takes its profile and those below it (AV1 §A.2), and the tier below its own. The
/// level does not decide: browsers write 5 (3.1) whatever they can do. It does not rank either,
/// since all formats of one peer name the same.
final class Av1Format implements FormatRules {
    static final FormatRules RULES = new Av1Format();

    /// `av01.P.LLT.DD`: profile, level index, tier, bit depth (AV1 in ISOBMFF §5).
    private static final Pattern CODEC_STRING =
            Pattern.compile("av01\\.([0-2])\\.([0-9]{2})([MH])\\.(08|10|12)(\\..*)?");

    private static final int DEFAULT_LEVEL = 5;
    private static final int PROFILES = 3;
    private static final int PROFESSIONAL = 2;

    private Av1Format() {}

    @Override
    public boolean isNamedBy(String codecString) {
        return CODEC_STRING.matcher(codecString).matches();
    }

    @Override
    public int firstPayloadType() {
        return 120;
    }

    @Override
    public int rank(FormatParameters peer, String codecString) {
        int profile = FormatRules.number(peer, "profile", 0);
        int tier = FormatRules.number(peer, "tier", 0);
        if (profile < 0 || profile >= PROFILES || tier < 0 || tier > 1) {
            return UNUSABLE;
        }
        Matcher stream = CODEC_STRING.matcher(codecString);
        if (!stream.matches()) {
            return codecString.isEmpty() ? 0 : UNUSABLE;
        }
        int needed = profile(stream);
        boolean takesTier = stream.group(3).equals("M") || tier == 1;
        return profile >= needed && takesTier ? profile - needed : UNUSABLE;
    }

    /// Twelve bits are there in the professional profile alone, whatever the string says.
    private static int profile(Matcher stream) {
        return stream.group(4).equals("12") ? PROFESSIONAL : Integer.parseInt(stream.group(1));
    }

    @Override
    public String answer(FormatParameters peer, Flow flow) {
        return peer.text().isEmpty()
                ? ""
                : parameters(
                        FormatRules.number(peer, "level-idx", DEFAULT_LEVEL),
                        FormatRules.number(peer, "profile", 0),
                        FormatRules.number(peer, "tier", 0));
    }

    private static String parameters(int level, int profile, int tier) {
        return "level-idx="
                + (level < 0 ? DEFAULT_LEVEL : level)
                + ";profile="
                + profile
                + ";tier="
                + tier;
    }

    @Override
    public List<String> offers(String codecString) {
        Matcher stream = CODEC_STRING.matcher(codecString);
        return stream.matches()
                ? List.of(
                        parameters(
                                Integer.parseInt(stream.group(2)),
                                profile(stream),
                                stream.group(3).equals("H") ? 1 : 0))
                : List.of(parameters(DEFAULT_LEVEL, 0, 0), parameters(DEFAULT_LEVEL, 1, 0));
    }

    @Override
    public String describe(String codecString) {
        Matcher stream = CODEC_STRING.matcher(codecString);
        return stream.matches()
                ? "AV1 profile %s, %d bits, tier %s"
                        .formatted(
                                stream.group(1), Integer.parseInt(stream.group(4)), stream.group(3))
                : "AV1";
    }
}
