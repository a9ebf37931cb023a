package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackRequest;

/// Viewers of a broadcast that a peer has.
class EgressRemoteTest {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Duration NOW = Duration.ZERO;

    private final VirtualLoop loop = new VirtualLoop(0);
    private final Origin origin = new Origin();
    private final EgressDirectory directory = EgressDirectory.open(origin, () -> loop);
    private final RemoteCamera camera = new RemoteCamera(origin, "live", 7);

    private Viewer viewer() {
        Viewer viewer = new Viewer(directory, "live", loop);
        viewer.peer.connect();
        return viewer;
    }

    private Viewer playing() {
        Viewer viewer = viewer();
        camera.catalog(RemoteCamera.CATALOG);
        viewer.peer.run(1);
        camera.accept("cam");
        camera.accept("mic");
        return viewer;
    }

    private static List<Integer> numbers(Viewer viewer, int ssrc) {
        return viewer.rtp(ssrc).stream().map(Viewer.Rtp::number).distinct().toList();
    }

    @Test
    void asksForNothingUntilSomebodyWatches() {
        loop.advance(SECOND_NANOS);
        assertThat(camera.requests).isEmpty();

        viewer();
        assertThat(camera.wanted()).containsExactly(Catalog.TRACK_NAME);
        assertThat(camera.requests.getFirst().demand().priority()).isEqualTo(100);
    }

    @Test
    void playsWhatABrowserPublishes() {
        Viewer viewer = playing();
        assertThat(camera.wanted()).containsExactly(Catalog.TRACK_NAME, "cam", "mic");
        assertThat(camera.request("mic").demand().priority()).isEqualTo(80);
        for (int i = 0; i < 10; i++) {
            camera.video(i);
            camera.audio(4 * i);
            camera.audio(4 * i + 1);
            viewer.peer.run(80);
        }

        assertThat(numbers(viewer, Viewer.VIDEO_SSRC)).hasSize(20);
        assertThat(numbers(viewer, Viewer.AUDIO_SSRC)).hasSizeBetween(19, 20);
    }

    @Test
    void asksOnceForAllViewers() {
        Viewer first = playing();
        Viewer second = viewer();
        assertThat(camera.requests).hasSize(3);
        camera.video(0);
        first.peer.run(40);
        second.peer.run(40);

        assertThat(first.rtp(Viewer.VIDEO_SSRC)).isNotEmpty();
        assertThat(second.rtp(Viewer.VIDEO_SSRC)).isNotEmpty();
    }

    @Test
    void playsH264WithLengthsAndADescription() {
        Viewer viewer = viewer();
        String sps = HexFormat.of().formatHex(SyntheticMedia.SPS_HD);
        String pps = HexFormat.of().formatHex(SyntheticMedia.PPS);
        camera.catalog(
                """
                {"video":{"renditions":{"cam":{"codec":"avc1.42c028",
                  "description":"0142c028ffe1%04x%s01%04x%s"}}}}
                """
                        .formatted(
                                SyntheticMedia.SPS_HD.length, sps, SyntheticMedia.PPS.length, pps));
        viewer.peer.run(1);
        camera.accept("cam");
        byte[] keyframe = SyntheticMedia.keyframe(1, 200, new byte[0][]);
        camera.video(
                0,
                RemoteCamera.withLengths(keyframe),
                RemoteCamera.withLengths(SyntheticMedia.delta(2, 200)));
        viewer.peer.run(100);

        List<Viewer.Rtp> packets = viewer.rtp(Viewer.VIDEO_SSRC);
        assertThat(packets).extracting(Viewer.Rtp::number).containsExactly(1, 2);
        // The first is an aggregate of both parameter sets and the slice.
        int sets = SyntheticMedia.SPS_HD.length + SyntheticMedia.PPS.length;
        assertThat(packets.getFirst().length()).isEqualTo(1 + 3 * 2 + sets + keyframe.length - 4);
    }

    @Test
    void playerWithoutFragmentsGetsANalUnitInOnePacketHoweverLarge() {
        Viewer viewer =
                new Viewer(
                        directory,
                        "live",
                        loop,
                        Viewer.wish(RtpCodec.H264, "packetization-mode=0", LayerLimit.NONE));
        viewer.peer.connect();
        camera.catalog(RemoteCamera.CATALOG);
        viewer.peer.run(1);
        camera.accept("cam");
        camera.video(0, SyntheticMedia.keyframe(1, 60_000), SyntheticMedia.delta(2, 5_000));
        viewer.peer.run(100);

        assertThat(viewer.rtp(Viewer.VIDEO_SSRC))
                .extracting(Viewer.Rtp::length)
                .containsExactly(
                        SyntheticMedia.SPS_HD.length, SyntheticMedia.PPS.length, 60_003, 5_002);
    }

    @Test
    void offersOnlyWhatItCanSend() throws InterruptedException {
        EgressBroadcast live = directory.live("live").orElseThrow();
        camera.catalog(
                """
                {"video":{"renditions":{
                   "a":{"codec":"avc1.42c028","container":{"kind":"loc"}},
                   "a2":{"codec":"avc1.42c028","container":{"kind":"unheard of"}},
                   "b":{"codec":"avc1.42c028","description":"01"},
                   "c":{"codec":"avc1.42c028","broadcast":"../other"},
                   "d":{"codec":"av01.0.04M.08"},
                   "e":{"codec":"avc3.42e01f"}}},
                 "audio":{"renditions":{
                   "f":{"codec":"mp4a.40.2","sampleRate":48000,"numberOfChannels":2}}}}
                """);
        loop.settle();

        assertThat(live.awaitAvailable(NOW).codecs())
                .containsExactly(
                        new AvailableCodec(RtpCodec.H264, "avc1.42c028"),
                        new AvailableCodec(RtpCodec.AV1, "av01.0.04M.08"),
                        new AvailableCodec(RtpCodec.H264, "avc3.42e01f"));
    }

    @Test
    void waitsForTheCatalog() throws InterruptedException {
        EgressBroadcast live = directory.live("live").orElseThrow();
        assertThat(live.awaitAvailable(NOW).codecs()).isEmpty();
        Thread publisher =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    camera.catalog(RemoteCamera.CATALOG);
                                    loop.settle();
                                });

        assertThat(live.awaitAvailable(Duration.ofSeconds(20)).codecs()).hasSize(2);
        publisher.join();
    }

    @Test
    void asksAgainForACatalogThatWasRefused() {
        Viewer viewer = viewer();
        for (String name : List.of(Catalog.TRACK_NAME, "catalog.json.z", "catalog")) {
            camera.request(name).reject(AbortReason.NOT_FOUND);
            viewer.peer.run(1);
        }
        viewer.peer.run(900);
        assertThat(camera.requests).hasSize(3);
        viewer.peer.run(200);
        assertThat(camera.requests)
                .extracting(TrackRequest::track)
                .hasSize(4)
                .endsWith(Catalog.TRACK_NAME);

        camera.catalog(RemoteCamera.CATALOG);
        viewer.peer.run(1);
        assertThat(camera.wanted()).contains("cam", "mic");
    }

    @Test
    void asksAgainForATrackThatWasRefused() {
        Viewer viewer = viewer();
        camera.catalog(RemoteCamera.CATALOG);
        viewer.peer.run(1);
        camera.accept("mic");
        camera.request("cam").reject(AbortReason.NOT_FOUND);
        viewer.peer.run(500);
        assertThat(camera.requests).hasSize(3);
        viewer.peer.run(600);
        assertThat(camera.requests).extracting(TrackRequest::track).endsWith("cam");
        camera.accept("cam");
        camera.video(0);
        viewer.peer.run(100);

        assertThat(viewer.rtp(Viewer.VIDEO_SSRC)).isNotEmpty();
    }

    @Test
    void followsAPublisherThatGoesOnWithAnotherTrack() {
        Viewer viewer = playing();
        camera.video(0);
        viewer.peer.run(100);
        int before = viewer.rtp(Viewer.VIDEO_SSRC).size();
        camera.catalog(RemoteCamera.CATALOG.replace("\"cam\"", "\"cam2\""));
        viewer.peer.run(10);
        camera.finish("cam");
        viewer.peer.run(1_100);

        assertThat(camera.wanted()).contains("cam2");
        assertThat(before).isPositive();
    }

    @Test
    void goesOnOverAnotherRouteToTheSamePublisher() {
        Viewer viewer = playing();
        camera.video(0);
        viewer.peer.run(100);
        camera.route.lost();
        RemoteCamera other = new RemoteCamera(origin, "live", 7);
        viewer.peer.run(1);
        assertThat(other.wanted()).contains("cam", "mic", Catalog.TRACK_NAME);
        assertThat(other.request("cam").firstGroup()).hasValue(1);
        other.accept("cam");
        other.video(1);
        viewer.peer.run(200);

        assertThat(numbers(viewer, Viewer.VIDEO_SSRC)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void followsAnotherPublisherOfTheSameName() {
        Viewer viewer = playing();
        camera.video(0);
        viewer.peer.run(100);
        RemoteCamera other = new RemoteCamera(origin, "live", 8);
        viewer.peer.run(1);
        other.catalog(RemoteCamera.CATALOG);
        viewer.peer.run(1);
        other.accept("cam");
        other.video(50);
        viewer.peer.run(200);

        assertThat(camera.wanted()).isEmpty();
        assertThat(numbers(viewer, Viewer.VIDEO_SSRC)).containsExactly(0, 1, 100, 101);
    }

    @Test
    void stopsReadingAWhileAfterTheLastViewerLeft() {
        Viewer viewer = playing();
        viewer.media.closed(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "done"));
        loop.settle();
        assertThat(camera.wanted()).containsExactly(Catalog.TRACK_NAME);
        loop.advance(EgressDirectory.IDLE_NANOS);
        assertThat(camera.wanted()).isEmpty();

        viewer();
        assertThat(camera.wanted()).containsExactly(Catalog.TRACK_NAME);
    }

    @Test
    void stopsReadingWhatWasAskedForAndNeverWatched() {
        directory.live("live");
        loop.advance(EgressDirectory.IDLE_NANOS / 2);
        assertThat(camera.wanted()).hasSize(1);
        loop.advance(EgressDirectory.IDLE_NANOS / 2);
        assertThat(camera.wanted()).isEmpty();
    }

    @Test
    void listsWhatPeersHave() {
        assertThat(directory.remote())
                .singleElement()
                .satisfies(
                        remote -> {
                            assertThat(remote.path()).isEqualTo("live");
                            assertThat(remote.catalog()).isEqualTo(Catalog.EMPTY);
                        });
        playing();
        assertThat(directory.remote().getFirst().catalog().video().renditions()).containsKey("cam");
        new Camera(origin, "local", loop);
        assertThat(directory.remote()).hasSize(1);

        camera.route.close();
        loop.settle();
        assertThat(directory.remote()).isEmpty();
        assertThat(directory.live("live")).isEmpty();
        directory.close();
    }
}
