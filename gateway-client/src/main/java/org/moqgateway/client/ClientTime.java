package org.moqgateway.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Time, so that a test can be its own clock. Any thread.
interface ClientTime {
    /// The time of this machine.
    ClientTime SYSTEM =
            new ClientTime() {
                @Override
                public long nowNanos() {
                    return System.nanoTime();
                }

                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public boolean await(CompletableFuture<?> event, Duration atMost)
                        throws InterruptedException {
                    try {
                        event.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
                        return true;
                    } catch (TimeoutException late) {
                        return false;
                    } catch (ExecutionException | CancellationException failed) {
                        return true;
                    }
                }
            };

    /// For differences.
    long nowNanos();

    /// For people.
    Instant now();

    /// Waits for something.
    ///
    /// @return whether it has happened, well or badly
    boolean await(CompletableFuture<?> event, Duration atMost) throws InterruptedException;
}
