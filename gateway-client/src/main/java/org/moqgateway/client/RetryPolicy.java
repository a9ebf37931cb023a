package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When to try again. Knows no clock and no dice: both are arguments. One thread.
///
/// | what went wrong | next attempt after |
/// |---|---|
/// | first failure after media had flowed for three seconds | up to 100 ms |
/// | nobody there, a session broke, was ended or outgrown | 250 ms, doubled up to 750 ms |
/// | a session without media | 250 ms, doubled up to 5 s |
/// | 429, 5xx, no place here | `Retry-After`, else 250 ms, doubled up to 5 s |
/// | 409 | `Retry-After`, else 1 s |
/// | 404, 410 | `Retry-After`, else as if nobody were there for a minute after media, then 5 s |
/// | another publisher took our name | 5 s |
/// | 401, 403, any other refusal, a broken answer | 30 s |
///
/// Who is away for ten minutes is tried every 5 s at the most from then on.
/// Doubled waits are jittered between half and all of themselves; a wait that somebody asked for,
/// and a fixed one, only grows, by a quarter at most.
final class RetryPolicy {
    /// How long media must have flowed for a session to count as a success.
    static final Duration LIVED = Duration.ofSeconds(3);

    private static final long FIRST_MS = 100;
    private static final long INITIAL_MS = 250;

    /// So short that a remote which is back is heard within the second, handshake included.
    private static final long FAST_MS = 750;

    private static final long SLOWER_MS = 5_000;
    private static final long SLOW_MS = 30_000;
    private static final long NOT_READY_MS = 1_000;
    private static final Duration RESTART = Duration.ofMinutes(1);
    /// Who is away for longer is not back within the second: it is not worth a dial twice a second.
    private static final Duration AWAY = Duration.ofMinutes(10);

    private static final Duration MOST_OBEYED = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 16;

    private final long beganNanos;
    private int failures;
    private Optional<Long> livedNanos = Optional.empty();

    /// Begins at a time.
    RetryPolicy(long nowNanos) {
        beganNanos = nowNanos;
    }

    /// Media has flowed long enough.
    ///
    /// @param untilNanos when it last did
    void lived(long untilNanos) {
        failures = 0;
        livedNanos = Optional.of(untilNanos);
    }

    /// Attempts that failed since media had last flowed long enough.
    int failures() {
        return failures;
    }

    /// Counts a failure.
    ///
    /// @return how long to wait now
    Duration after(Failure failure, long nowNanos, RandomGenerator random) {
        failures++;
        long millis =
                switch (failure.kind()) {
                    case UNREACHABLE, BROKE, ENDED, OUTGROWN, BROADCAST_OVER ->
                            fast(nowNanos, random);
                    case NEVER_CONNECTED -> doubled(SLOWER_MS, random);
                    case OVERLOADED ->
                            asked(failure, random).orElseGet(() -> doubled(SLOWER_MS, random));
                    case NOT_READY, NOT_LIVE ->
                            asked(failure, random).orElseGet(() -> grown(NOT_READY_MS, random));
                    case NOT_FOUND ->
                            asked(failure, random).orElseGet(() -> missing(nowNanos, random));
                    case DISPLACED -> grown(SLOWER_MS, random);
                    case UNAUTHORIZED, REFUSED, BROKEN ->
                            asked(failure, random).orElseGet(() -> grown(SLOW_MS, random));
                };
        return Duration.ofMillis(millis);
    }

    private long missing(long nowNanos, RandomGenerator random) {
        return livedNanos.isPresent() && !over(RESTART, livedNanos.get(), nowNanos)
                ? fast(nowNanos, random)
                : grown(SLOWER_MS, random);
    }

    private static boolean over(Duration time, long sinceNanos, long nowNanos) {
        return nowNanos - sinceNanos >= time.toNanos();
    }

    private long fast(long nowNanos, RandomGenerator random) {
        if (failures == 1 && livedNanos.isPresent()) {
            return random.nextLong(FIRST_MS + 1);
        }
        boolean away = over(AWAY, livedNanos.orElse(beganNanos), nowNanos);
        return doubled(away ? SLOWER_MS : FAST_MS, random);
    }

    private long doubled(long most, RandomGenerator random) {
        // The attempt that comes at once is not one of those that double.
        int before = livedNanos.isPresent() ? failures - 2 : failures - 1;
        int doublings = Math.clamp(before, 0, MOST_DOUBLINGS);
        long wait = Math.min(most, INITIAL_MS << doublings);
        return wait / 2 + random.nextLong(wait / 2 + 1);
    }

    private static Optional<Long> asked(Failure failure, RandomGenerator random) {
        return failure.retryAfter()
                .map(asked -> asked.compareTo(MOST_OBEYED) > 0 ? MOST_OBEYED : asked)
                .map(asked -> grown(Math.max(INITIAL_MS, asked.toMillis()), random));
    }

    private static long grown(long millis, RandomGenerator random) {
        return millis + random.nextLong(millis / 4 + 1);
    }
}
