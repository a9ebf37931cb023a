package org.moqgateway.moq.transport.kwik;

/// How many handshakes have been begun lately and are not complete: who floods a server with them
/// from addresses that are not its own completes none. Any thread.
final class PendingHandshakes {
    /// From so many on a client has to prove its address first (RFC 9000 §8.1.2).
    static final int RETRY_FROM = 100;

    /// From so many on nobody new is let in: Kwik keeps two threads for each.
    static final int REFUSE_FROM = 1_000;

    /// So long Kwik keeps one that goes no further.
    private static final int SECONDS = 30;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int[] begun = new int[SECONDS];
    private final long startNanos;
    private long second;
    private int count;

    PendingHandshakes(long nowNanos) {
        startNanos = nowNanos;
    }

    /// One begins.
    synchronized void begun(long nowNanos) {
        forget(nowNanos);
        begun[(int) (second % SECONDS)]++;
        count++;
    }

    /// One is complete: one of the newest, because a handshake takes a moment.
    synchronized void completed(long nowNanos) {
        forget(nowNanos);
        for (long from = second; from > second - SECONDS && from >= 0; from--) {
            int slot = (int) (from % SECONDS);
            if (begun[slot] > 0) {
                begun[slot]--;
                count--;
                return;
            }
        }
    }

    /// How many there are.
    synchronized int count(long nowNanos) {
        forget(nowNanos);
        return count;
    }

    private void forget(long nowNanos) {
        long now = (nowNanos - startNanos) / SECOND_NANOS;
        for (long past = 0; past < SECONDS && second < now; past++) {
            second++;
            int slot = (int) (second % SECONDS);
            count -= begun[slot];
            begun[slot] = 0;
        }
        second = Math.max(second, now);
    }
}
