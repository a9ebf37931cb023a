package org.moqgateway.moq.model;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs something later, on any thread. A test brings its own time.
interface Delay {
    /// The timer of the JDK.
    Delay SYSTEM =
            (after, action) ->
                    CompletableFuture.delayedExecutor(GroupCache.nanos(after), TimeUnit.NANOSECONDS)
                            .execute(action);

    void run(Duration after, Runnable action);
}
