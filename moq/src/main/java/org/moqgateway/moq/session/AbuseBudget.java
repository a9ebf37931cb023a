package org.moqgateway.moq.session;

import java.util.concurrent.TimeUnit;

/// How often a peer may do something, such as open a stream in vain: a bucket that holds ten
/// seconds' worth.
final class AbuseBudget {
    private static final int SECONDS = 10;

    private final long perSecond;
    private long left;
    private long filledNanos;

    AbuseBudget(long perSecond, long nowNanos) {
        this.perSecond = perSecond;
        left = perSecond * SECONDS;
        filledNanos = nowNanos;
    }

    /// Takes one.
    ///
    /// @return false when nothing is left
    boolean take(long nowNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - filledNanos);
        if (seconds > 0) {
            filledNanos += TimeUnit.SECONDS.toNanos(seconds);
            left = Math.min(perSecond * SECONDS, left + Math.min(seconds, SECONDS) * perSecond);
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
