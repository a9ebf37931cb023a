package org.moqgateway.moq.model;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// The edge-triggered wake-up of one consumer.
///
/// The consumer arms it and then looks once more; the producer publishes and then looks whether it
/// is armed. All four are volatile accesses, so at least one side sees the other's.
final class Wakeup {
    /// Waits for nothing.
    static final int NONE = 0;

    /// Waits for a new group.
    static final int GROUP = 1;

    /// Waits for a new frame.
    static final int FRAME = 2;

    /// Waits for the track's info, or the answer to a fetch.
    static final int INFO = 3;

    private static final AtomicIntegerFieldUpdater<Wakeup> ARMED =
            AtomicIntegerFieldUpdater.newUpdater(Wakeup.class, "armed");

    private volatile int armed = NONE;
    private volatile @Nullable Runnable action;

    /// Where it stands in the one [WakeupList] that holds it, -1 in none; guarded by the list.
    int place = -1;

    /// Replaces the action; consumer thread.
    void action(@Nullable Runnable newAction) {
        action = newAction;
    }

    /// Waits for `event`; the consumer must look again afterwards.
    void arm(int event) {
        armed = event;
    }

    /// The second look found something.
    void disarm() {
        armed = NONE;
    }

    /// Tells the consumer when it waits for `event`; any thread.
    void fire(int event) {
        if (armed == event && ARMED.compareAndSet(this, event, NONE)) {
            run();
        }
    }

    /// Tells the consumer whatever it waits for; any thread.
    void fireAny() {
        if (ARMED.getAndSet(this, NONE) != NONE) {
            run();
        }
    }

    private void run() {
        Runnable current = action;
        if (current == null) {
            return;
        }
        try {
            current.run();
        } catch (RuntimeException e) {
            // One consumer's defect must not stop the producer or the consumers behind it.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
