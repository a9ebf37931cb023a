package org.moqgateway.core.negotiation;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.moqgateway.core.sdp.MediaKind;

/// A codec that can be negotiated. A further codec is one more constant with its [FormatRules].
public enum RtpCodec {
    /// RFC 6184.
    H264(MediaKind.VIDEO, "H264", 90_000, 1),
    /// RFC 7587.
    OPUS(MediaKind.AUDIO, "opus", 48_000, 2);

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

    FormatRules rules() {
        return switch (this) {
            case H264 -> H264Format.RULES;
            case OPUS -> OpusFormat.RULES;
        };
    }

    /// The RTCP feedback that we can send or answer for this codec.
    Set<String> feedback() {
        return kind == MediaKind.VIDEO ? VIDEO_FEEDBACK : AUDIO_FEEDBACK;
    }
}
