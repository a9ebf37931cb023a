package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.moq.model.Origin;

class EgressDirectoryTest {
    private final VirtualLoop loop = new VirtualLoop(0);
    private final Origin origin = new Origin();
    private final EgressDirectory directory = EgressDirectory.open(origin, () -> loop);

    private void run(Camera camera, long millis) {
        for (long i = 0; i < millis; i++) {
            camera.tick(loop.nowNanos());
            loop.advance(1_000_000L);
        }
    }

    private EgressBroadcast live() {
        return directory.live("live").orElseThrow();
    }

    @Test
    void broadcastsThatWereLiveBeforeAreKnown() {
        new Camera(origin, "early", loop);
        EgressDirectory late = EgressDirectory.open(origin, () -> loop);
        assertThat(late.live("early")).isPresent();
        assertThat(late.live("other")).isEmpty();
    }

    @Test
    void nothingIsAvailableUntilTheCatalogComes() throws InterruptedException {
        Camera camera = new Camera(origin, "live", loop);
        loop.settle();
        assertThat(live().available().isEmpty()).isTrue();
        assertThat(live().acquire(Viewer.wish(RtpCodec.H264))).isNull();

        run(camera, 100);
        assertThat(live().awaitAvailable(2, Duration.ZERO).codecs())
                .containsExactly(
                        new AvailableCodec(RtpCodec.H264, "avc3.42c028"),
                        new AvailableCodec(RtpCodec.OPUS, "opus"));
    }

    @Test
    void viewerThatWaitsForTheCatalogFollowsItsTracksWhenItComes() {
        Viewer viewer = new Viewer(directory, "live", loop);
        viewer.peer.connect();
        Camera camera = new Camera(origin, "live", loop);
        viewer.peer.run(100);
        assertThat(viewer.rtp).isEmpty();

        run(camera, 200);
        assertThat(viewer.rtp(Viewer.VIDEO_SSRC)).hasSize(5);
        assertThat(viewer.rtp(Viewer.AUDIO_SSRC)).hasSize(10);
    }

    @Test
    void feedIsSharedAndEndsWithItsLastUser() {
        Camera camera = new Camera(origin, "live", loop);
        run(camera, 100);
        EgressBroadcast live = live();
        TrackFeed feed = Objects.requireNonNull(live.acquire(Viewer.wish(RtpCodec.H264)));
        assertThat(live.acquire(Viewer.wish(RtpCodec.H264))).isSameAs(feed);
        loop.settle();
        assertThat(camera.producer.consumers("0.avc3")).isEqualTo(1);

        live.release(feed);
        loop.settle();
        assertThat(camera.producer.consumers("0.avc3")).isEqualTo(1);
        live.release(feed);
        loop.settle();
        assertThat(camera.producer.consumers("0.avc3")).isZero();
        assertThat(live.acquire(Viewer.wish(RtpCodec.H264))).isNotNull().isNotSameAs(feed);
    }

    @Test
    void feedOfABroadcastThatWasReplacedEndsWithItsLastUserToo() {
        Camera first = new Camera(origin, "live", loop);
        run(first, 100);
        EgressBroadcast before = live();
        TrackFeed feed = Objects.requireNonNull(before.acquire(Viewer.wish(RtpCodec.OPUS)));
        Camera second = new Camera(origin, "live", loop);
        run(second, 100);

        assertThat(live()).isNotSameAs(before);
        assertThat(before.acquire(Viewer.wish(RtpCodec.OPUS))).isNull();
        before.release(feed);
        loop.settle();
        assertThat(first.producer.consumers("0.opus")).isZero();
        assertThat(first.producer.consumers()).isZero();
    }

    @Test
    void endedBroadcastIsForgotten() {
        Camera camera = new Camera(origin, "live", loop);
        run(camera, 100);
        camera.finish();
        loop.settle();

        assertThat(directory.live("live")).isEmpty();
        assertThat(camera.producer.consumers()).isZero();
    }

    @Test
    void closedDirectoryHoldsNoConsumer() {
        Camera camera = new Camera(origin, "live", loop);
        run(camera, 100);
        assertThat(camera.producer.consumers()).isEqualTo(1);
        directory.close();
        loop.settle();
        Camera later = new Camera(origin, "later", loop);

        assertThat(camera.producer.consumers()).isZero();
        for (String track : camera.producer.consume().trackNames()) {
            assertThat(camera.producer.consumers(track)).as(track).isZero();
        }
        assertThat(later.producer.consumers()).isZero();
    }

    @Test
    void broadcastThatIsClosedBeforeItsStartReadsNothing() {
        Camera camera = new Camera(origin, "live", loop);
        EgressBroadcast early =
                new EgressBroadcast(
                        camera.producer.consume(),
                        new EgressBroadcast.Surroundings(
                                origin::broadcast, FeedPolicy.DEFAULT, () -> loop),
                        () -> {
                            throw new AssertionError("catalog after the end");
                        });
        int readers = camera.producer.consumers(Catalog.TRACK_NAME);
        early.close();
        early.start();
        run(camera, 100);

        assertThat(camera.producer.consumers(Catalog.TRACK_NAME)).isEqualTo(readers);
        assertThat(early.catalog()).isEqualTo(Catalog.EMPTY);
    }

    @Test
    void watchIsEndedOnceHoweverOftenItIsClosed() throws Exception {
        Viewer viewer = new Viewer(directory, "live", loop);
        AutoCloseable watch = directory.watch("live", viewer.media, loop);
        assertThat(directory.viewers("live")).isEqualTo(1);
        watch.close();
        watch.close();
        assertThat(directory.viewers("live")).isZero();
    }
}
