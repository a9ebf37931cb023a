package org.moqgateway.core.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Counts what is still under way. Any thread.
final class Pending {

    private int count;

    synchronized void begin() {
        count++;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    synchronized boolean none() {
        return count == 0;
    }

    /// Waits for none to be left.
    ///
    /// @return false when the time was over first
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (count > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
