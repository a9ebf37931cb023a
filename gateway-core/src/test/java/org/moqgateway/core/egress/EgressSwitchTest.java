package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.negotiation.SessionProblem.Code;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Origin;

/// Viewers whose broadcast changes its catalog, or takes renditions from other broadcasts.
class EgressSwitchTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final VirtualLoop loop = new VirtualLoop(0);
    private final Origin origin = new Origin();
    private final EgressDirectory directory = EgressDirectory.open(origin, () -> loop);
    private final RemoteCamera camera = new RemoteCamera(origin, "live", 7);
    private final Viewer viewer = new Viewer(directory, "live", loop);

    /// A catalog of video renditions, each `name=codec` or `name=codec@broadcast`.
    private static String catalog(String... renditions) {
        List<String> entries = new ArrayList<>();
        for (String rendition : renditions) {
            String[] parts = rendition.split("[=@]", -1);
            String broadcast = parts.length < 3 ? "" : ",\"broadcast\":\"%s\"".formatted(parts[2]);
            entries.add("\"%s\":{\"codec\":\"%s\"%s}".formatted(parts[0], parts[1], broadcast));
        }
        return """
        {"video":{"renditions":{%s}},"audio":{"renditions":{"mic":{"codec":"opus",
          "sampleRate":48000,"numberOfChannels":2}}}}
        """
                .formatted(String.join(",", entries));
    }

    private void tell(String... renditions) {
        camera.catalog(catalog(renditions));
        viewer.peer.run(1);
    }

    private void connect(String... renditions) {
        viewer.peer.connect();
        tell(renditions);
    }

    private void play(RemoteCamera from, String track, int first, int last) {
        for (int number = first; number <= last; number++) {
            from.video(track, number);
            viewer.peer.run(80);
        }
    }

    private List<Integer> numbers() {
        return viewer.rtp(Viewer.VIDEO_SSRC).stream().map(Viewer.Rtp::number).toList();
    }

    private List<Code> problems() {
        return viewer.media.problems().stream().map(SessionProblem::code).toList();
    }

    private void assertOrderly() {
        List<Viewer.Rtp> packets = viewer.rtp(Viewer.VIDEO_SSRC);
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).timestamp() - packets.get(i - 1).timestamp()).isPositive();
            assertThat(packets.get(i).sequenceNumber())
                    .isEqualTo((packets.get(i - 1).sequenceNumber() + 1) & 0xffff);
        }
    }

    @Test
    void renditionThatIsTakenAwayPlaysUntilTheNextOneHasAKeyframe() {
        connect("hi=avc3.42c028", "lo=avc3.42c028");
        camera.accept("hi");
        play(camera, "hi", 0, 2);
        tell("lo=avc3.42c028");
        assertThat(camera.wanted()).contains("hi", "lo");
        camera.accept("lo");
        play(camera, "hi", 3, 4);
        camera.video("lo", 5);
        viewer.peer.run(80);
        assertThat(camera.wanted()).contains("lo").doesNotContain("hi");
        play(camera, "lo", 6, 7);

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertOrderly();
        assertThat(problems()).isEmpty();
    }

    @Test
    void groupThatWasShownAlreadyIsNotShownAgain() {
        connect("hi=avc3.42c028", "lo=avc3.42c028");
        camera.accept("hi");
        play(camera, "hi", 0, 3);
        tell("lo=avc3.42c028");
        camera.accept("lo");
        camera.video("lo", 3);
        viewer.peer.run(40);
        play(camera, "hi", 4, 4);
        play(camera, "lo", 5, 6);

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        assertOrderly();
    }

    @Test
    void renditionThatHasFallenSilentIsNotWaitedFor() {
        connect("hi=avc3.42c028", "lo=avc3.42c028");
        camera.accept("hi");
        play(camera, "hi", 0, 3);
        tell("lo=avc3.42c028");
        camera.accept("lo");
        camera.video("lo", 2);
        viewer.peer.run(400);
        camera.video("lo", 3);
        viewer.peer.run(80);
        assertThat(camera.wanted()).doesNotContain("hi");
        assertOrderly();
    }

    @Test
    void trackThatEndsIsFollowedByTheNextRenditionAtOnce() {
        connect("hi=avc3.42c028", "lo=avc3.42c028");
        camera.accept("hi");
        play(camera, "hi", 0, 1);
        camera.finish("hi");
        viewer.peer.run(1);
        assertThat(camera.wanted()).contains("lo");
        camera.accept("lo");
        play(camera, "lo", 2, 3);

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertOrderly();
        viewer.peer.run(3_000);
        assertThat(camera.wanted()).contains("lo").doesNotContain("hi");
    }

    @Test
    void trackThatIsRefusedIsFollowedByTheNextRenditionAtOnce() {
        connect("hi=avc3.42c028", "lo=avc3.42c028");
        camera.request("hi").reject(AbortReason.NOT_FOUND);
        viewer.peer.run(1);
        camera.accept("lo");
        play(camera, "lo", 0, 0);

        assertThat(numbers()).containsExactly(0, 1);
    }

    @Test
    void onlyRenditionIsAskedForAgainAfterAMoment() {
        connect("hi=avc3.42c028");
        camera.request("hi").reject(AbortReason.NOT_FOUND);
        viewer.peer.run(900);
        assertThat(requests("hi")).isEqualTo(1);
        viewer.peer.run(200);
        assertThat(requests("hi")).isEqualTo(2);
        camera.accept("hi");
        play(camera, "hi", 0, 0);

        assertThat(numbers()).containsExactly(0, 1);
    }

    private long requests(String track) {
        return camera.requests.stream().filter(asked -> asked.track().equals(track)).count();
    }

    @Test
    void betterRenditionThatComesLaterDoesNotInterrupt() {
        connect("lo=avc3.42c028");
        camera.accept("lo");
        play(camera, "lo", 0, 1);
        tell("hi=avc3.42c028", "lo=avc3.42c028");
        play(camera, "lo", 2, 2);

        assertThat(camera.wanted()).doesNotContain("hi");
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void catalogThatOnlyMeasuresAnewChangesNothing() {
        connect("hi=avc3.42c028");
        camera.accept("hi");
        play(camera, "hi", 0, 1);
        int requests = camera.requests.size();
        tell("hi=avc3.42c01f");
        play(camera, "hi", 2, 2);

        assertThat(camera.requests).hasSize(requests);
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void codecThatDoesNotFitSilencesTheSectionWithAReasonUntilOneFitsAgain() {
        connect("hi=avc3.42c028");
        camera.accept("hi");
        play(camera, "hi", 0, 1);
        tell("hevc=hev1.1.6.L93.B0");

        assertThat(camera.wanted()).doesNotContain("hi", "hevc");
        assertThat(problems()).containsExactly(Code.VIDEO_GONE);
        assertThat(viewer.media.problems().getFirst().text()).contains("hev1.1.6.L93.B0", "H264");

        tell("again=avc3.42c028");
        camera.accept("again");
        play(camera, "again", 20, 21);
        assertThat(problems()).isEmpty();
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 40, 41, 42, 43);
        assertOrderly();
    }

    @Test
    void profileThatWasNotNegotiatedDoesNotFit() {
        connect("hi=avc3.42c028");
        camera.accept("hi");
        play(camera, "hi", 0, 1);
        tell("hi=avc3.7a0028");

        assertThat(camera.wanted()).doesNotContain("hi");
        assertThat(problems()).containsExactly(Code.VIDEO_GONE);
    }

    @Test
    void broadcastWithoutVideoSaysSo() {
        connect("hi=avc3.42c028");
        tell();

        assertThat(viewer.media.problems())
                .contains(new SessionProblem(Code.VIDEO_GONE, "the broadcast has no video now"));
    }

    @Test
    void renditionInAnotherBroadcastIsFollowedAndReleased() {
        RemoteCamera other = new RemoteCamera(origin, "other", 9);
        connect("cam=avc3.42c028@./other");
        assertThat(camera.wanted()).doesNotContain("cam");
        other.accept("cam");
        play(other, "cam", 0, 1);
        assertThat(numbers()).containsExactly(0, 1, 2, 3);

        viewer.media.closed(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "done"));
        loop.settle();
        assertThat(other.wanted()).isEmpty();
    }

    @Test
    void broadcastThatIsReferredToMayComeLater() {
        connect("cam=avc3.42c028@./other", "own=avc3.42c028");
        assertThat(camera.wanted()).contains("own");
        tell("cam=avc3.42c028@./other");
        RemoteCamera other = new RemoteCamera(origin, "other", 9);
        viewer.peer.run(1_100);
        other.accept("cam");
        play(other, "cam", 0, 1);

        assertThat(numbers()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void renditionThatEscapesTheRootIsIgnored() {
        connect("cam=avc3.42c028@../other", "own=avc3.42c028");

        assertThat(camera.wanted()).contains("own");
        assertThat(directory.live("live").orElseThrow().available().codecs()).hasSize(2);
    }

    @Test
    void renditionInABroadcastThatAViewerMayNotPlayIsNotFollowedForHim() {
        RemoteCamera other = new RemoteCamera(origin, "other", 9);
        connect("cam=avc3.42c028@./other");
        EgressBroadcast live = directory.live("live").orElseThrow();
        FeedWish all = Viewer.wish(RtpCodec.H264);
        FeedWish some =
                new FeedWish(all.codec(), all.layers(), false, path -> !path.equals("other"));

        assertThat(other.wanted()).contains("cam");
        assertThat(live.acquire(all)).isNotNull();
        assertThat(live.acquire(some)).isNull();
        assertThat(live.lacks(some).orElseThrow().text()).contains("may not be played");
    }

    @Test
    void viewersWithEqualLimitsShareAFeed() {
        connect("svc=av01.0.04M.08", "plain=avc3.42c028");
        EgressBroadcast live = directory.live("live").orElseThrow();

        assertThat(feed(live, RtpCodec.AV1, 0, 1))
                .isSameAs(feed(live, RtpCodec.AV1, 0, 1))
                .isNotSameAs(feed(live, RtpCodec.AV1, 0, 2))
                .isNotSameAs(feed(live, RtpCodec.AV1, 7, 7));
        assertThat(feed(live, RtpCodec.H264, 0, 1)).isSameAs(feed(live, RtpCodec.H264, 7, 7));
    }

    private static TrackFeed feed(EgressBroadcast live, RtpCodec codec, int spatial, int temporal) {
        return Objects.requireNonNull(
                live.acquire(Viewer.wish(codec, "", new LayerLimit(spatial, temporal))));
    }

    @Test
    void singleNalUnitsAreAFeedOfTheirOwn() {
        connect("cam=avc3.42c028");
        EgressBroadcast live = directory.live("live").orElseThrow();
        FeedWish single = Viewer.wish(RtpCodec.H264, "packetization-mode=0", LayerLimit.NONE);

        assertThat(live.acquire(single)).isNotNull().isNotSameAs(feed(live, RtpCodec.H264, 7, 7));
    }

    @Test
    void nothingIsLeftBehindByViewersOfManyRenditions() {
        RemoteCamera other = new RemoteCamera(origin, "other", 9);
        connect("a=avc3.42c028", "b=avc3.42c028@./other");
        camera.accept("a");
        play(camera, "a", 0, 0);
        tell("b=avc3.42c028@./other");
        assertThat(other.wanted()).containsExactly("b");
        // It leaves while it waits for a keyframe of the other one.
        viewer.media.closed(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "done"));
        loop.settle();
        assertThat(other.wanted()).isEmpty();
        assertThat(camera.wanted()).doesNotContain("a");
        loop.advance(40 * SECOND_NANOS);
        assertThat(camera.wanted()).isEmpty();
        assertThat(Arrays.asList(camera.requests.size(), other.requests.size()))
                .allMatch(count -> count > 0);
    }
}
