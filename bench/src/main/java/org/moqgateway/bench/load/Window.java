package org.moqgateway.bench.load;

/// The stretch of time that latency is measured in, shared by all viewers. Any thread.
final class Window {
    private volatile long startNanos = Long.MAX_VALUE;
    private volatile long endNanos = Long.MAX_VALUE;

    /// Frames that are sent from now on count.
    void begin() {
        startNanos = System.nanoTime();
    }

    /// Frames that are sent from now on count no more.
    void end() {
        endNanos = System.nanoTime();
    }

    /// Whether a frame that was sent at this moment counts.
    boolean contains(long sentNanos) {
        return sentNanos >= startNanos && sentNanos < endNanos;
    }
}
