package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.negotiation.SessionProblem.Code;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Origin;

/// Viewers that take some renditions of a broadcast only.
class RenditionChoiceTest {
    private static final String AVC = "avc3.42c028";

    private final VirtualLoop loop = new VirtualLoop(0);
    private final Origin origin = new Origin();
    private final EgressDirectory directory = EgressDirectory.open(origin, () -> loop);
    private final RemoteCamera camera = new RemoteCamera(origin, "live", 7);

    private static RenditionChoice video(String name) {
        return new RenditionChoice(Optional.of(name), OptionalInt.empty(), Optional.empty());
    }

    private static RenditionChoice height(int most) {
        return new RenditionChoice(Optional.empty(), OptionalInt.of(most), Optional.empty());
    }

    private static RenditionChoice audio(String name) {
        return new RenditionChoice(Optional.empty(), OptionalInt.empty(), Optional.of(name));
    }

    /// Video renditions, each `name=height` or `name=height=codec`, and audio called `mic`.
    private static String catalog(String... renditions) {
        List<String> entries = new ArrayList<>();
        for (String rendition : renditions) {
            String[] parts = rendition.split("=", -1);
            String size =
                    parts[1].isEmpty()
                            ? ""
                            : ",\"codedWidth\":640,\"codedHeight\":%s".formatted(parts[1]);
            entries.add(
                    "\"%s\":{\"codec\":\"%s\"%s}"
                            .formatted(parts[0], parts.length < 3 ? AVC : parts[2], size));
        }
        return """
        {"video":{"renditions":{%s}},"audio":{"renditions":{"mic":{"codec":"opus",
          "sampleRate":48000,"numberOfChannels":2}}}}
        """
                .formatted(String.join(",", entries));
    }

    private EgressBroadcast broadcast(String... renditions) {
        EgressBroadcast live = directory.live("live").orElseThrow();
        loop.settle();
        camera.catalog(catalog(renditions));
        loop.settle();
        return live;
    }

    private static FeedWish wish(RenditionChoice choice) {
        FeedWish any = Viewer.wish(RtpCodec.H264);
        return new FeedWish(any.codec(), LayerLimit.NONE, false, _ -> true, choice);
    }

    private static List<String> codecs(Availability available) {
        return available.codecs().stream().map(AvailableCodec::codecString).toList();
    }

    private static List<Code> codes(List<SessionProblem> problems) {
        return problems.stream().map(SessionProblem::code).toList();
    }

    private String taken(EgressBroadcast live, RenditionChoice choice) {
        assertThat(live.acquire(wish(choice))).isNotNull();
        return camera.wanted().getLast();
    }

    @Test
    void takesTheRenditionOfTheName() {
        EgressBroadcast live = broadcast("hi=1080", "lo=360");

        assertThat(taken(live, video("lo"))).isEqualTo("lo");
        assertThat(taken(live, video("hi"))).isEqualTo("hi");
    }

    @Test
    void takesTheGreatestWithinTheHeight() {
        EgressBroadcast live = broadcast("a=360", "b=1080", "c=720", "d=480");

        assertThat(taken(live, height(719))).isEqualTo("d");
        assertThat(taken(live, height(720))).isEqualTo("c");
        assertThat(taken(live, height(4000))).isEqualTo("b");
    }

    @Test
    void takesTheSmallestWhenNoneIsWithinTheHeight() {
        EgressBroadcast live = broadcast("a=", "b=1080", "c=720");

        assertThat(taken(live, height(480))).isEqualTo("c");
    }

    @Test
    void takesOneOfUnknownHeightOnlyWhereNoneTellsIts() {
        EgressBroadcast live = broadcast("a=", "b=");

        assertThat(taken(live, height(480))).isEqualTo("a");
    }

    @Test
    void nextSmallerStandsInForOneThatIsRefused() {
        EgressBroadcast live = broadcast("a=360", "b=720", "c=1080");
        Viewer viewer = viewer(height(720));
        assertThat(camera.wanted()).contains("b").doesNotContain("a", "c");
        camera.request("b").reject(AbortReason.NOT_FOUND);
        viewer.peer.run(1);

        assertThat(camera.wanted()).contains("a").doesNotContain("c");
        assertThat(requests("b")).isEqualTo(1);
        camera.accept("a");
        camera.video("a", 0);
        viewer.peer.run(1_100);
        assertThat(requests("b")).isEqualTo(2);
        assertThat(camera.wanted()).contains("a").doesNotContain("c");
        assertThat(live.problems(height(720))).isEmpty();
    }

    private long requests(String track) {
        return camera.requests.stream().filter(asked -> asked.track().equals(track)).count();
    }

    private Viewer viewer(RenditionChoice choice) {
        Viewer viewer = new Viewer(directory, "live", loop, wish(choice));
        viewer.peer.connect();
        return viewer;
    }

    @Test
    void offersWhatFitsBestFirst() {
        EgressBroadcast live =
                broadcast("a=360", "b=720=vp8", "c=1080=av01.0.08M.08", "d=2160=mp4v.20.9");

        assertThat(codecs(live.available(height(720)))).containsExactly("vp8", AVC, "opus");
        assertThat(codecs(live.available(video("c")))).containsExactly("av01.0.08M.08", "opus");
        assertThat(live.available(video("c")).others()).isEmpty();
        assertThat(codecs(live.available(video("d")))).containsExactly("opus");
        assertThat(codes(live.available(video("d")).problems()))
                .containsExactly(Code.VIDEO_NOT_SENDABLE);
        assertThat(live.available(RenditionChoice.ANY)).isEqualTo(live.available());
    }

    @Test
    void emptyNameIsNoneOfThatKind() {
        EgressBroadcast live = broadcast("hi=1080", "odd=1080=mp4v.20.9");

        assertThat(codecs(live.available(video("")))).containsExactly("opus");
        assertThat(live.available(video("")).others()).isEmpty();
        assertThat(codecs(live.available(audio("")))).containsExactly(AVC);
        assertThat(live.acquire(wish(video("")))).isNull();
        assertThat(live.lacks(wish(video("")))).isEmpty();
        assertThat(live.problems(video(""))).isEmpty();
    }

    @Test
    void nameThatIsNotThereIsAProblemThatTellsWhatIs() {
        EgressBroadcast live = broadcast("hi=1080", "lo=360");

        assertThat(codecs(live.available(video("mid")))).containsExactly("opus");
        assertThat(live.problems(video("mid")))
                .containsExactly(
                        new SessionProblem(
                                Code.NO_SUCH_VIDEO,
                                "the broadcast has no video rendition \"mid\" now, but \"hi\","
                                        + " \"lo\""));
        assertThat(codes(live.problems(audio("voice")))).containsExactly(Code.NO_SUCH_AUDIO);
        assertThat(live.problems(audio("voice")).getFirst().text()).endsWith("but \"mic\"");
        assertThat(live.lacks(wish(video("mid"))).orElseThrow().text()).contains("\"hi\"");
    }

    @Test
    void problemIsShortHoweverManyAndLongTheNamesAre() {
        String[] many = new String[1_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "x".repeat(60) + "%060d=360".formatted(i);
        }
        EgressBroadcast live = broadcast(many);

        assertThat(live.problems(video("y".repeat(5_000))).getFirst().text())
                .hasSizeLessThan(1_000)
                .endsWith(", …");
    }

    @Test
    void waitsForTheChosenRendition() throws Exception {
        EgressBroadcast live = broadcast("lo=360");
        Thread later =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    camera.catalog(catalog("hi=1080", "lo=360"));
                                    loop.settle();
                                });
        RenditionChoice choice =
                new RenditionChoice(Optional.of("hi"), OptionalInt.empty(), Optional.of(""));

        assertThat(codecs(live.awaitAvailable(choice, Duration.ofSeconds(20))))
                .containsExactly(AVC);
        later.join();
    }

    @Test
    void doesNotWaitWhenNothingIsChosen() throws Exception {
        EgressBroadcast live = broadcast("lo=360");
        RenditionChoice none =
                new RenditionChoice(Optional.of(""), OptionalInt.empty(), Optional.of(""));

        assertThat(live.awaitAvailable(none, Duration.ofDays(1)).isEmpty()).isTrue();
    }

    @Test
    void changesOverToABetterOneThatComesLater() {
        Viewer viewer = viewer(height(720));
        camera.catalog(catalog("b=360", "c=1080"));
        viewer.peer.run(1);
        camera.accept("b");
        camera.video("b", 0);
        viewer.peer.run(80);
        camera.catalog(catalog("a=720", "b=360", "c=1080"));
        viewer.peer.run(1);
        assertThat(camera.wanted()).contains("a", "b").doesNotContain("c");
        camera.accept("a");
        camera.video("b", 1);
        viewer.peer.run(80);
        camera.video("a", 2);
        viewer.peer.run(80);

        assertThat(camera.wanted()).contains("a").doesNotContain("b");
        assertThat(viewer.rtp(Viewer.VIDEO_SSRC).stream().map(Viewer.Rtp::number))
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void leavesTheRenditionThatHasGrownBeyondTheHeight() {
        Viewer viewer = viewer(height(720));
        camera.catalog(catalog("a=720", "b=360"));
        viewer.peer.run(1);
        camera.accept("a");
        camera.catalog(catalog("a=1080", "b=360"));
        viewer.peer.run(1);

        assertThat(camera.wanted()).contains("b");
    }

    @Test
    void namedRenditionThatGoesAwayIsNotReplacedAndComesBack() {
        Viewer viewer = viewer(video("hi"));
        camera.catalog(catalog("hi=1080", "lo=360"));
        viewer.peer.run(1);
        assertThat(camera.wanted()).contains("hi").doesNotContain("lo");
        camera.catalog(catalog("lo=360"));
        viewer.peer.run(1);
        assertThat(camera.wanted()).doesNotContain("hi", "lo");
        assertThat(codes(viewer.media.problems())).containsExactly(Code.NO_SUCH_VIDEO);
        camera.catalog(catalog("hi=1080", "lo=360"));
        viewer.peer.run(1);

        assertThat(camera.wanted()).contains("hi");
        assertThat(viewer.media.problems()).isEmpty();
    }

    @Test
    void viewersOfTheSameRenditionShareItsFeedHoweverTheyChoseIt() {
        EgressBroadcast live = broadcast("a=360", "b=720");

        assertThat(Arrays.asList(live.acquire(wish(video("b"))), live.acquire(wish(height(800)))))
                .allMatch(feed -> feed == live.acquire(wish(height(720))));
    }
}
