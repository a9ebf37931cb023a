package org.moqgateway.core.hang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Vectors of upstream's estimator (moq-mux, catalog/estimate.rs).
class EstimatorTest {
    private final Estimator estimator = new Estimator();

    @Test
    void reportsTheSmallestDistanceAsJitter() {
        estimator.frame(1_000, 1);
        assertThat(estimator.jitterMs()).isEmpty();
        estimator.frame(41_000, 1);
        assertThat(estimator.jitterMs()).hasValue(40);
        estimator.frame(81_000, 1);
        estimator.frame(101_000, 1);
        assertThat(estimator.jitterMs()).hasValue(20);
    }

    @Test
    void takesNoDistanceFromAFrameThatPresentsEarlier() {
        estimator.frame(100_000, 1);
        estimator.frame(80_000, 1);
        assertThat(estimator.jitterMs()).isEmpty();
        estimator.frame(120_000, 1);
        assertThat(estimator.jitterMs()).hasValue(40);
    }

    @Test
    void ignoresDistancesOfCorrectedTimestamps() {
        estimator.frame(100_000, 1);
        estimator.frame(100_001, 1);
        assertThat(estimator.jitterMs()).isEmpty();
    }

    @Test
    void waitsForTheWindowAndKeepsTheGreatestBitrate() {
        estimator.frame(0, 100_000);
        estimator.frame(500_000, 100_000);
        assertThat(estimator.bitrateBps()).isEmpty();
        estimator.cut(1_000_000);
        assertThat(estimator.bitrateBps()).hasValue(1_600_000);

        estimator.frame(1_000_000, 25_000);
        estimator.cut(2_000_000);
        assertThat(estimator.bitrateBps()).hasValue(1_600_000);

        estimator.frame(2_000_000, 250_000);
        estimator.cut(3_000_000);
        assertThat(estimator.bitrateBps()).hasValue(2_000_000);
    }

    @Test
    void losesNothingWhenEachPacketIsAGroup() {
        for (int i = 0; i < 40; i++) {
            estimator.cut(i * 40_000L);
            estimator.frame(i * 40_000L, 5_000);
        }
        assertThat(estimator.bitrateBps()).hasValue(1_000_000);
    }
}
