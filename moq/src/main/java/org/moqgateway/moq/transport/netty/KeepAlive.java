package org.moqgateway.moq.transport.netty;

import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;

/// Makes a silent peer answer, so that neither side's idle timer ends a connection on which nobody
/// has anything to say. Belongs to the loop.
final class KeepAlive {
    private final NettyConnection connection;
    private final long silenceNanos;
    private long heardNanos;
    private TransportLoop.@Nullable Timer timer;

    /// @param silenceNanos after which the peer is asked; 0 for never
    KeepAlive(NettyConnection connection, long silenceNanos) {
        this.connection = connection;
        this.silenceNanos = silenceNanos;
    }

    void begin() {
        heard();
        if (silenceNanos > 0 && connection.open()) {
            await(silenceNanos);
        }
    }

    /// The peer has said something.
    void heard() {
        heardNanos = connection.loop().nowNanos();
    }

    private void await(long nanos) {
        timer = connection.loop().schedule(this::look, nanos);
    }

    private void look() {
        if (!connection.open()) {
            return;
        }
        long silent = connection.loop().nowNanos() - heardNanos;
        if (silent >= silenceNanos) {
            connection.ping();
            await(silenceNanos);
        } else {
            await(silenceNanos - silent);
        }
    }

    void end() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
