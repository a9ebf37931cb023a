package org.moqgateway.moq.session;

import java.time.Duration;

/// Durations that a peer chose, of whatever length.
final class Saturating {
    private static final Duration MOST = Duration.ofDays(365);

    private Saturating() {}

    /// Nanoseconds, at most those of a year: sums of two do not overflow.
    static long nanos(Duration duration) {
        return duration.compareTo(MOST) > 0 ? MOST.toNanos() : duration.toNanos();
    }
}
