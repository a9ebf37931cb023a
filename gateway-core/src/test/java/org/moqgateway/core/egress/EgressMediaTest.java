package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.egress.Viewer.Report;
import org.moqgateway.core.egress.Viewer.Rtp;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.moq.model.Origin;

class EgressMediaTest {
    private static final int VIDEO = Viewer.VIDEO_SSRC;
    private static final int AUDIO = Viewer.AUDIO_SSRC;

    private final VirtualLoop loop = new VirtualLoop(5_000_000_000_000L);
    private final Origin origin = new Origin();
    private final EgressDirectory directory = EgressDirectory.open(origin, () -> loop);
    private final Viewer viewer = new Viewer(directory, "live", loop);
    private @Nullable Camera camera;

    private void run(long millis) {
        for (long i = 0; i < millis; i++) {
            Camera live = camera;
            if (live != null) {
                live.tick(loop.nowNanos());
            }
            viewer.peer.run(1);
        }
    }

    private Camera goLive() {
        Camera begun = new Camera(origin, "live", loop);
        camera = begun;
        return begun;
    }

    private void assertOrderly(int ssrc) {
        List<Rtp> packets = viewer.rtp(ssrc);
        for (int i = 1; i < packets.size(); i++) {
            Rtp before = packets.get(i - 1);
            Rtp after = packets.get(i);
            assertThat(after.timestamp() - before.timestamp()).isPositive();
            assertThat(after.sequenceNumber()).isEqualTo((before.sequenceNumber() + 1) & 0xffff);
        }
    }

    @Test
    void senderReportsPutAudioAndVideoOnOneClock() {
        goLive();
        run(400);
        viewer.peer.connect();
        run(3_500);

        double video = wallMillisAtMediaZero(VIDEO, 90);
        assertThat(wallMillisAtMediaZero(AUDIO, 48)).isCloseTo(video, within(1.0));
        assertThat(viewer.reports(VIDEO)).hasSize(4);
        assertThat(viewer.reports(VIDEO).getLast().packets()).isGreaterThan(75);
    }

    /// Where the last frame and the last report of a stream put the beginning of the broadcast on
    /// the wall clock.
    private double wallMillisAtMediaZero(int ssrc, int ticksPerMilli) {
        Report report = viewer.reports(ssrc).getLast();
        Rtp frame = viewer.rtp(ssrc).getLast();
        double behind = (double) (report.timestamp() - frame.timestamp()) / ticksPerMilli;
        double wall = (report.ntp() >>> 16) / 65.536;
        return wall - behind - Camera.millisOf(ssrc == VIDEO, frame.number());
    }

    @Test
    void mediaIsSentInOrderOnEachStream() {
        goLive();
        viewer.peer.connect();
        run(5_000);

        assertOrderly(VIDEO);
        assertOrderly(AUDIO);
        assertThat(viewer.rtp(VIDEO)).hasSize(125);
        assertThat(viewer.rtp(AUDIO)).hasSize(250);
    }

    @Test
    void lostPacketIsSentAgainByRtxWhenAskedFor() {
        goLive();
        viewer.peer.connect();
        run(500);
        Rtp lost = viewer.rtp(VIDEO).get(5);
        viewer.send(to -> to.nack(99, VIDEO, new int[] {lost.sequenceNumber()}, 1));
        run(1_000);

        assertThat(viewer.rtp(Viewer.RTX_SSRC))
                .containsExactly(
                        new Rtp(
                                Viewer.RTX_SSRC,
                                Viewer.RTX_TYPE,
                                7,
                                lost.timestamp(),
                                lost.number(),
                                lost.length() + 2));
        assertThat(viewer.media.stats().retransmitted()).isEqualTo(1);
        assertThat(viewer.media.stats().nacked()).isEqualTo(1);
    }

    @Test
    void keyframeRequestsAreCountedAndPassedOn() {
        int[] asked = new int[1];
        Viewer asking = new Viewer(directory, "live", loop, _ -> asked[0]++ < 0);
        Camera live = goLive();
        asking.peer.connect();
        live.tick(loop.nowNanos());
        asking.peer.run(50);
        asking.send(to -> to.pictureLossIndication(99, VIDEO));
        asking.send(to -> to.fullIntraRequest(99, VIDEO, 1));
        asking.send(to -> to.pictureLossIndication(99, 4711));
        asking.peer.run(1_000);

        assertThat(asking.media.stats().plis()).isEqualTo(3);
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void reportBlocksTellRoundTripAndLoss() {
        goLive();
        viewer.peer.connect();
        run(1_100);
        Report last = viewer.reports(VIDEO).getLast();
        run(30);
        viewer.send(
                to -> {
                    to.receiverReport(99);
                    to.reportBlock()
                            .ssrc(VIDEO)
                            .lost(10, 3)
                            .senderReport((int) (last.ntp() >>> 16), 0);
                });
        run(1_000);

        assertThat(viewer.media.stats().packetsLost()).isEqualTo(3);
        assertThat(viewer.media.stats().rttNanos()).isBetween(30_000_000L, 90_000_000L);
    }

    @Test
    void replacedBroadcastGoesOnWithoutASteppingBackOfNumbers() {
        goLive();
        viewer.peer.connect();
        run(4_300);
        int before = viewer.rtp(VIDEO).size();
        goLive();
        run(2_000);

        assertOrderly(VIDEO);
        assertOrderly(AUDIO);
        assertThat(viewer.rtp(VIDEO).get(before).number()).isZero();
        assertThat(viewer.rtp(VIDEO)).hasSize(before + 50);
        assertThat(viewer.peer.ends()).isEmpty();
        Rtp first = viewer.rtp(VIDEO).getFirst();
        // What is shown has advanced with the wall clock, through the change.
        assertThat((viewer.rtp(VIDEO).getLast().timestamp() - first.timestamp()) / 90)
                .isBetween(6_200, 6_300);
    }

    @Test
    void broadcastThatComesBackFindsItsViewersWaiting() {
        goLive();
        viewer.peer.connect();
        run(1_000);
        goAway();
        run(29_000);
        assertThat(viewer.peer.ends()).isEmpty();
        int before = viewer.rtp(VIDEO).size();

        goLive();
        run(5_000);
        assertThat(viewer.rtp(VIDEO)).hasSize(before + 125);
        assertThat(viewer.peer.ends()).isEmpty();
        assertOrderly(VIDEO);
    }

    private void goAway() {
        Camera live = camera;
        camera = null;
        if (live != null) {
            live.finish();
        }
    }

    @Test
    void viewerIsSentAwayWhenTheBroadcastStaysAwayForHalfAMinute() {
        goLive();
        viewer.peer.connect();
        run(1_000);
        goAway();
        run(29_900);
        assertThat(viewer.peer.ends()).isEmpty();
        run(2_000);

        assertThat(viewer.peer.ends())
                .isNotEmpty()
                .allMatch(end -> end.reason() == PeerEnd.Reason.CLOSED_HERE);
    }

    @Test
    void viewerThatConnectsToABroadcastThatHasJustEndedIsSentAwayToo() {
        goLive();
        goAway();
        viewer.peer.connect();
        run(29_000);
        assertThat(viewer.peer.ends()).isEmpty();
        run(3_000);

        assertThat(viewer.peer.ends()).isNotEmpty();
    }

    @Test
    void viewerThatLeavesLeavesNothingBehind() {
        Camera live = goLive();
        viewer.peer.connect();
        run(500);
        assertThat(directory.viewers("live")).isEqualTo(1);
        assertThat(live.producer.consumers("0.avc3")).isEqualTo(1);
        viewer.media.closed(new PeerEnd(PeerEnd.Reason.CLOSED_BY_PEER, "bye"));
        int before = viewer.rtp.size();
        run(500);

        assertThat(directory.viewers("live")).isZero();
        assertThat(live.producer.consumers("0.avc3")).isZero();
        assertThat(live.producer.consumers("0.opus")).isZero();
        assertThat(viewer.rtp).hasSize(before);
    }

    @Test
    void changeThatIsToldAfterTheEndIsIgnored() {
        goLive();
        viewer.peer.connect();
        run(100);
        EgressBroadcast live = directory.live("live").orElseThrow();
        viewer.media.closed(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "bye"));
        viewer.media.follow(live, loop.nowNanos());
        loop.settle();

        assertThat(viewer.media.framesSent()).isGreaterThan(0);
        assertThat(new Viewer(directory, "live", loop).media.stats())
                .isEqualTo(EgressMedia.Stats.NONE);
        assertThat(directory.viewers("live")).isZero();
    }

    @Test
    void connectedViewerWithNothingToSeeWaitsWithoutSpinning() {
        viewer.peer.connect();
        run(5_000);

        assertThat(viewer.peer.timers()).isBetween(4L, 7L);
        assertThat(viewer.rtp).isEmpty();
        assertThat(viewer.reports).isEmpty();
    }
}
