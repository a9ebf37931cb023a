package org.moqgateway.core.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RembEstimatorTest {
    private static final long SECOND = 1_000_000_000L;

    private final RembEstimator estimator = new RembEstimator(5_000_000, 20_000_000);

    /// Sends evenly for a while and returns the end.
    private long receive(long fromNanos, int seconds, long bitrateBps) {
        for (int i = 0; i < seconds * 100; i++) {
            estimator.received((int) (bitrateBps / 800), fromNanos + i * (SECOND / 100));
        }
        return fromNanos + seconds * SECOND - 1;
    }

    @Test
    void startsHigh() {
        assertThat(estimator.estimateBps(0)).isEqualTo(5_000_000);
    }

    @Test
    void measuresWhatArrives() {
        long now = receive(0, 3, 2_000_000);
        assertThat(estimator.receivedBps(now)).isBetween(1_900_000L, 2_100_000L);
        assertThat(estimator.receivedBps(now + 2 * SECOND)).isZero();
    }

    @Test
    void growsAheadOfTheSenderUpToTheLimit() {
        long now = receive(0, 2, 8_000_000);
        assertThat(estimator.estimateBps(now)).isBetween(11_000_000L, 12_500_000L);
        now = receive(now, 2, 18_000_000);
        assertThat(estimator.estimateBps(now)).isEqualTo(20_000_000);
    }

    @Test
    void backsOffBelowWhatArrivesAndGrowsCautiously() {
        long now = receive(0, 2, 4_000_000);
        estimator.lost(51, now);
        long reduced = estimator.estimateBps(now);
        assertThat(reduced).isBetween(3_400_000L, 3_800_000L);
        now = receive(now, 1, 3_500_000);
        estimator.lost(0, now);
        assertThat(estimator.estimateBps(now)).isBetween(reduced, (long) (reduced * 1.1));
        now = receive(now, 10, 3_500_000);
        assertThat(estimator.estimateBps(now)).isGreaterThan(5_000_000);
    }

    @Test
    void littleLossHoldsTheEstimate() {
        long now = receive(0, 2, 8_000_000);
        estimator.lost(20, now);
        assertThat(estimator.estimateBps(now)).isEqualTo(5_000_000);
    }

    @Test
    void neverFallsBelowAUsableFloor() {
        estimator.lost(255, SECOND);
        assertThat(estimator.estimateBps(SECOND)).isEqualTo(150_000);
        estimator.lost(0, 20 * SECOND);
        assertThat(estimator.estimateBps(20 * SECOND)).isEqualTo(1_000_000);
    }
}
