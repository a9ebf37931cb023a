package org.moqgateway.moq.transport;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/// A loop that turns only when the test says so, in virtual time.
public final class ManualLoop implements TransportLoop {
    private static final class Task implements Timer {
        private final Runnable action;
        private final long atNanos;
        private boolean cancelled;

        Task(Runnable action, long atNanos) {
            this.action = action;
            this.atNanos = atNanos;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Task> timers =
            new PriorityQueue<>(Comparator.comparingLong((Task task) -> task.atNanos));
    private long now;

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        Task timer = new Task(task, now + delayNanos);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nowNanos() {
        return now;
    }

    /// Runs all that is to be done now.
    public void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /// Lets time pass.
    public void pass(long nanos) {
        run();
        long end = now + nanos;
        for (Task timer = timers.peek(); timer != null && timer.atNanos <= end; ) {
            timers.remove();
            now = timer.atNanos;
            if (!timer.cancelled) {
                timer.action.run();
            }
            run();
            timer = timers.peek();
        }
        now = end;
    }
}
