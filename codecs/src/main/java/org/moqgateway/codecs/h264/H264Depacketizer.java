package org.moqgateway.codecs.h264;

import java.util.Optional;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;

/// RFC 6184 depacketizer.
public final class H264Depacketizer implements VideoDepacketizer {
    /// Creates a depacketizer.
    public H264Depacketizer() {}

    @Override
    public void push(RtpPayload payload, Sink sink) {}

    @Override
    public Optional<VideoConfig> config() {
        return Optional.empty();
    }
}
