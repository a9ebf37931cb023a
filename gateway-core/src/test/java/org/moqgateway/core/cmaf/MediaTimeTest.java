package org.moqgateway.core.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "1, 1, 1000000",
        "1, 90000, 11",
        "1, 3, 333333",
        "2, 3, 666667",
        "1, 2000000, 1",
        "48000, 48000, 1000000",
        "4294967295, 90000, 47721858833",
        // As late as can be, and beyond
        "4611686018426, 1, 4611686018426000000",
        "4611686018427, 1, -1",
        "9223372036854775807, 1000, -1",
        "-1, 1000, -1",
        "1, 0, -1",
        "1, -5, -1",
        "1, 9223372036854775807, -1"
    })
    void convertsTicksToTheNearestMicrosecond(long ticks, long timescale, long timestampUs) {
        assertThat(MediaTime.toUs(ticks, timescale)).isEqualTo(timestampUs);
    }

    @Test
    void neverOverflows() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            long ticks = random.nextLong() >>> random.nextInt(1, 64);
            long timescale = 1 + (random.nextLong() >>> random.nextInt(22, 64));
            long us = MediaTime.toUs(ticks, timescale);
            BigInteger exact =
                    BigInteger.valueOf(ticks)
                            .multiply(BigInteger.valueOf(1_000_000))
                            .add(BigInteger.valueOf(timescale / 2))
                            .divide(BigInteger.valueOf(timescale));
            if (us == MediaTime.UNKNOWN) {
                assertThat(exact.bitLength()).isGreaterThan(61);
            } else {
                assertThat(BigInteger.valueOf(us)).isEqualTo(exact);
            }
        }
    }
}
