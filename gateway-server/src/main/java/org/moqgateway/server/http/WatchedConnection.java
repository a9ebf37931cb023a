package org.moqgateway.server.http;

import java.time.Duration;

/// What [ConnectionGuard] knows of one connection. Safe from any thread.
final class WatchedConnection {
    /// What a look at the connection found.
    enum Finding {
        /// Within its time.
        FINE,
        /// The header's deadline has just passed.
        TOO_SLOW,
        /// It was told and has not gone.
        STILL_THERE
    }

    private final AddressKey address;
    private boolean halfOpen = true;
    private boolean told;
    private int requests;
    private long bytesWhenIdle;
    /// Since when a header is awaited; meaningless while `waiting` is false.
    private long waitingSinceNanos;

    private boolean waiting = true;

    WatchedConnection(AddressKey address, long openedNanos) {
        this.address = address;
        this.waitingSinceNanos = openedNanos;
    }

    AddressKey address() {
        return address;
    }

    /// Called at a complete request header and at the end; true the first time.
    synchronized boolean completeRequest() {
        boolean first = halfOpen;
        halfOpen = false;
        return first;
    }

    synchronized void requestBegan() {
        requests++;
        waiting = false;
    }

    synchronized void requestEnded(long bytesIn, long nowNanos) {
        requests--;
        bytesWhenIdle = bytesIn;
        waitingSinceNanos = nowNanos;
    }

    /// A resting connection is the idle timeout's business. One that has begun a header, or never
    /// sent one since it was opened, has until the deadline.
    synchronized Finding look(long bytesIn, long nowNanos, Duration headerDeadline) {
        if (requests > 0) {
            return Finding.FINE;
        }
        if (!waiting && bytesIn > bytesWhenIdle) {
            waiting = true;
            waitingSinceNanos = nowNanos;
        }
        if (!waiting || nowNanos - waitingSinceNanos < headerDeadline.toNanos()) {
            return Finding.FINE;
        }
        if (told) {
            return Finding.STILL_THERE;
        }
        told = true;
        return Finding.TOO_SLOW;
    }
}
