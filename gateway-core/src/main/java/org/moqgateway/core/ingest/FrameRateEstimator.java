package org.moqgateway.core.ingest;

import java.util.OptionalDouble;

/// The frame rate that the catalog tells, measured over spans of at least one second of media. It
/// is steady: a new measurement replaces it only when it differs by a tenth, so that the catalog
/// is not published again for the jitter of a camera.
final class FrameRateEstimator {
    private static final long SPAN_US = 1_000_000;
    private static final double STEADY = 0.1;
    private static final double NEARLY_WHOLE = 0.02;

    private boolean started;
    private long startUs;
    private int distances;
    private double framesPerSecond;

    /// Counts a frame.
    void frame(long timestampUs) {
        if (!started) {
            started = true;
            startUs = timestampUs;
            return;
        }
        distances++;
        long elapsedUs = timestampUs - startUs;
        if (elapsedUs >= SPAN_US) {
            measured(distances * 1e6 / elapsedUs);
            startUs = timestampUs;
            distances = 0;
        }
    }

    private void measured(double rate) {
        if (Math.abs(rate - framesPerSecond) > framesPerSecond * STEADY) {
            double whole = Math.rint(rate);
            boolean nearly = Math.abs(rate - whole) <= whole * NEARLY_WHOLE;
            framesPerSecond = nearly ? whole : Math.rint(rate * 100) / 100;
        }
    }

    /// Frames per second; empty before the first second.
    OptionalDouble framesPerSecond() {
        return framesPerSecond > 0 ? OptionalDouble.of(framesPerSecond) : OptionalDouble.empty();
    }
}
