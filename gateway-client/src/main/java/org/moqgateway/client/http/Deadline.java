package org.moqgateway.client.http;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// When a request must have ended, with its redirects and its whole answer. Any thread.
final class Deadline {
    private final Duration within;
    private final long endNanos;

    private Deadline(Duration within) {
        this.within = within;
        this.endNanos = System.nanoTime() + within.toNanos();
    }

    /// From now on.
    static Deadline after(Duration within) {
        return new Deadline(within);
    }

    /// What is left of it, at least one nanosecond.
    ///
    /// @throws SocketTimeoutException when nothing is
    long remainingNanos() throws SocketTimeoutException {
        long left = endNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("no answer within " + within.toMillis() + " ms");
        }
        return left;
    }

    Duration within() {
        return within;
    }
}
