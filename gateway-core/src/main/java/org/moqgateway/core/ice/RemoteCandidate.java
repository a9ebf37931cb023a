package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// One candidate of the peer and the requests that are under way to it (RFC 8489 §6.2.1).
final class RemoteCandidate {

    private static final long FIRST_TIMEOUT_NANOS = 500_000_000L;
    private static final int MOST_SENDS = 7;
    private static final int LAST_WAIT_FACTOR = 16;
    private static final int REMEMBERED = 8;

    private final InetSocketAddress address;
    private final Deque<byte[]> transactionIds = new ArrayDeque<>();
    private int sends;
    private long dueNanos;
    private boolean failed;

    RemoteCandidate(InetSocketAddress address, long dueNanos) {
        this.address = address;
        this.dueNanos = dueNanos;
    }

    InetSocketAddress address() {
        return address;
    }

    long dueNanos() {
        return dueNanos;
    }

    boolean failed() {
        return failed;
    }

    boolean unanswered() {
        return transactionIds.isEmpty();
    }

    /// The id of the running transaction.
    byte[] transactionId() {
        return transactionIds.getLast();
    }

    /// Begins a transaction; answers to the last few are still taken.
    void begin(byte[] transactionId) {
        transactionIds.addLast(transactionId);
        if (transactionIds.size() > REMEMBERED) {
            transactionIds.removeFirst();
        }
    }

    boolean asked(byte[] transactionId) {
        return transactionIds.stream().anyMatch(id -> Arrays.equals(id, transactionId));
    }

    /// Notes that the running request was sent, and when it is due again: after 0.5, 1, 2, 4, 8, 16
    /// s, and 8 s after the seventh time it has failed.
    void sent(long nowNanos) {
        int factor = ++sends < MOST_SENDS ? 1 << (sends - 1) : LAST_WAIT_FACTOR;
        dueNanos = nowNanos + factor * FIRST_TIMEOUT_NANOS;
    }

    /// Tells whether the request was sent often enough; called when it is due.
    boolean exhausted() {
        failed = failed || sends >= MOST_SENDS;
        return failed;
    }

    /// Fixes the next time to ask, for consent.
    void askAgainAt(long nanos) {
        dueNanos = nanos;
    }

    /// A request came from there: ask at once, if nothing was asked yet or all went unheard.
    void trigger(long nowNanos) {
        if (failed) {
            failed = false;
            sends = 0;
        }
        dueNanos = Math.min(dueNanos, nowNanos);
    }
}
