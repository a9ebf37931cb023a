package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final long FRAME_US = 33_333;

    @Test
    void smallBacklogIsLiveAtOnce() {
        assertThat(CatchUp.from(1_000_000, 1_050_000, 0).live()).isTrue();
    }

    @Test
    void threeSecondsOfBacklogMeetTheLiveEdgeWithinAboutASecond() {
        long liveUs = 3_000_000;
        CatchUp catchUp = CatchUp.from(0, liveUs, 0);
        long frameUs = 0;
        long presented = 0;
        while (!catchUp.live()) {
            long due = catchUp.dueNanos(frameUs);
            // The live edge has moved on by as much time as has passed since the join.
            assertThat(frameUs).isLessThanOrEqualTo(liveUs + due / 1000 + FRAME_US);
            long next = catchUp.presentedUs(frameUs);
            assertThat(next).isGreaterThanOrEqualTo(presented);
            presented = next;
            frameUs += FRAME_US;
        }
        assertThat(frameUs - liveUs).isBetween(900_000L, 1_600_000L);
        assertThat(catchUp.presentedUs(frameUs)).isEqualTo(frameUs);
    }

    @Test
    void firstFrameIsPresentedAtTheLiveEdgeAndIsDueAtOnce() {
        CatchUp catchUp = CatchUp.from(5_000_000, 15_000_000, 77);
        assertThat(catchUp.dueNanos(5_000_000)).isEqualTo(77);
        assertThat(catchUp.presentedUs(5_000_000)).isEqualTo(15_000_000);
    }

    @Test
    void speedIsBoundedForAVeryLongGroup() {
        CatchUp catchUp = CatchUp.from(0, 60_000_000, 0);
        assertThat(catchUp.dueNanos(10_000_000)).isEqualTo(1_000_000_000L);
    }
}
