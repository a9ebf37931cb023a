package org.moqgateway.moq.session;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;

/// What of a session was woken. However many wake-ups come before the loop gets to it, the loop is
/// given one task, and nothing is allocated.
final class WorkQueue {
    private final TransportLoop loop;
    private final AtomicReference<@Nullable Work> newest = new AtomicReference<>();
    private final Runnable drain = this::drain;

    WorkQueue(TransportLoop loop) {
        this.loop = loop;
    }

    /// Any thread.
    void add(Work work) {
        Work before;
        do {
            before = newest.get();
            work.next(before);
        } while (!newest.compareAndSet(before, work));
        if (before == null) {
            loop.execute(drain);
        }
    }

    private void drain() {
        Work work = oldestFirst(newest.getAndSet(null));
        while (work != null) {
            Work next = work.next();
            work.next(null);
            work.taken();
            runAlone(work);
            work = next;
        }
    }

    // A defect in one must not leave the others, taken out already, asleep for ever.
    private static void runAlone(Work work) {
        try {
            work.work();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private static @Nullable Work oldestFirst(@Nullable Work last) {
        Work reversed = null;
        Work work = last;
        while (work != null) {
            Work next = work.next();
            work.next(reversed);
            reversed = work;
            work = next;
        }
        return reversed;
    }
}
