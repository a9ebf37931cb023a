package org.moqgateway.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.moqgateway.moq.model.Poll;

/// Waits for consumers that never block, with one deadline for all of it. Belongs to one thread,
/// which it blocks.
final class PollWaiter {
    private final long deadlineNanos;

    PollWaiter(Duration deadline) {
        this.deadlineNanos = System.nanoTime() + deadline.toNanos();
    }

    /// Whether the deadline has passed. For whoever finds something at every poll: [#await]
    /// looks at the clock only when it has to wait.
    boolean late() {
        return System.nanoTime() - deadlineNanos >= 0;
    }

    /// Polls until something comes.
    ///
    /// @param onAvailable where the consumer takes its wake-up
    /// @return [Poll.Pending] when the deadline has passed; never [Poll.Skipped]
    <T> Poll<T> await(Supplier<Poll<T>> poll, Consumer<Runnable> onAvailable)
            throws InterruptedException {
        Semaphore available = new Semaphore(0);
        onAvailable.accept(available::release);
        while (true) {
            Poll<T> answer = poll.get();
            if (answer instanceof Poll.Skipped) {
                continue;
            }
            if (!(answer instanceof Poll.Pending)
                    || !available.tryAcquire(
                            deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return answer;
            }
        }
    }
}
