package org.moqgateway.core.turn;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// What a server lets one address of peers do, and what waits for it (RFC 8656 §9).
final class TurnPermission {

    private static final int MOST_WAITING = 8;
    private static final long LIFETIME_NANOS = 300_000_000_000L;
    private static final long RENEW_NANOS = 240_000_000_000L;
    private static final long REFUSED_NANOS = 30_000_000_000L;

    /// A datagram that was to be sent before the answer was there.
    @SuppressWarnings("ArrayRecordComponent")
    record Waiting(byte[] bytes, InetSocketAddress peer) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean asking;
    private boolean used;
    private long validUntilNanos = Long.MIN_VALUE;
    private long dueNanos = Long.MAX_VALUE;

    boolean valid(long nowNanos) {
        return nowNanos < validUntilNanos;
    }

    boolean asking() {
        return asking;
    }

    void asked() {
        asking = true;
        dueNanos = Long.MAX_VALUE;
    }

    void granted(long nowNanos) {
        asking = false;
        used = false;
        validUntilNanos = nowNanos + LIFETIME_NANOS;
        dueNanos = nowNanos + RENEW_NANOS;
    }

    /// It holds as long as the last grant did; nothing is asked again for a while.
    void refused(long nowNanos) {
        asking = false;
        waiting.clear();
        dueNanos = Math.max(validUntilNanos, nowNanos + REFUSED_NANOS);
    }

    /// Something was sent by it: it is worth another grant.
    void use() {
        used = true;
    }

    boolean worthRenewing(long nowNanos) {
        return used && valid(nowNanos) && !asking;
    }

    /// Nothing was sent by it for long: it is left to lapse.
    void lapse() {
        dueNanos = validUntilNanos;
    }

    long dueNanos() {
        return dueNanos;
    }

    /// Keeps a copy until the answer comes.
    ///
    /// @return false if enough waits already
    boolean keep(byte[] buffer, int offset, int length, InetSocketAddress peer) {
        if (waiting.size() == MOST_WAITING) {
            return false;
        }
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        return waiting.add(new Waiting(copy, peer));
    }

    /// What waits; empty it.
    Deque<Waiting> waiting() {
        return waiting;
    }
}
