package org.moqgateway.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UnwrapTest {
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper(512, 512);

    @Test
    void countsOnThroughTheWrap() {
        long first = unwrapper.unwrap(65534);
        assertThat(unwrapper.unwrap(65535)).isEqualTo(first + 1);
        assertThat(unwrapper.unwrap(0)).isEqualTo(first + 2);
        assertThat(unwrapper.unwrap(65535)).isEqualTo(first + 1);
        assertThat(unwrapper.unwrap(1)).isEqualTo(first + 3);
        assertThat(unwrapper.highest()).isEqualTo(first + 3);
    }

    @Test
    void neverTurnsNegativeBeforeTheFirst() {
        unwrapper.unwrap(0);
        assertThat(unwrapper.unwrap(65535)).isEqualTo(65535);
    }

    @Test
    void refusesOneWildNumberAndGoesOn() {
        long first = unwrapper.unwrap(100);
        assertThat(unwrapper.unwrap(40_000)).isEqualTo(SequenceUnwrapper.REFUSED);
        assertThat(unwrapper.unwrap(101)).isEqualTo(first + 1);
        assertThat(unwrapper.unwrap(40_001)).isEqualTo(SequenceUnwrapper.REFUSED);
    }

    @Test
    void restartsOnceWhenTheNextNumberConfirmsTheJump() {
        long first = unwrapper.unwrap(100);
        assertThat(unwrapper.unwrap(40_000)).isEqualTo(SequenceUnwrapper.REFUSED);
        long restarted = unwrapper.unwrap(40_001);
        assertThat(restarted).isGreaterThan(first);
        assertThat(unwrapper.restarted()).isTrue();
        assertThat(unwrapper.unwrap(40_002)).isEqualTo(restarted + 1);
        assertThat(unwrapper.restarted()).isFalse();
    }

    @Test
    void aRepeatedWildNumberConfirmsNothing() {
        unwrapper.unwrap(100);
        for (int i = 0; i < 10; i++) {
            assertThat(unwrapper.unwrap(40_000)).isEqualTo(SequenceUnwrapper.REFUSED);
        }
    }

    @Test
    void restartsForwardEvenWhenTheSenderJumpsBack() {
        long first = unwrapper.unwrap(50_000);
        unwrapper.unwrap(10);
        assertThat(unwrapper.unwrap(11)).isGreaterThan(first);
    }

    @Test
    void staysInBoundsForAnyInput() {
        Random random = new Random(1);
        long before = unwrapper.unwrap(0);
        for (int i = 0; i < 100_000; i++) {
            long extended = unwrapper.unwrap(random.nextInt());
            if (extended != SequenceUnwrapper.REFUSED && !unwrapper.restarted()) {
                assertThat(Math.abs(extended - before)).isLessThanOrEqualTo(512);
            }
            before = unwrapper.highest();
        }
    }

    @Test
    void timestampsTakeTheNearestValue() {
        TimestampUnwrapper timestamps = new TimestampUnwrapper();
        assertThat(timestamps.unwrap(0xffff_ff00)).isEqualTo(0xffff_ff00L);
        assertThat(timestamps.unwrap(0x100)).isEqualTo(0x1_0000_0100L);
        assertThat(timestamps.unwrap(0xffff_ffff)).isEqualTo(0xffff_ffffL);
        timestamps.reset();
        assertThat(timestamps.unwrap(5)).isEqualTo(5);
    }

    @Test
    void ntpTimeCountsFrom1900() {
        NtpClock clock = new NtpClock(1_000_000_000_500_000_000L);
        assertThat(clock.ntpAt(0)).isEqualTo((3_208_988_800L << 32) | 0x8000_0000L);
        assertThat(clock.ntpAt(500_000_000)).isEqualTo(3_208_988_801L << 32);
        assertThat(NtpClock.middle(0x11112222_33334444L)).isEqualTo(0x22223333);
    }
}
