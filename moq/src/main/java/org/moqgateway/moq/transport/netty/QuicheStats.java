package org.moqgateway.moq.transport.netty;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicConnectionStats;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.PathStats;

/// Reads quiche's statistics. On the channel's loop, where Netty answers at once.
final class QuicheStats {
    private static final long BITS_PER_BYTE = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private QuicheStats() {}

    static PathStats of(QuicChannel channel) {
        if (!channel.isActive()) {
            return PathStats.UNKNOWN;
        }
        QuicConnectionStats whole = channel.collectStats().getNow();
        if (whole == null) {
            return PathStats.UNKNOWN;
        }
        QuicConnectionPathStats path = active(channel, whole.pathsCount());
        long rttNanos = path == null ? 0 : path.rtt();
        long window = path == null ? 0 : path.cwnd();
        double rateBps =
                rttNanos <= 0 ? 0 : (double) window * BITS_PER_BYTE * NANOS_PER_SECOND / rttNanos;
        return new PathStats(
                rttNanos, (long) rateBps, whole.sentBytes(), whole.recvBytes(), whole.lost());
    }

    /// A client that moved has left paths behind.
    private static @Nullable QuicConnectionPathStats active(QuicChannel channel, long paths) {
        for (int i = 0; i < paths; i++) {
            Future<QuicConnectionPathStats> path = channel.collectPathStats(i);
            if (path.isSuccess() && path.getNow().active()) {
                return path.getNow();
            }
        }
        return null;
    }
}
