package org.moqgateway.moq.transport.netty;

import io.netty.handler.codec.quic.QuicChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;

/// Makes quiche forget streams that nobody asks it about any more. Belongs to the loop.
///
/// quiche keeps a stream that has ended until it was asked in one more way: one that we
/// stopped, for data; one that the peer stopped, for its capacity. Netty does so for streams
/// that it still has a channel for. The others would stay for ever, and the peer could open
/// none in their place.
final class StreamSweep {
    private static final long INTERVAL_NANOS = 500_000_000;

    private final QuicChannel channel;
    private final TransportLoop loop;
    private final List<Long> stopped = new ArrayList<>();
    private TransportLoop.@Nullable Timer timer;

    StreamSweep(QuicChannel channel, TransportLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    void begin() {
        timer = loop.schedule(this::look, INTERVAL_NANOS);
    }

    void end() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /// A stream that we have just stopped.
    void stopped(long stream) {
        stopped.add(stream);
    }

    private void look() {
        if (channel.isActive()) {
            stopped.removeIf(stream -> QuicheInternals.askForEnd(channel, stream));
            QuicheInternals.askForCapacity(channel);
            begin();
        }
    }
}
