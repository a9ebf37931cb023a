package org.moqgateway.client;

import org.moqgateway.core.webrtc.SessionStats;

/// The bitrate of a session: the media side's own figure where it has one, as it does of what it
/// receives, else that of the bytes sent from one look to the next. Guarded by its owner.
final class SentBitrate {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private String measured = "";
    private long bytes;
    private long nanos;
    private long bps;

    /// Bits per second between the last two looks that were a second apart at least.
    long of(SessionStats stats, long nowNanos) {
        if (stats.bitrateBps() > 0) {
            return stats.bitrateBps();
        }
        if (!stats.id().equals(measured)) {
            measured = stats.id();
            bytes = stats.bytesSent();
            nanos = nowNanos;
            bps = 0;
        } else if (nowNanos - nanos >= NANOS_PER_SECOND) {
            double seconds = (nowNanos - nanos) / (double) NANOS_PER_SECOND;
            bps = Math.round((stats.bytesSent() - bytes) * Byte.SIZE / seconds);
            bytes = stats.bytesSent();
            nanos = nowNanos;
        }
        return bps;
    }
}
