package org.moqgateway.core.ingest;

import org.jspecify.annotations.Nullable;

/// Bits and frames per second over windows of one second of arrival time. Written by one thread,
/// read by any.
final class RateMeter {
    private static final long WINDOW_NANOS = 1_000_000_000;

    /// A figure is told no longer than this after its window ended.
    private static final long STALE_NANOS = 3 * WINDOW_NANOS;

    private record Figure(long endNanos, long bitrateBps, double framesPerSecond) {}

    private boolean started;
    private long startNanos;
    private long bytes;
    private long frames;
    private volatile @Nullable Figure figure;

    /// Counts a frame; owner thread.
    ///
    /// @return whether a window ended
    boolean frame(int length, long nowNanos) {
        if (!started) {
            started = true;
            startNanos = nowNanos;
        }
        long elapsed = nowNanos - startNanos;
        boolean ended = elapsed >= WINDOW_NANOS;
        if (ended) {
            double seconds = elapsed / 1e9;
            figure = new Figure(nowNanos, (long) (bytes * 8 / seconds), frames / seconds);
            startNanos = nowNanos;
            bytes = 0;
            frames = 0;
        }
        bytes += length;
        frames++;
        return ended;
    }

    /// Bits per second of the last window, 0 when nothing comes any more; any thread.
    long bitrateBps(long nowNanos) {
        Figure last = fresh(nowNanos);
        return last == null ? 0 : last.bitrateBps();
    }

    /// Frames per second of the last window, 0 when nothing comes any more; any thread.
    double framesPerSecond(long nowNanos) {
        Figure last = fresh(nowNanos);
        return last == null ? 0 : last.framesPerSecond();
    }

    private @Nullable Figure fresh(long nowNanos) {
        Figure last = figure;
        return last != null && nowNanos - last.endNanos() <= STALE_NANOS ? last : null;
    }
}
