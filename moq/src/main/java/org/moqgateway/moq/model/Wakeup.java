package org.moqgateway.moq.model;

import java.util.concurrent.atomic.AtomicInteger;
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

    private final AtomicInteger armed = new AtomicInteger(NONE);
    private volatile @Nullable Runnable action;

    /// Replaces the action; consumer thread.
    void action(@Nullable Runnable newAction) {
        action = newAction;
    }

    /// Waits for `event`; the consumer must look again afterwards.
    void arm(int event) {
        armed.set(event);
    }

    /// The second look found something.
    void disarm() {
        armed.set(NONE);
    }

    /// Tells the consumer when it waits for `event`; any thread.
    void fire(int event) {
        if (armed.get() == event && armed.compareAndSet(event, NONE)) {
            run();
        }
    }

    /// Tells the consumer whatever it waits for; any thread.
    void fireAny() {
        if (armed.getAndSet(NONE) != NONE) {
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
