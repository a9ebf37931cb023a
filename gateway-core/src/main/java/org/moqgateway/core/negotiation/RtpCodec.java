package org.moqgateway.core.negotiation;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.RtpMap;

/// A codec that can be negotiated, in the order of our own offers. A further codec is one more
/// constant with its [FormatRules].
public enum RtpCodec {
    /// RFC 6184.
    H264(MediaKind.VIDEO, "H264", 90_000, 1),
    /// RFC 7798.
    H265(MediaKind.VIDEO, "H265", 90_000, 1),
    /// RFC 7741.
    VP8(MediaKind.VIDEO, "VP8", 90_000, 1),
    /// RFC 9628.
    VP9(MediaKind.VIDEO, "VP9", 90_000, 1),
    /// RTP Payload Format For AV1 (Alliance for Open Media).
    AV1(MediaKind.VIDEO, "AV1", 90_000, 1),
    /// RFC 7587. Received within RED (RFC 2198) too, see [NegotiatedCodec#redPayloadType].
    OPUS(MediaKind.AUDIO, "opus", 48_000, 2),
    /// RFC 3551 §4.5.14. Received only.
    PCMU(MediaKind.AUDIO, "PCMU", 8_000, 1),
    /// RFC 3551 §4.5.14. Received only.
    PCMA(MediaKind.AUDIO, "PCMA", 8_000, 1),
    /// RFC 3551 §4.5.2: 16 kHz, although its RTP clock says 8 kHz. Received only.
    G722(MediaKind.AUDIO, "G722", 8_000, 1);

    private static final Set<String> VIDEO_FEEDBACK =
            Set.of(Feedback.NACK, Feedback.PLI, Feedback.FIR, Feedback.TRANSPORT_CC, Feedback.REMB);
    private static final Set<String> AUDIO_FEEDBACK = Set.of(Feedback.NACK, Feedback.TRANSPORT_CC);

    private final MediaKind kind;
    private final String encodingName;
    private final int clockRateHz;
    private final int channels;

    RtpCodec(MediaKind kind, String encodingName, int clockRateHz, int channels) {
        this.kind = kind;
        this.encodingName = encodingName;
        this.clockRateHz = clockRateHz;
        this.channels = channels;
    }

    /// Audio or video.
    public MediaKind kind() {
        return kind;
    }

    /// The name in `a=rtpmap`, compared without regard to case.
    public String encodingName() {
        return encodingName;
    }

    /// The RTP clock rate in Hz.
    public int clockRateHz() {
        return clockRateHz;
    }

    /// Audio channels in `a=rtpmap`; 1 for video.
    public int channels() {
        return channels;
    }

    /// The codec that an `a=rtpmap` names, if we know it.
    public static Optional<RtpCodec> of(MediaKind kind, String encodingName, int clockRateHz) {
        return Arrays.stream(values())
                .filter(codec -> codec.kind == kind)
                .filter(codec -> codec.encodingName.equalsIgnoreCase(encodingName))
                .filter(codec -> codec.clockRateHz == clockRateHz)
                .findFirst();
    }

    /// What a format of an `m=audio` line means without an `a=rtpmap` (RFC 3551 §6, table 4).
    static Optional<RtpMap> statically(String format) {
        return switch (format) {
            case "0" -> Optional.of(PCMU.map(0));
            case "8" -> Optional.of(PCMA.map(8));
            case "9" -> Optional.of(G722.map(9));
            default -> Optional.empty();
        };
    }

    private RtpMap map(int payloadType) {
        return new RtpMap(payloadType, encodingName, clockRateHz, channels);
    }

    FormatRules rules() {
        return switch (this) {
            case H264 -> H264Format.RULES;
            case H265 -> H265Format.RULES;
            case VP8 -> Vp8Format.RULES;
            case VP9 -> Vp9Format.RULES;
            case AV1 -> Av1Format.RULES;
            case OPUS -> OpusFormat.RULES;
            case PCMU -> TelephonyFormat.PCMU;
            case PCMA -> TelephonyFormat.PCMA;
            case G722 -> TelephonyFormat.G722;
        };
    }

    /// The RTCP feedback that we can send or answer for this codec.
    Set<String> feedback() {
        return kind == MediaKind.VIDEO ? VIDEO_FEEDBACK : AUDIO_FEEDBACK;
    }
}
