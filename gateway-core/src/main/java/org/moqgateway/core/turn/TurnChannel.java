package org.moqgateway.core.turn;

import java.net.InetSocketAddress;

/// A peer's number, which saves its address in each datagram (RFC 8656 §12). Kept for long: a
/// number may not go to another peer soon.
final class TurnChannel {

    /// What the server keeps it for, less what an answer may take.
    private static final long LIFETIME_NANOS = 570_000_000_000L;

    /// In time for the permission too, which binding renews.
    private static final long RENEW_NANOS = 240_000_000_000L;

    private static final long REFUSED_NANOS = 60_000_000_000L;

    /// Ten minutes of a binding that the server may have made last, five for which its number may
    /// not go to another peer (RFC 8656 §12), and the time that a request may be on its way.
    private static final long TAKEN_NANOS = 960_000_000_000L;

    private final int number;
    private final InetSocketAddress peer;
    private boolean asking;
    private boolean used;
    private boolean everBound;
    private long validUntilNanos = Long.MIN_VALUE;
    private long askableFromNanos = Long.MIN_VALUE;
    private long dueNanos = Long.MAX_VALUE;
    private long takenUntilNanos = Long.MIN_VALUE;

    TurnChannel(int number, InetSocketAddress peer) {
        this.number = number;
        this.peer = peer;
    }

    int number() {
        return number;
    }

    InetSocketAddress peer() {
        return peer;
    }

    boolean valid(long nowNanos) {
        return nowNanos < validUntilNanos;
    }

    /// Whether anything may come by it.
    boolean bound() {
        return everBound;
    }

    boolean askable(long nowNanos) {
        return !asking && nowNanos >= askableFromNanos;
    }

    void asked(long nowNanos) {
        asking = true;
        takenUntilNanos = nowNanos + TAKEN_NANOS;
        dueNanos = Long.MAX_VALUE;
    }

    void granted(long nowNanos) {
        asking = false;
        used = false;
        everBound = true;
        validUntilNanos = nowNanos + LIFETIME_NANOS;
        takenUntilNanos = nowNanos + TAKEN_NANOS;
        dueNanos = nowNanos + RENEW_NANOS;
    }

    /// Datagrams go in indications for a while: the permission that binding would have renewed
    /// ends before the channel does.
    void refused(long nowNanos) {
        asking = false;
        validUntilNanos = Long.MIN_VALUE;
        askableFromNanos = nowNanos + REFUSED_NANOS;
    }

    /// Whether the number may go to another peer.
    boolean free(long nowNanos) {
        return !asking && nowNanos >= takenUntilNanos;
    }

    void use() {
        used = true;
    }

    /// Whether to bind it again now; if not, it is looked at later.
    boolean renew(long nowNanos) {
        if (used && valid(nowNanos)) {
            return true;
        }
        dueNanos = valid(nowNanos) ? nowNanos + RENEW_NANOS / 4 : Long.MAX_VALUE;
        return false;
    }

    long dueNanos() {
        return dueNanos;
    }
}
