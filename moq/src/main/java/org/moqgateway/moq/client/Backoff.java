package org.moqgateway.moq.client;

import java.time.Duration;
import java.util.Optional;

/// How long to wait between attempts.
///
/// @param initial before the second attempt; also how long a session must have lived to count as a
///     success
/// @param multiplier by which each wait is longer than the one before, at least 1
/// @param max longest wait
/// @param timeout after which it is given up when no session lived; empty for never
public record Backoff(
        Duration initial, double multiplier, Duration max, Optional<Duration> timeout) {
    /// Checks.
    public Backoff {
        if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException(
                    "a backoff needs 0 < initial <= max: " + initial + ", " + max);
        }
        if (!(multiplier >= 1) || multiplier > 1000) {
            throw new IllegalArgumentException(
                    "a backoff's multiplier is between 1 and 1000: " + multiplier);
        }
    }

    /// One second, doubled up to five, for ever.
    public static Backoff standard() {
        return new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(5), Optional.empty());
    }

    /// The wait after one of `delay`.
    Duration after(Duration delay) {
        double nanos = delay.toNanos() * multiplier;
        return nanos >= max.toNanos() ? max : Duration.ofNanos((long) nanos);
    }
}
