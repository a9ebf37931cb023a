package org.moqgateway.moq.session;

/// Microseconds of the model and units of a track's timescale, both rounded to the nearest and
/// held within what the wire carries.
final class Timestamps {
    /// The largest that a difference of two of them still fits the wire, zigzag-coded.
    static final long MAX = (1L << 61) - 1;

    private static final long MICROS = 1_000_000;

    private Timestamps() {}

    static long toUnits(long timestampUs, long timescale) {
        return scale(timestampUs, timescale, MICROS);
    }

    static long toMicros(long units, long timescale) {
        return scale(units, MICROS, timescale);
    }

    private static long scale(long value, long times, long over) {
        if (times == over) {
            return Math.min(value, MAX);
        }
        long whole = value / over;
        long rest = value % over;
        if (whole > MAX / times) {
            return MAX;
        }
        // Without the guard the rest would only overflow for scales above 2^40.
        long part = rest > Long.MAX_VALUE / times ? 0 : (rest * times + over / 2) / over;
        return Math.min(whole * times + part, MAX);
    }
}
