package org.moqgateway.core.hang;

import java.util.OptionalLong;

/// Measures the catalog's `bitrate` and `jitter` of one track from the frames written to it, by the
/// rules of upstream's estimator.
///
/// The bitrate is the greatest average over at least one second of whole spans; a span runs from
/// one [#cut] to the next, so a lone keyframe never counts as the bitrate. The jitter is the
/// smallest distance of two frames in writing order.
///
/// Belongs to one thread.
public final class Estimator {
    private static final long WINDOW_US = 1_000_000;

    // Nothing is flushed faster: a smaller distance comes from a corrected timestamp.
    private static final long MIN_JITTER_US = 1_000;

    private boolean spanOpen;
    private long spanStartUs;
    private long spanEndUs;
    private long spanBytes;

    private long windowBytes;
    private long windowUs;
    private long bitrateBps = -1;

    private boolean hasLast;
    private long lastUs;
    private long jitterUs = -1;

    /// Nothing measured yet.
    public Estimator() {}

    /// Counts a frame.
    ///
    /// @param bytes of the codec, without the container
    public void frame(long timestampUs, int bytes) {
        if (!spanOpen) {
            spanOpen = true;
            spanStartUs = timestampUs;
            spanEndUs = timestampUs;
        }
        spanStartUs = Math.min(spanStartUs, timestampUs);
        spanEndUs = Math.max(spanEndUs, timestampUs);
        spanBytes += bytes;
        distance(timestampUs);
    }

    private void distance(long timestampUs) {
        long distanceUs = timestampUs - lastUs;
        if (hasLast && distanceUs >= MIN_JITTER_US && (jitterUs < 0 || distanceUs < jitterUs)) {
            jitterUs = distanceUs;
        }
        hasLast = true;
        lastUs = timestampUs;
    }

    /// Ends the span where the next group begins. A span that has no duration stays open, so
    /// cutting after every frame loses nothing.
    public void cut(long nextTimestampUs) {
        if (!spanOpen) {
            return;
        }
        long durationUs = nextTimestampUs - spanStartUs;
        if (durationUs <= 0) {
            durationUs = spanEndUs - spanStartUs;
        }
        if (durationUs <= 0) {
            return;
        }
        windowBytes += spanBytes;
        windowUs += durationUs;
        spanOpen = false;
        spanBytes = 0;
        if (windowUs >= WINDOW_US) {
            bitrateBps = Math.max(bitrateBps, windowBytes * 8 * 1_000_000 / windowUs);
            windowBytes = 0;
            windowUs = 0;
        }
    }

    /// The greatest bitrate so far.
    public OptionalLong bitrateBps() {
        return bitrateBps < 0 ? OptionalLong.empty() : OptionalLong.of(bitrateBps);
    }

    /// The jitter so far in milliseconds, rounded down.
    public OptionalLong jitterMs() {
        return jitterUs < 0 ? OptionalLong.empty() : OptionalLong.of(jitterUs / 1000);
    }
}
