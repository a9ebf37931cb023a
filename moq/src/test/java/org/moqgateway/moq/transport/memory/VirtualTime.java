package org.moqgateway.moq.transport.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import org.moqgateway.moq.transport.TransportLoop;

/// One clock and one queue of tasks. Nothing runs but inside [#run] and [#advance].
public final class VirtualTime implements InstantSource {
    private record Task(long atNanos, long order, Runnable action, Cancelled cancelled)
            implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final class Cancelled implements TransportLoop.Timer {
        private boolean set;

        @Override
        public void cancel() {
            set = true;
        }
    }

    private static final int ENDLESS = 20_000_000;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nowNanos = 1_000_000_000L;
    private long order;
    private long executed;

    /// The present moment.
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(1_800_000_000L).plusNanos(nowNanos);
    }

    /// Tasks run so far.
    public long executed() {
        return executed;
    }

    TransportLoop.Timer schedule(Runnable action, long delayNanos) {
        Cancelled cancelled = new Cancelled();
        tasks.add(new Task(nowNanos + delayNanos, order++, action, cancelled));
        return cancelled;
    }

    /// Runs what is due now, and what that makes due.
    public void run() {
        advance(Duration.ZERO);
    }

    /// Lets time pass, running everything that falls due.
    public void advance(Duration duration) {
        long until = nowNanos + duration.toNanos();
        int steps = 0;
        while (true) {
            Task next = tasks.peek();
            if (next == null || next.atNanos > until) {
                break;
            }
            tasks.remove();
            if (next.cancelled.set) {
                continue;
            }
            nowNanos = Math.max(nowNanos, next.atNanos);
            executed++;
            if (++steps > ENDLESS) {
                throw new IllegalStateException("the tasks do not come to an end");
            }
            next.action.run();
        }
        nowNanos = until;
    }

    /// Tasks that wait, the cancelled ones not counted.
    public long waiting() {
        return tasks.stream().filter(task -> !task.cancelled.set).count();
    }
}
