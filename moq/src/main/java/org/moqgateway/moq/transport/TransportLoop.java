package org.moqgateway.moq.transport;

import java.util.concurrent.Executor;

/// The single thread, or serial executor, on which everything of a connection happens. Nothing that
/// runs on it may block.
public interface TransportLoop extends Executor {
    /// Ends what was scheduled.
    interface Timer {
        /// Keeps the task from running. Idempotent.
        void cancel();
    }

    /// Whether the caller runs on this loop.
    boolean inLoop();

    /// Runs the task on this loop, after the present one. Any thread. Tasks of a loop that has
    /// ended are dropped.
    @Override
    void execute(Runnable task);

    /// Runs the task on this loop after `delayNanos`, which is not negative. Any thread.
    Timer schedule(Runnable task, long delayNanos);

    /// The loop's monotonic clock.
    long nowNanos();
}
