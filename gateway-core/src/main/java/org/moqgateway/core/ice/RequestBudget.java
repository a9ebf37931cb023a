package org.moqgateway.core.ice;

/// A token bucket for the answers to bad requests: what an unknown address can make us send.
final class RequestBudget {

    private static final int BURST = 50;
    private static final long NANOS_PER_TOKEN = 20_000_000;

    private int tokens = BURST;
    private long refilledNanos;
    private boolean started;

    /// Tells whether another bad request would be answered.
    boolean left(long nowNanos) {
        if (!started) {
            started = true;
            refilledNanos = nowNanos;
        }
        long earned = (nowNanos - refilledNanos) / NANOS_PER_TOKEN;
        if (earned > 0) {
            tokens = (int) Math.min(BURST, tokens + earned);
            refilledNanos += earned * NANOS_PER_TOKEN;
        }
        return tokens > 0;
    }

    void spend() {
        tokens = Math.max(0, tokens - 1);
    }
}
