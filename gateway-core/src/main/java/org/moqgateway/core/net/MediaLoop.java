package org.moqgateway.core.net;

/// One event-loop thread of the media plane. A task must never block.
public interface MediaLoop {

    /// Runs a task on the loop's thread, in the order given. Any thread; ignored once the loops are
    /// closed.
    void execute(Runnable task);

    /// Tells whether the caller runs on this loop's thread.
    boolean inLoop();

    /// The loop's clock, which every `nowNanos` of its peers is on. Any thread.
    default long nowNanos() {
        return System.nanoTime();
    }

    /// Runs a task once on the loop's thread after a delay.
    ///
    /// @param delayNanos nanoseconds from now; zero or less means as soon as possible
    /// @return a handle that withdraws it; any thread. After the loops are closed the task never
    ///     runs.
    Cancellable schedule(Runnable task, long delayNanos);
}
