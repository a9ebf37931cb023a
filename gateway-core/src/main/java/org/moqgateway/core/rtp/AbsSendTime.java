package org.moqgateway.core.rtp;

/// The absolute send time extension: 24 bits, seconds as 6.18 fixed point, wrapping every 64 s.
public final class AbsSendTime {
    private AbsSendTime() {}

    /// The value for a moment of the caller's monotonic clock; only differences mean anything.
    public static int of(long nowNanos) {
        long seconds = Math.floorMod(Math.floorDiv(nowNanos, 1_000_000_000L), 64L);
        long fraction = (Math.floorMod(nowNanos, 1_000_000_000L) << 18) / 1_000_000_000L;
        return (int) ((seconds << 18) | fraction);
    }
}
