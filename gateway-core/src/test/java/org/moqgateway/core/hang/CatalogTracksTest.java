package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;

class CatalogTracksTest {
    private static final byte[] SYNC_FLUSH = {0, 0, -1, -1};

    private final BroadcastProducer broadcast = new Origin().createBroadcast("cam");

    private static Catalog catalog(String codec) {
        return Catalog.EMPTY.withVideo("v", VideoRendition.of(RenditionCommon.of(codec), 2, 2));
    }

    private static byte[] payload(TrackConsumer track) {
        if (track.pollFrame() instanceof Poll.Ready<Frame>(Frame frame)) {
            return frame.payload();
        }
        throw new AssertionError("no frame");
    }

    /// What a reader of a `.z` track does with the next frame of a group.
    private static String inflate(Inflater inflater, byte[] frame) throws DataFormatException {
        byte[] input = Arrays.copyOf(frame, frame.length + SYNC_FLUSH.length);
        System.arraycopy(SYNC_FLUSH, 0, input, frame.length, SYNC_FLUSH.length);
        inflater.setInput(input);
        byte[] out = new byte[10_000];
        return new String(out, 0, inflater.inflate(out), UTF_8);
    }

    @Test
    void publishesOneSnapshotPerGroupAndOnlyChanges() {
        CatalogProducer producer = new CatalogProducer(broadcast);
        TrackConsumer track = broadcast.consume().track(Catalog.TRACK_NAME).orElseThrow();
        assertThat(track.pollFrame()).isInstanceOf(Poll.Pending.class);

        assertThat(producer.publish(catalog("a"), 0, 0)).isTrue();
        assertThat(producer.publish(catalog("a"), 1, 1)).isFalse();
        assertThat(producer.publish(catalog("b"), 2, 2)).isTrue();

        assertThat(payload(track)).isEqualTo(CatalogWriter.write(catalog("a")));
        assertThat(payload(track)).isEqualTo(CatalogWriter.write(catalog("b")));
        assertThat(track.groupSequence()).isEqualTo(1);
        assertThat(track.frameIndex()).isZero();
        assertThat(track.pollInfo())
                .isEqualTo(new Poll.Ready<>(TrackInfo.live(Catalog.TRACK_NAME, 100)));
    }

    @Test
    void publishesTheSameCompressed() throws Exception {
        CatalogProducer producer = new CatalogProducer(broadcast);
        TrackConsumer track =
                broadcast.consume().track(Catalog.COMPRESSED_TRACK_NAME).orElseThrow();
        producer.publish(catalog("a"), 0, 0);

        Inflater inflater = new Inflater(true);
        assertThat(inflate(inflater, payload(track)))
                .isEqualTo(new String(CatalogWriter.write(catalog("a")), UTF_8));
        inflater.end();
    }

    @Test
    void consumerSeesTheNewestSnapshotAndTheEnd() {
        CatalogProducer producer = new CatalogProducer(broadcast);
        producer.publish(catalog("a"), 0, 0);
        producer.publish(catalog("b"), 1, 1);
        CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow();

        assertThat(consumer.poll())
                .isEqualTo(new Poll.Ready<>(new CatalogResult.Read(catalog("b"))));
        assertThat(consumer.poll()).isInstanceOf(Poll.Pending.class);
        broadcast.abort(AbortReason.TIMEOUT);
        assertThat(consumer.poll()).isEqualTo(new Poll.Aborted<CatalogResult>(AbortReason.TIMEOUT));
    }

    @Test
    void consumerTellsASnapshotThatIsNoCatalog() {
        broadcast
                .createTrack(TrackInfo.live(Catalog.TRACK_NAME, 0))
                .writeGroup(new Frame(0, new byte[] {'['}), 0);
        CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow();

        assertThat(consumer.poll())
                .isInstanceOfSatisfying(
                        Poll.Ready.class,
                        ready ->
                                assertThat(ready.value())
                                        .isInstanceOf(CatalogResult.Malformed.class));
    }

    @Test
    void thereIsNothingToOpenWithoutACatalogTrack() {
        assertThat(CatalogConsumer.open(broadcast.consume())).isEmpty();
    }

    @Test
    void timelineHasAtMostOneRecordPerSecond() throws Exception {
        TimelineProducer timeline = new TimelineProducer(broadcast, "0.opus");
        TrackConsumer track = broadcast.consume().track("0.opus.timeline.z").orElseThrow();
        for (int i = 0; i <= 110; i++) {
            timeline.groupBegins(i, 5_000 + i * 20_000L, 0);
        }
        timeline.finish();
        broadcast.finish();

        Inflater inflater = new Inflater(true);
        assertThat(inflate(inflater, payload(track))).isEqualTo("{\"group\":0,\"pts\":5}");
        assertThat(inflate(inflater, payload(track))).isEqualTo("{\"group\":50,\"pts\":1005}");
        assertThat(inflate(inflater, payload(track))).isEqualTo("{\"group\":100,\"pts\":2005}");
        assertThat(track.pollFrame()).isInstanceOf(Poll.Finished.class);
        inflater.end();
        assertThat(timeline.reference())
                .isEqualTo(new TimelineReference("0.opus.timeline.z", 1000, null));
    }

    @Test
    void timelineBeginsANewGroupWhenItsGroupHasGrown() {
        TimelineProducer timeline = new TimelineProducer(broadcast, "v");
        TrackConsumer track =
                broadcast
                        .consume()
                        .track("v.timeline.z")
                        .orElseThrow()
                        .maxLatencyUs(Long.MAX_VALUE);
        for (int i = 0; i < 60_000; i++) {
            timeline.groupBegins(i, i * 1_000_000L, i * 1_000_000_000L);
        }
        Poll<Frame> poll = track.pollFrame();
        while (!(poll instanceof Poll.Pending)) {
            poll = track.pollFrame();
        }
        assertThat(track.groupSequence()).isGreaterThanOrEqualTo(1);
        assertThat(track.groupSequence()).isLessThan(4);
    }
}
