package org.moqgateway.bench.measure;

import java.util.Arrays;

/// Counts durations in classes about 3 % wide, up to a minute; recording allocates nothing. One
/// thread.
public final class LatencyHistogram {
    private static final int SUB_BITS = 5;
    private static final int SUB = 1 << SUB_BITS;
    private static final long MOST_MICROS = 60_000_000L;

    private final long[] counts = new long[index(MOST_MICROS) + 1];
    private long total;
    private long mostMicros;

    /// Counts one duration; a negative one counts as zero.
    public void record(long nanos) {
        long micros = Math.clamp(nanos / 1000, 0L, MOST_MICROS);
        counts[index(micros)]++;
        total++;
        mostMicros = Math.max(mostMicros, micros);
    }

    private static int index(long micros) {
        int magnitude = 63 - Long.numberOfLeadingZeros(micros | SUB);
        int shift = magnitude - SUB_BITS;
        return (int) (micros >> shift) + shift * SUB;
    }

    private static long upperMicros(int index) {
        int shift = Math.max(0, index / SUB - 1);
        return ((index - (long) shift * SUB + 1) << shift) - 1;
    }

    /// Adds what another one counted.
    public void add(LatencyHistogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        mostMicros = Math.max(mostMicros, other.mostMicros);
    }

    /// Forgets everything.
    public void clear() {
        Arrays.fill(counts, 0);
        total = 0;
        mostMicros = 0;
    }

    /// Durations counted.
    public long total() {
        return total;
    }

    /// The duration (µs) that this share of all does not exceed; 0 when there is none.
    public double quantileMicros(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < counts.length && wanted > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(upperMicros(i), mostMicros);
            }
        }
        return 0;
    }

    /// The longest (µs).
    public double mostMicros() {
        return mostMicros;
    }
}
