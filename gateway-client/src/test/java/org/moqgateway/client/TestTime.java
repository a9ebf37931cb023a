package org.moqgateway.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// Time that goes when a test lets it: a step whenever all threads that wait in it have nothing
/// else to do, and never faster than the real one while they have. Any thread.
final class TestTime implements ClientTime {
    private static final Duration REAL = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(50);

    /// Every thread that was seen, and those which wait, with the time that they have seen.
    private final Set<Thread> threads = new HashSet<>();

    private final Map<Thread, Long> waiting = new HashMap<>();
    private long nanos = 1;

    @Override
    public synchronized long nowNanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    /// Starts a thread that time waits for.
    synchronized void start(Runnable task) {
        threads.add(Thread.ofVirtual().start(task));
    }

    @Override
    public boolean await(CompletableFuture<?> event, Duration atMost) throws InterruptedException {
        CompletableFuture<Boolean> unused = event.handle((done, failure) -> wake());
        synchronized (this) {
            long end = nanos + atMost.toNanos();
            try {
                while (!event.isDone() && nanos - end < 0) {
                    waiting.put(Thread.currentThread(), nanos);
                    wait();
                }
                return event.isDone();
            } finally {
                threads.add(Thread.currentThread());
                waiting.remove(Thread.currentThread());
            }
        }
    }

    private synchronized boolean wake() {
        waiting.replaceAll((thread, seen) -> -1L);
        notifyAll();
        return true;
    }

    synchronized void advance(Duration by) {
        nanos += by.toNanos();
        notifyAll();
    }

    /// Waits without letting time go.
    void until(BooleanSupplier condition) {
        let(Duration.ZERO, condition);
    }

    /// Lets time go until something is so.
    ///
    /// @return how long that took
    Duration advanceUntil(BooleanSupplier condition) {
        return advanceUntil(STEP, condition);
    }

    /// The same in steps of one's own.
    Duration advanceUntil(Duration step, BooleanSupplier condition) {
        long began = nowNanos();
        let(step, condition);
        return Duration.ofNanos(nowNanos() - began);
    }

    private void let(Duration step, BooleanSupplier condition) {
        long end = System.nanoTime() + REAL.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not happen within " + REAL);
            }
            settle();
            if (!condition.getAsBoolean()) {
                advance(step);
            }
        }
    }

    private synchronized void settle() {
        long end = System.nanoTime() + STEP.toNanos();
        try {
            do {
                wait(1);
            } while (!quiet() && System.nanoTime() - end < 0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private boolean quiet() {
        threads.removeIf(thread -> !thread.isAlive());
        return waiting.keySet().containsAll(threads)
                && waiting.values().stream().allMatch(seen -> seen == nanos);
    }
}
