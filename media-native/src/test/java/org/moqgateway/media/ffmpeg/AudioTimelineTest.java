package org.moqgateway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moqgateway.media.ffmpeg.AudioTimeline.Arrival;

class AudioTimelineTest {
    private static final long START_US = 7_000_000_000L;

    private final AudioTimeline timeline = new AudioTimeline(20_000);

    @Test
    void beginsWithTheFirstFrame() {
        assertThat(timeline.arrival(START_US)).isEqualTo(Arrival.BEGINS);
        timeline.begin(START_US);

        assertThat(timeline.nextPacketUs()).isEqualTo(START_US);
        assertThat(timeline.nextPacketUs()).isEqualTo(START_US + 20_000);
    }

    @Test
    void doesNotDriftInADayOfRoundedTimes() {
        timeline.begin(START_US);
        long packets = 0;
        // 1024 samples at 44.1 kHz are no whole number of microseconds.
        int frames = 24 * 3600 * 43;
        for (int i = 0; i < frames; i++) {
            assertThat(timeline.arrival(START_US + i * 1024L * 1_000_000 / 44_100))
                    .isEqualTo(Arrival.CONTINUES);
            timeline.taken(1024, 44_100);
        }
        long atEnd = frames * 1024L * 50 / 44_100;
        for (; packets < atEnd; packets++) {
            assertThat(timeline.nextPacketUs()).isEqualTo(START_US + packets * 20_000);
        }
    }

    @Test
    void ignoresJitter() {
        timeline.begin(START_US);
        timeline.taken(960, 48_000);

        assertThat(timeline.arrival(START_US + 20_000 + AudioTimeline.JITTER_US))
                .isEqualTo(Arrival.CONTINUES);
        assertThat(timeline.arrival(START_US + 20_000 - AudioTimeline.JITTER_US))
                .isEqualTo(Arrival.CONTINUES);
        assertThat(timeline.nextPacketUs()).isEqualTo(START_US);
    }

    @Test
    void followsAClockThatDrifts() {
        timeline.begin(START_US);
        timeline.taken(960, 48_000);
        long drift = AudioTimeline.JITTER_US + 1;

        assertThat(timeline.arrival(START_US + 20_000 + drift)).isEqualTo(Arrival.CONTINUES);

        assertThat(timeline.nextPacketUs()).isEqualTo(START_US + drift);
        assertThat(timeline.arrival(START_US + 20_000 + drift)).isEqualTo(Arrival.CONTINUES);
        assertThat(timeline.nextPacketUs()).isEqualTo(START_US + drift + 20_000);
    }

    @Test
    void tellsAGapEachWay() {
        timeline.begin(START_US);
        timeline.taken(960, 48_000);

        assertThat(timeline.arrival(START_US + 20_000 + AudioTimeline.GAP_US))
                .isEqualTo(Arrival.BEGINS);
        assertThat(timeline.arrival(START_US + 20_000 - AudioTimeline.GAP_US))
                .isEqualTo(Arrival.BEGINS);
    }

    @Test
    void goesOnAtAnotherRate() {
        timeline.begin(START_US);
        timeline.taken(48_000, 48_000);
        timeline.taken(24_000, 24_000);

        assertThat(timeline.arrival(START_US + 2_000_000 + AudioTimeline.JITTER_US))
                .isEqualTo(Arrival.CONTINUES);
        assertThat(timeline.nextPacketUs()).isEqualTo(START_US);
    }
}
