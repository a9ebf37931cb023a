package org.moqgateway.moq.transport.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop of one connection: its tasks run one after the other, on a virtual thread that exists
/// while there are any. One daemon thread serves the timers of all of them.
public final class SerialLoop implements TransportLoop {
    /// After this many tasks others get their turn.
    private static final int MAX_BATCH = 256;

    private static final Logger log = LoggerFactory.getLogger(SerialLoop.class);
    private static final Executor VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();
    private static final ScheduledThreadPoolExecutor TIMERS = timers();

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread runner;

    private static ScheduledThreadPoolExecutor timers() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("transport-timers").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == runner;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            VIRTUAL.execute(this::run);
        }
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        Pending pending = new Pending(task);
        Future<?> timer = TIMERS.schedule(() -> execute(pending), delayNanos, TimeUnit.NANOSECONDS);
        pending.timer = timer;
        return pending;
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    /// The thread is new each time, so that the one noted is either this or gone.
    private void run() {
        runner = Thread.currentThread();
        int done = 0;
        while (done < MAX_BATCH) {
            Runnable task = tasks.poll();
            if (task != null) {
                runOne(task);
            }
            done++;
            if (waiting.decrementAndGet() == 0) {
                return;
            }
        }
        VIRTUAL.execute(this::run);
    }

    private static void runOne(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Whatever it was, the tasks behind it must not wait for ever.
            log.error("a task of a connection failed", e);
        }
    }

    /// A timer that a cancel on the loop stops even when its task waits in the queue already.
    private static final class Pending implements Timer, Runnable {
        private final Runnable task;
        private volatile boolean cancelled;
        private volatile @Nullable Future<?> timer;

        Pending(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            Future<?> pending = timer;
            if (pending != null) {
                pending.cancel(false);
            }
        }
    }
}
