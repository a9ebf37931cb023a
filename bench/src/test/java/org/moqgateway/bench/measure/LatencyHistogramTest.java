package org.moqgateway.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void quantilesAreWithinThreePercent() {
        for (int micros = 1; micros <= 100_000; micros++) {
            histogram.record(micros * 1000L);
        }
        assertThat(histogram.quantileMicros(0.5)).isCloseTo(50_000, within(1_600.0));
        assertThat(histogram.quantileMicros(0.99)).isCloseTo(99_000, within(3_100.0));
        assertThat(histogram.quantileMicros(1)).isEqualTo(100_000);
    }

    @Test
    void smallDurationsAreExact() {
        histogram.record(3_000);
        histogram.record(17_000);
        assertThat(histogram.quantileMicros(0.5)).isEqualTo(3);
        assertThat(histogram.quantileMicros(1)).isEqualTo(17);
    }

    @Test
    void addsUpAndBoundsWhatIsOutOfRange() {
        LatencyHistogram other = new LatencyHistogram();
        other.record(-5);
        other.record(Long.MAX_VALUE);
        histogram.add(other);
        assertThat(histogram.total()).isEqualTo(2);
        assertThat(histogram.quantileMicros(0.5)).isZero();
        assertThat(histogram.mostMicros()).isEqualTo(60_000_000);
    }

    @Test
    void emptyHasNoQuantile() {
        assertThat(histogram.quantileMicros(0.5)).isZero();
    }
}
