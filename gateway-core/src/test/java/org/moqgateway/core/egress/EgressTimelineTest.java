package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EgressTimelineTest {
    private static final long MS = 1_000_000;

    @Test
    void equalMediaTimesOfTwoTracksArePresentedTogetherWhateverTheirDelay() {
        EgressTimeline timeline = new EgressTimeline();
        timeline.rebase(1_000_000, 0);
        assertThat(timeline.presentationUs(1_200_000, 250 * MS)).isEqualTo(200_000);
        assertThat(timeline.presentationUs(1_200_000, 300 * MS)).isEqualTo(200_000);
    }

    @Test
    void frameFromTheFutureMovesTheClockForEveryTrack() {
        EgressTimeline timeline = new EgressTimeline();
        timeline.rebase(1_000_000, 0);
        assertThat(timeline.presentationUs(1_100_000, 0)).isZero();
        assertThat(timeline.presentationUs(1_100_000, 50 * MS)).isZero();
    }

    @Test
    void newBroadcastContinuesThePresentationClock() {
        EgressTimeline timeline = new EgressTimeline();
        timeline.rebase(90_000_000, 0);
        assertThat(timeline.presentationUs(92_000_000, 2000 * MS)).isEqualTo(2_000_000);
        timeline.rebase(0, 5000 * MS);
        assertThat(timeline.presentationUs(0, 5000 * MS)).isEqualTo(5_000_000);
    }
}
