package org.moqgateway.moq.transport.kwik;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop of one connection: tasks run one after the other on a virtual thread that lives while
/// there are any.
final class SerialLoop implements TransportLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SerialLoop.class);

    private final ScheduledExecutorService timers;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread runner;

    /// A loop with its timers elsewhere.
    ///
    /// @param timers only passes tasks on
    SerialLoop(ScheduledExecutorService timers) {
        this.timers = timers;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == runner;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            Thread.ofVirtual().name("kwik-loop").start(this::drain);
        }
    }

    private void drain() {
        runner = Thread.currentThread();
        int done = 0;
        int known = waiting.get();
        while (true) {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
                done++;
            }
            if (done == known) {
                runner = null;
                known = waiting.addAndGet(-done);
                if (known == 0) {
                    return;
                }
                runner = Thread.currentThread();
                done = 0;
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Whatever it was, the tasks behind it must not wait for ever.
            LOG.error("a task of a connection failed", e);
        }
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        try {
            ScheduledFuture<?> timer =
                    timers.schedule(() -> execute(task), delayNanos, TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException e) {
            // The endpoint has been closed, and its loops have ended.
            return () -> {};
        }
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }
}
