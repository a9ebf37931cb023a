package org.moqgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceTallyTest {
    private final SequenceTally tally = new SequenceTally();

    @Test
    void countsGapsAcrossTheWrap() {
        tally.packet(65_534, 100);
        assertThat(tally.packet(65_535, 100)).isTrue();
        assertThat(tally.packet(2, 100)).isFalse();

        assertThat(tally.received()).isEqualTo(3);
        assertThat(tally.bytes()).isEqualTo(300);
        assertThat(tally.lost()).isEqualTo(2);
        assertThat(tally.extendedHighest()).isEqualTo(65_538);
    }

    @Test
    void latePacketMendsItsGap() {
        tally.packet(10, 1);
        tally.packet(12, 1);
        assertThat(tally.packet(11, 1)).isFalse();
        assertThat(tally.lost()).isZero();
    }

    @Test
    void fractionIsOfTheLastIntervalOnly() {
        tally.packet(1, 1);
        tally.packet(4, 1);
        assertThat(tally.fractionLost()).isEqualTo(128);
        tally.packet(5, 1);
        assertThat(tally.fractionLost()).isZero();
    }
}
