package org.moqgateway.moq.transport.kwik;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.QuicPacket;

/// Kwik's packet log: the one place where it shows frames to the application. Called by Kwik's own
/// receiving and sending threads, before a received packet is acted upon and after a packet was
/// sent.
abstract class PacketWatch extends NullLogger {
    private static final Logger LOG = LoggerFactory.getLogger(PacketWatch.class);
    private static final String ABORT = "abort";

    /// Who looks at the packets of the calling thread; null when nobody does (yet).
    abstract @Nullable FrameListener listener();

    @Override
    public void received(Instant time, int datagram, QuicPacket packet) {
        FrameListener listener = listener();
        if (listener != null) {
            listener.received(packet.getFrames(), packet.getSize());
        }
    }

    @Override
    public void sent(Instant time, List<QuicPacket> packets) {
        FrameListener listener = listener();
        if (listener != null) {
            packets.forEach(packet -> listener.sent(packet.getFrames()));
        }
    }

    @Override
    public void warn(String message) {
        LOG.debug("Kwik: {}", message);
    }

    @Override
    public void error(String message) {
        LOG.debug("Kwik: {}", message);
    }

    /// An error of Kwik's own. A connection that it gives up for one is told nowhere else.
    @Override
    public void error(String message, Throwable error) {
        LOG.debug("Kwik: {}", message, error);
        FrameListener listener = listener();
        if (listener != null && message.toLowerCase(Locale.ROOT).contains(ABORT)) {
            listener.failed(String.valueOf(error.getMessage()));
        }
    }
}
