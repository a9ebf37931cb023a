package org.moqgateway.core.cmaf;

/// Converts the ticks of a media clock.
public final class MediaTime {
    /// The answer for a time that cannot be told.
    public static final long UNKNOWN = -1;

    private static final long US_PER_SECOND = 1_000_000;

    /// With more ticks a second the sums below would not fit.
    private static final long MAX_TIMESCALE = Long.MAX_VALUE / US_PER_SECOND / 2;

    /// What MoQ can carry, 2^62 - 1.
    private static final long MAX_SECONDS = ((1L << 62) - 1) / US_PER_SECOND - 1;

    private MediaTime() {}

    /// Ticks as microseconds, rounded to the nearest.
    ///
    /// @param ticks not negative
    /// @param timescale ticks per second
    /// @return [#UNKNOWN] when the timescale is not within 1 to 4.6 * 10^12, or the time is
    ///     negative or beyond 2^62 microseconds
    public static long toUs(long ticks, long timescale) {
        if (ticks < 0 || timescale <= 0 || timescale > MAX_TIMESCALE) {
            return UNKNOWN;
        }
        long seconds = ticks / timescale;
        if (seconds > MAX_SECONDS) {
            return UNKNOWN;
        }
        long rest = ticks % timescale;
        return seconds * US_PER_SECOND + (rest * US_PER_SECOND + timescale / 2) / timescale;
    }
}
