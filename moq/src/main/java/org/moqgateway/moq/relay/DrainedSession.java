package org.moqgateway.moq.relay;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moqgateway.moq.session.MoqSession;
import org.moqgateway.moq.session.SessionStats;

/// A session whose peer asked us to go (GOAWAY), while another takes its place: tracks change over
/// one by one, each at a group's boundary, and when none is left it is closed.
final class DrainedSession {
    /// Longer than the figures of a session lag behind.
    private static final long LOOK_MILLIS = 500;

    private DrainedSession() {}

    /// Closes a session when nothing flows on it any more.
    ///
    /// @param most after which it is closed anyway
    static void leave(MoqSession session, Duration most) {
        Thread.ofVirtual().name("drain " + session.remoteAddress()).start(() -> run(session, most));
    }

    private static void run(MoqSession session, Duration most) {
        long endNanos = System.nanoTime() + most.toNanos();
        try {
            do {
                if (endedWithin(session, LOOK_MILLIS)) {
                    return;
                }
            } while (busy(session.stats()) && System.nanoTime() - endNanos < 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.close();
    }

    private static boolean endedWithin(MoqSession session, long millis)
            throws InterruptedException {
        try {
            session.closed().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    private static boolean busy(SessionStats stats) {
        return stats.subscriptionsMade() > 0 || stats.subscriptionsServed() > 0;
    }
}
