package org.moqgateway.core.negotiation;

import org.moqgateway.core.sdp.MediaKind;

/// A codec that can be negotiated.
public enum RtpCodec {
    /// RFC 6184.
    H264(MediaKind.VIDEO, "H264", 90_000, 1),
    /// RFC 7587.
    OPUS(MediaKind.AUDIO, "opus", 48_000, 2);

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
}
