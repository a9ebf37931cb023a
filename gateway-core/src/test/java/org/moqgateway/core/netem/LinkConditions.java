package org.moqgateway.core.netem;

/// What a [LossyLink] does to packets. Shares are 0..1.
///
/// @param loss share of packets that vanish
/// @param duplication share of packets that arrive twice
/// @param delayNanos every packet takes at least this long
/// @param jitterNanos and up to this much longer, evenly spread; reorders by itself
public record LinkConditions(double loss, double duplication, long delayNanos, long jitterNanos) {
    private static final long MILLIS = 1_000_000L;

    /// A link that only takes its time.
    public static LinkConditions perfect(long delayMillis) {
        return new LinkConditions(0, 0, delayMillis * MILLIS, 0);
    }

    /// The conditions that the gateway must cope with: 5 % loss, 1 % duplication, 30 ms jitter.
    public static LinkConditions bad() {
        return new LinkConditions(0.05, 0.01, 20 * MILLIS, 30 * MILLIS);
    }
}
