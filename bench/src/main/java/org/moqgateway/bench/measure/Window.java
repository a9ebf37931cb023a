package org.moqgateway.bench.measure;

/// The stretch of time that latency is measured in, shared by all viewers. Any thread.
public final class Window {
    private volatile long startNanos = Long.MAX_VALUE;
    private volatile long endNanos = Long.MAX_VALUE;

    /// Frames that are sent from now on count, until [#end].
    public void begin() {
        endNanos = Long.MAX_VALUE;
        startNanos = System.nanoTime();
    }

    /// Frames that are sent from now on count no more.
    public void end() {
        endNanos = System.nanoTime();
    }

    /// Whether a frame that was sent at this moment counts.
    public boolean contains(long sentNanos) {
        return sentNanos >= startNanos && sentNanos < endNanos;
    }
}
