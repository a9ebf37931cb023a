package org.moqgateway.core.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// What a process holds: a leak shows as a difference of two counts.
///
/// @param threads live platform threads
/// @param descriptors open file descriptors
/// @param heapBytes used heap after collections
record ResourceCount(int threads, long descriptors, long heapBytes) {
    /// Counts once garbage is gone.
    static ResourceCount now() {
        return new ResourceCount(Thread.activeCount(), descriptorCount(), heapAfterCollection());
    }

    private static long descriptorCount() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long heapAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            Runtime.getRuntime().gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /// Waits until a condition holds; what it waits for happens on other threads without a signal.
    static void await(String what, Duration atMost, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + atMost + ": " + what);
            }
            Thread.sleep(5);
        }
    }
}
