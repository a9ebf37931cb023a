package org.moqgateway.moq.transport.qmux;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.moqgateway.moq.transport.TransportLoop;

/// A loop whose time only moves when a test says so.
final class VirtualLoop implements TransportLoop {
    private static final class Scheduled implements Timer {
        private final Runnable task;
        private final long atNanos;
        private boolean cancelled;

        Scheduled(Runnable task, long atNanos) {
            this.task = task;
            this.atNanos = atNanos;
        }

        long atNanos() {
            return atNanos;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::atNanos));
    private long nowNanos = 1_000_000_000_000L;

    /// Runs what waits, and what that brings.
    void settle() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    /// Lets time pass.
    void advance(long nanos) {
        long until = nowNanos + nanos;
        settle();
        while (!timers.isEmpty() && timers.element().atNanos() <= until) {
            Scheduled next = timers.remove();
            nowNanos = next.atNanos();
            if (!next.cancelled) {
                next.task.run();
                settle();
            }
        }
        nowNanos = until;
    }

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
        Scheduled timer = new Scheduled(task, nowNanos + delayNanos);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }
}
