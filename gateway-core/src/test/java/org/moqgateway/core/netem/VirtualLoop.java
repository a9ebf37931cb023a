package org.moqgateway.core.netem;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.MediaLoop;

/// A media loop in virtual time: tasks run in [#advance] on the thread that calls it, in the order
/// of their time. Any thread may hand tasks in.
public final class VirtualLoop implements MediaLoop {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::number));
    private long nowNanos;
    private long numbered;
    private long executed;

    private record Task(long dueNanos, long number, Runnable action) {}

    /// A loop whose clock stands at `nowNanos`.
    public VirtualLoop(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    @Override
    public void execute(Runnable task) {
        schedule(task, 0);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public synchronized long nowNanos() {
        return nowNanos;
    }

    @Override
    public synchronized Cancellable schedule(Runnable task, long delayNanos) {
        Task added = new Task(nowNanos + Math.max(0, delayNanos), numbered++, task);
        tasks.add(added);
        notifyAll();
        return () -> withdraw(added);
    }

    private synchronized void withdraw(Task task) {
        tasks.remove(task);
    }

    /// Runs what is due now, and what that brings up.
    public void settle() {
        advance(0);
    }

    /// Lets time pass and runs what becomes due, each task at its time.
    public void advance(long nanos) {
        long end = nowNanos() + nanos;
        for (Task task = next(end); task != null; task = next(end)) {
            task.action.run();
        }
    }

    private synchronized @Nullable Task next(long end) {
        Task task = tasks.peek();
        if (task == null || task.dueNanos > end) {
            nowNanos = end;
            return null;
        }
        tasks.remove();
        nowNanos = Math.max(nowNanos, task.dueNanos);
        executed++;
        return task;
    }

    /// Waits, in real time, until a task is there that is due now: one from another thread.
    ///
    /// @return false when none came
    public synchronized boolean awaitTask(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (tasks.isEmpty() || tasks.peek().dueNanos > nowNanos) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(1 + TimeUnit.NANOSECONDS.toMillis(left));
        }
        return true;
    }

    /// Tasks that have not run yet.
    public synchronized int pending() {
        return tasks.size();
    }

    /// Tasks that have run.
    public synchronized long executed() {
        return executed;
    }
}
