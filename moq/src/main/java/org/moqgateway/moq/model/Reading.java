package org.moqgateway.moq.model;

import java.util.concurrent.atomic.AtomicInteger;

/// What somebody reads of a broadcast, from the consumer of the broadcast to the last one of its
/// tracks. Any thread.
final class Reading {
    /// Nobody wants to know when it ends.
    static final Runnable NOBODY = () -> {};

    private final Runnable onEnd;
    private final AtomicInteger open = new AtomicInteger(1);

    private Reading(Runnable onEnd) {
        this.onEnd = onEnd;
    }

    /// Begun with one consumer.
    ///
    /// @param onEnd run once, when all are closed; no lock held
    static Reading of(Runnable onEnd) {
        return new Reading(onEnd);
    }

    /// One more consumer.
    ///
    /// @return false when all were closed before: it does not count
    boolean begin() {
        return open.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /// One consumer was closed.
    void end() {
        if (open.decrementAndGet() == 0) {
            onEnd.run();
        }
    }
}
