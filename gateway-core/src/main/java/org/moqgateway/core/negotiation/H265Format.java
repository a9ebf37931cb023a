package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moqgateway.core.sdp.FormatParameters;

/// RFC 7798 §7.1: `profile-id` 1, `tier-flag` 0, `level-id` 93 and `tx-mode` SRST when left out.
///
/// The peer must name the profile of the stream or one that the stream says it is compatible with,
/// and not a lower tier. A higher level than the peer's only ranks lower: Safari writes 93 (3.1)
/// and shows 4K.
final class H265Format implements FormatRules {
    static final FormatRules RULES = new H265Format();

    /// `hev1.[A-C]P.C.TL.…`: profile space and profile, compatibility flags in reverse bit order,
    /// tier and level (ISO/IEC 14496-15 §E.3).
    private static final Pattern CODEC_STRING =
            Pattern.compile(
                    "h(?:ev|vc)1\\.([A-C]?)([0-9]{1,2})\\.([0-9A-Fa-f]{1,8})\\.([LH])([0-9]{1,3})"
                            + "(?:\\..*)?");

    private static final int DEFAULT_LEVEL = 93;
    private static final List<String> NAMES =
            List.of("profile-id", "tier-flag", "level-id", "tx-mode");

    private H265Format() {}

    @Override
    public boolean isNamedBy(String codecString) {
        return CODEC_STRING.matcher(codecString).matches();
    }

    @Override
    public int firstPayloadType() {
        return 104;
    }

    @Override
    public int rank(FormatParameters peer, String codecString) {
        int profile = FormatRules.number(peer, "profile-id", 1);
        int tier = FormatRules.number(peer, "tier-flag", 0);
        int level = FormatRules.number(peer, "level-id", DEFAULT_LEVEL);
        boolean single = peer.parameter("tx-mode").orElse("SRST").equals("SRST");
        boolean ordinary = FormatRules.number(peer, "profile-space", 0) == 0;
        // DONL fields, which these ask for, are not written (RFC 7798 §4.4).
        boolean inOrder = FormatRules.number(peer, "sprop-max-don-diff", 0) == 0;
        if (profile < 1 || tier < 0 || !single || !ordinary || !inOrder) {
            return UNUSABLE;
        }
        Matcher stream = CODEC_STRING.matcher(codecString);
        if (!stream.matches()) {
            return codecString.isEmpty() ? 0 : UNUSABLE;
        }
        boolean takesTier = stream.group(4).equals("L") || tier == 1;
        if (!stream.group(1).isEmpty() || !takesTier || !takesProfile(profile, stream)) {
            return UNUSABLE;
        }
        boolean same = profile == Integer.parseInt(stream.group(2));
        return (same ? 0 : 1) + (level < Integer.parseInt(stream.group(5)) ? 2 : 0);
    }

    private static boolean takesProfile(int profile, Matcher stream) {
        int compatible = Integer.parseUnsignedInt(stream.group(3), 16);
        return profile == Integer.parseInt(stream.group(2))
                || (profile < Integer.SIZE && (compatible >>> profile & 1) == 1);
    }

    @Override
    public String answer(FormatParameters peer, Flow flow) {
        Stream<Optional<String>> mirrored =
                NAMES.stream().map(name -> peer.parameter(name).map(value -> name + "=" + value));
        return String.join(";", mirrored.flatMap(Optional::stream).toList());
    }

    @Override
    public List<String> offers(String codecString) {
        Matcher stream = CODEC_STRING.matcher(codecString);
        return stream.matches()
                ? List.of(
                        parameters(
                                Integer.parseInt(stream.group(2)),
                                stream.group(4).equals("H") ? 1 : 0,
                                Integer.parseInt(stream.group(5))))
                : List.of(parameters(1, 0, DEFAULT_LEVEL));
    }

    private static String parameters(int profile, int tier, int level) {
        return "level-id=%d;profile-id=%d;tier-flag=%d;tx-mode=SRST"
                .formatted(level, profile, tier);
    }

    @Override
    public String describe(String codecString) {
        Matcher stream = CODEC_STRING.matcher(codecString);
        if (!stream.matches()) {
            return "H.265";
        }
        String profile =
                switch (stream.group(2)) {
                    case "1" -> "Main";
                    case "2" -> "Main 10";
                    case "3" -> "Main Still Picture";
                    default -> "profile " + stream.group(2);
                };
        return "H.265 " + profile + (stream.group(4).equals("H") ? " High tier" : "");
    }
}
