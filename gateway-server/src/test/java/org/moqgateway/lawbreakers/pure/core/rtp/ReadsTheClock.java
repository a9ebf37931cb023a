package org.moqgateway.lawbreakers.pure.core.rtp;

/// A parser that reads the clock.
public final class ReadsTheClock {
    private ReadsTheClock() {}

    /// The moment, which ought to be an argument.
    public static long moment() {
        return System.nanoTime();
    }
}
