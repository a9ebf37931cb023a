package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moqgateway.core.sdp.FormatParameters;

/// RFC 6184 §8.1 parameters.
///
/// *Received*, every profile is welcome: senders name one that has little to do with their stream
/// (OBS always says 42e01f), the sequence parameter set tells the truth. So the peer's
/// profile-level-id is mirrored as it is written, even when it is not six hexadecimal digits.
///
/// *Sent*, a stream with 8 bits and 4:2:0 suits any format, since decoders that name baseline take
/// main and high; one with more needs a format that names a profile with as much. The level
/// does not decide: browsers write 3.1 and show 4K.
final class H264Format implements FormatRules {
    static final FormatRules RULES = new H264Format();

    private static final Pattern CODEC_STRING = Pattern.compile("avc[13]\\.[0-9A-Fa-f]{6}");
    private static final int CONSTRAINED_BASELINE_FLAG = 0x40;
    private static final int UNSAID_MODE_PENALTY = 10;
    private static final int SINGLE_NAL_UNIT_PENALTY = 20;
    private static final int DEFAULT_PROFILE_LEVEL = 0x42000a;

    private static final int BASELINE = 0x42;
    private static final int MAIN = 0x4d;
    private static final int EXTENDED = 0x58;
    private static final int HIGH = 0x64;
    private static final int HIGH_10 = 0x6e;
    private static final int HIGH_422 = 0x7a;
    private static final int HIGH_444 = 0xf4;
    private static final int CAVLC_444 = 0x2c;

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
        if (distance == UNUSABLE) {
            return UNUSABLE;
        }
        return switch (peer.parameter("packetization-mode").orElse("")) {
            case "1" -> distance;
            // To leave the mode out means 0 (RFC 6184 §8.1), but players that do (GStreamer's among
            // them) read fragments all the same, and few pictures go without.
            case "" -> distance + UNSAID_MODE_PENALTY;
            case "0" -> distance + SINGLE_NAL_UNIT_PENALTY;
            default -> UNUSABLE;
        };
    }

    /// Whether nothing but single NAL units may be sent (RFC 6184 §6.2).
    static boolean singleNalUnits(FormatParameters peer) {
        return peer.parameter("packetization-mode").equals(Optional.of("0"));
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
                codecString.isEmpty() ? RECEIVED_PROFILES : sentProfiles(codecString);
        List<String> offers = new ArrayList<>();
        for (String profile : profiles) {
            offers.add(
                    "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profile);
        }
        return offers;
    }

    /// An ordinary stream is offered under the name that everybody takes, too.
    private static List<String> sentProfiles(String codecString) {
        String own = profileLevelId(codecString);
        return ordinary(hex(own) >> 16)
                ? Stream.of(own, "42e01f").distinct().toList()
                : List.of(own);
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
        if (!decodes(profile, wantedProfile)) {
            return UNUSABLE;
        }
        return profile > wantedProfile ? 2 : 3;
    }

    /// Whether a decoder of one profile shows a stream of another (H.264 §A.2).
    private static boolean decodes(int decoder, int stream) {
        return switch (stream) {
            case BASELINE, MAIN, EXTENDED, HIGH ->
                    ordinary(decoder)
                            || decoder == HIGH_10
                            || decoder == HIGH_422
                            || decoder == HIGH_444;
            case HIGH_10 -> decoder == HIGH_422 || decoder == HIGH_444;
            case HIGH_422, CAVLC_444 -> decoder == HIGH_444;
            default -> false;
        };
    }

    private static boolean ordinary(int profile) {
        return switch (profile) {
            case BASELINE, MAIN, EXTENDED, HIGH -> true;
            default -> false;
        };
    }

    @Override
    public String describe(String codecString) {
        int profile = hex(profileLevelId(codecString)) >> 16;
        return "H.264 "
                + switch (profile) {
                    case BASELINE -> "Baseline";
                    case MAIN -> "Main";
                    case EXTENDED -> "Extended";
                    case HIGH -> "High";
                    case HIGH_10 -> "High 10";
                    case HIGH_422 -> "High 4:2:2";
                    case HIGH_444 -> "High 4:4:4 Predictive";
                    case CAVLC_444 -> "CAVLC 4:4:4 Intra";
                    default -> "profile " + profile;
                };
    }

    private static String profileLevelId(String codecString) {
        return codecString.substring(codecString.indexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static int hex(String digits) {
        return digits.matches("[0-9A-Fa-f]{6}") ? Integer.parseInt(digits, 16) : -1;
    }
}
