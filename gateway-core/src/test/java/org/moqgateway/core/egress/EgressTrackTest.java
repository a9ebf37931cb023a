package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.egress.TrackFixture.Sent;

class EgressTrackTest {
    private static final long MS = 1_000_000L;
    private static final long FRAME_US = FeedFixture.FRAME_US;

    private final FeedFixture source = new FeedFixture();
    private final TrackFixture viewer = new TrackFixture(source.loop, true);

    /// A group of three seconds, and the viewer joins at its end.
    private void joinAfterThreeSeconds() {
        source.loop.advance(3_000 * MS);
        source.groupUntilNow(0);
        join(viewer);
    }

    private void join(TrackFixture joining) {
        source.feed.join(joining.track::pump, source.loop);
        joining.track.follow(source.feed, source.loop.nowNanos());
    }

    /// The publisher goes on for a while, at 30 frames per second from `nextUs`.
    private long live(long nextUs, long millis) {
        long next = nextUs;
        for (long i = 0; i < millis; i++) {
            source.loop.advance(MS);
            if (source.nowUs() >= next) {
                source.delta(next);
                next += FRAME_US;
            }
            viewer.pumpIfDue();
        }
        return next;
    }

    private long nextUs() {
        return source.nowUs() / FRAME_US * FRAME_US + FRAME_US;
    }

    private void assertOrderly() {
        for (int i = 1; i < viewer.sent.size(); i++) {
            Sent before = viewer.sent.get(i - 1);
            Sent after = viewer.sent.get(i);
            assertThat(after.ticks()).isGreaterThan(before.ticks());
            assertThat(after.sequenceNumber()).isEqualTo((before.sequenceNumber() + 1) & 0xffff);
        }
    }

    @Test
    void joinInTheMiddleOfAGroupSendsItsKeyframeAtOnce() {
        joinAfterThreeSeconds();

        assertThat(viewer.media()).containsExactly(0L);
        assertThat(viewer.last().ticks()).isZero();
    }

    @Test
    void backlogIsSentFasterThanRealTimeWithCompressedTimestampsUntilTheViewerIsLive() {
        joinAfterThreeSeconds();
        long joined = source.loop.nowNanos();
        long next = live(nextUs(), 2_000);

        assertThat(viewer.last().mediaUs()).isEqualTo(next - FRAME_US);
        List<Long> every = new ArrayList<>();
        for (long us = 0; us < next; us += FRAME_US) {
            every.add(us);
        }
        assertThat(viewer.media()).isEqualTo(every);
        assertOrderly();
        for (Sent sent : viewer.sent) {
            // What is shown follows the clock, not the media, and never runs ahead of it.
            long clock = (sent.nowNanos() - joined) * 90 / MS;
            assertThat((long) sent.ticks()).isBetween(clock - 90 * 40, clock + 1);
        }
        Sent live =
                viewer.sent.stream()
                        .filter(s -> s.nowNanos() - joined >= 1_400 * MS)
                        .findFirst()
                        .orElseThrow();
        assertThat(live.nowNanos() - FeedFixture.START_NANOS - live.mediaUs() * 1000)
                .isLessThan(35 * MS);
    }

    @Test
    void keyframeDuringTheRunEndsIt() {
        joinAfterThreeSeconds();
        long next = live(nextUs(), 300);
        int before = viewer.sent.size();
        source.loop.advance(next * 1000 - (source.loop.nowNanos() - FeedFixture.START_NANOS));
        source.keyframe(next);

        assertThat(viewer.sent).hasSize(before + 1);
        assertThat(viewer.last().mediaUs()).isEqualTo(next);
        live(next + FRAME_US, 500);
        assertThat(viewer.media().subList(before, viewer.sent.size()))
                .startsWith(next, next + FRAME_US, next + 2 * FRAME_US);
        assertOrderly();
    }

    @Test
    void oldKeyframeIsAStillWhileThePublisherIsAskedForAFreshOne() {
        viewer.publisherAnswers();
        joinAfterThreeSeconds();
        long next = live(nextUs(), 250);
        assertThat(viewer.media()).containsExactly(0L);
        assertThat(viewer.requests()).isEqualTo(1);

        source.keyframe(next);
        source.delta(next + FRAME_US);
        assertThat(viewer.media()).containsExactly(0L, next, next + FRAME_US);
        assertOrderly();
    }

    @Test
    void runBeginsWhenTheFreshKeyframeDoesNotCome() {
        viewer.publisherAnswers();
        joinAfterThreeSeconds();
        long next = live(nextUs(), 2_500);

        assertThat(viewer.media()).startsWith(0L, FRAME_US, 2 * FRAME_US);
        assertThat(viewer.sent.get(1).nowNanos() - viewer.sent.getFirst().nowNanos())
                .isBetween(300 * MS, 315 * MS);
        assertThat(viewer.last().mediaUs()).isEqualTo(next - FRAME_US);
        assertOrderly();
    }

    @Test
    void unansweredPliRestartsFromTheKeyframeOfTheGroup() {
        source.keyframe(0);
        join(viewer);
        long next = live(FRAME_US, 2_100);
        viewer.track.keyframeWanted(source.loop.nowNanos());
        viewer.track.keyframeWanted(source.loop.nowNanos());
        assertThat(viewer.requests()).isEqualTo(1);
        next = live(next, 499);
        assertThat(viewer.last().mediaUs()).isEqualTo(next - FRAME_US);

        next = live(next, 1);
        assertThat(viewer.media()).endsWith(0L);
        next = live(next, 2_000);
        assertThat(viewer.media().stream().filter(us -> us == 0)).hasSize(2);
        assertThat(viewer.last().mediaUs()).isEqualTo(next - FRAME_US);
        assertOrderly();
    }

    @Test
    void unansweredPliOfOneThatMissesNothingWaitsUntilTheGroupIsLong() {
        source.keyframe(0);
        join(viewer);
        long next = live(FRAME_US, 300);
        viewer.track.keyframeWanted(source.loop.nowNanos());
        next = live(next, 1_650);
        assertThat(viewer.media()).isSorted().doesNotHaveDuplicates();

        live(next, 200);
        assertThat(viewer.media().stream().filter(us -> us == 0)).hasSize(2);
    }

    @Test
    void pliByTheClockLosesNoPictureOfShortGroups() {
        source.keyframe(0);
        join(viewer);
        long next = live(FRAME_US, 960);
        for (int second = 1; second < 8; second++) {
            source.keyframe(next);
            next = live(next + FRAME_US, 480);
            viewer.track.keyframeWanted(source.loop.nowNanos());
            next = live(next, 480);
        }
        assertThat(viewer.media()).isSorted().doesNotHaveDuplicates();
        assertThat((long) viewer.media().size()).isEqualTo(next / FRAME_US);
    }

    @Test
    void unansweredPliRestartsAlsoARunWhoseSourceHasGoneQuiet() {
        source.loop.advance(400 * MS);
        source.keyframe(0);
        source.delta(400_000);
        join(viewer);
        live(Long.MAX_VALUE, 1_000);
        assertThat(viewer.media()).containsExactly(0L, 400_000L);
        viewer.track.keyframeWanted(source.loop.nowNanos());
        live(Long.MAX_VALUE, 1_000);
        viewer.track.keyframeWanted(source.loop.nowNanos());
        live(Long.MAX_VALUE, 1_000);

        assertThat(viewer.media()).containsExactly(0L, 400_000L, 0L, 400_000L, 0L, 400_000L);
        assertOrderly();
    }

    @Test
    void pliByTheClockOfOneThatMissesNothingRestartsSeldom() {
        source.keyframe(0);
        join(viewer);
        long next = live(FRAME_US, 1_000);
        for (int second = 0; second < 9; second++) {
            viewer.track.keyframeWanted(source.loop.nowNanos());
            next = live(next, 1_000);
        }
        assertThat(viewer.media().stream().filter(us -> us == 0)).hasSize(2);

        for (int second = 0; second < 4; second++) {
            viewer.track.keyframeWanted(source.loop.nowNanos());
            next = live(next, 1_000);
        }
        assertThat(viewer.media().stream().filter(us -> us == 0)).hasSize(3);
        assertOrderly();
    }

    @Test
    void pliOfOneThatMissedSomethingRestartsEachTime() {
        source.keyframe(0);
        join(viewer);
        long next = live(FRAME_US, 1_000);
        for (int time = 1; time <= 3; time++) {
            viewer.misses(time);
            viewer.track.keyframeWanted(source.loop.nowNanos());
            next = live(next, 2_000);
            assertThat(viewer.media().stream().filter(us -> us == 0)).hasSize(1 + time);
        }
    }

    @Test
    void answeredPliRestartsNothing() {
        source.keyframe(0);
        join(viewer);
        long next = live(FRAME_US, 400);
        viewer.track.keyframeWanted(source.loop.nowNanos());
        next = live(next, 200);
        source.keyframe(next);
        live(next + FRAME_US, 1_000);

        assertThat(viewer.media()).isSorted().doesNotHaveDuplicates();
        assertThat(viewer.track.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void audioBeginsWithTheNewestFrameAndSendsEachOnce() {
        TrackFixture listener = new TrackFixture(source.loop, false);
        for (long us = 0; us < 100_000; us += 20_000) {
            source.keyframe(us);
        }
        join(listener);
        source.keyframe(100_000);
        source.keyframe(120_000);

        assertThat(listener.media()).containsExactly(80_000L, 100_000L, 120_000L);
        assertThat(listener.requests()).isZero();
    }

    @Test
    void viewerThatIsAGroupBehindGoesOnFromTheNewestKeyframe() {
        source.keyframe(0);
        viewer.track.follow(source.feed, source.loop.nowNanos());
        source.loop.advance(5_000 * MS);
        source.delta(FRAME_US);
        source.keyframe(1_000_000);
        source.delta(1_000_000 + FRAME_US);
        source.keyframe(2_000_000);
        viewer.track.pump(source.loop.nowNanos());

        assertThat(viewer.media()).containsExactly(0L, 2_000_000L);
    }

    @Test
    void viewerThatIsLessThanAGroupBehindMissesNothing() {
        source.keyframe(0);
        viewer.track.follow(source.feed, source.loop.nowNanos());
        source.loop.advance(2_000 * MS);
        source.delta(FRAME_US);
        source.keyframe(1_000_000);
        source.delta(1_000_000 + FRAME_US);
        viewer.track.pump(source.loop.nowNanos());

        assertThat(viewer.media()).containsExactly(0L, FRAME_US, 1_000_000L, 1_000_000 + FRAME_US);
    }

    @Test
    void nobodyIsSentAnythingBeforeTheFirstFrame() {
        join(viewer);
        assertThat(viewer.sent).isEmpty();
        assertThat(viewer.track.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        source.keyframe(0);
        assertThat(viewer.media()).containsExactly(0L);
    }

    @Test
    void groupTooLongToJoinMakesTheViewerAskAndWaitForAKeyframe() {
        source.frameBytes(1 << 20);
        source.keyframe(0);
        for (int i = 1; i < 40; i++) {
            source.delta(i);
        }
        join(viewer);
        assertThat(viewer.sent).isEmpty();
        assertThat(viewer.requests()).isEqualTo(1);
        source.delta(40);
        assertThat(viewer.requests()).isEqualTo(2);

        source.keyframe(41);
        assertThat(viewer.media()).containsExactly(41L);
    }

    @Test
    void viewerInARunStaysInOrderWhenTheGroupGrowsTooLongToJoin() {
        source.loop.advance(3_000 * MS);
        source.frameBytes(1 << 20);
        source.keyframe(0);
        for (int i = 1; i < 20; i++) {
            source.delta(i * FRAME_US);
        }
        join(viewer);
        for (int i = 20; i < 90; i++) {
            source.delta(i * FRAME_US);
        }
        assertThat(viewer.sent).hasSize(1);
        for (int i = 0; i < 4_000; i++) {
            source.loop.advance(MS);
            viewer.pumpIfDue();
        }

        assertThat(viewer.media()).hasSize(90).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void followingNothingStopsTheTrackAndFollowingAnotherFeedGoesOn() {
        joinAfterThreeSeconds();
        live(nextUs(), 200);
        viewer.track.follow(null, source.loop.nowNanos());
        int before = viewer.sent.size();
        assertThat(viewer.track.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        viewer.track.pump(source.loop.nowNanos());
        assertThat(viewer.sent).hasSize(before);

        source.keyframe(nextUs());
        viewer.track.follow(source.feed, source.loop.nowNanos());
        assertThat(viewer.sent).hasSize(before + 1);
        assertOrderly();
    }
}
