package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;

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
    void publishesTheSameAsMsf() {
        CatalogProducer producer = new CatalogProducer(broadcast);
        TrackConsumer track = broadcast.consume().track(Catalog.MSF_TRACK_NAME).orElseThrow();
        producer.publish(catalog("a"), 0, 0);

        assertThat(payload(track)).isEqualTo(MsfCatalogWriter.write(catalog("a")));
        assertThat(track.groupSequence()).isZero();
    }

    private TrackProducer track(String name) {
        return broadcast.createTrack(TrackInfo.live(name, 0));
    }

    private static String codec(CatalogConsumer consumer) {
        return switch (consumer.poll()) {
            case Poll.Ready<CatalogResult>(CatalogResult.Read(Catalog catalog)) ->
                    catalog.video().renditions().values().iterator().next().common().codec();
            case Poll.Ready<CatalogResult>(CatalogResult.Malformed(String detail)) -> detail;
            case Poll<CatalogResult> other -> other.getClass().getSimpleName();
        };
    }

    private static Frame frame(byte[] payload) {
        return new Frame(0, payload);
    }

    @Test
    void consumerReadsTheCompressedCatalogWhereThereIsNoPlainOne() {
        track(Catalog.MSF_TRACK_NAME).writeGroup(frame(MsfCatalogWriter.write(catalog("msf"))), 0);
        track(Catalog.COMPRESSED_TRACK_NAME)
                .writeGroup(
                        frame(new FrameDeflater(0).frame(CatalogWriter.write(catalog("z")))), 0);
        try (CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow()) {
            assertThat(codec(consumer)).isEqualTo("z");
        }
    }

    @Test
    void consumerReadsMsfWhereThereIsNoOtherCatalog() {
        track(Catalog.MSF_TRACK_NAME).writeGroup(frame(MsfCatalogWriter.write(catalog("msf"))), 0);
        try (CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow()) {
            assertThat(codec(consumer)).isEqualTo("msf");
            assertThat(codec(consumer)).isEqualTo("Pending");
        }
    }

    @Test
    void consumerReadsMsfFirstWhenTheNameSaysSo() {
        BroadcastProducer msf = new Origin().createBroadcast("cam.msf");
        CatalogProducer producer = new CatalogProducer(msf);
        producer.publish(catalog("v"), 0, 0);
        msf.removeTrack(Catalog.TRACK_NAME);
        try (CatalogConsumer consumer = CatalogConsumer.open(msf.consume()).orElseThrow()) {
            msf.removeTrack(Catalog.COMPRESSED_TRACK_NAME);
            assertThat(codec(consumer)).isEqualTo("v");
        }
    }

    @Test
    void consumerGoesOnWithTheNextTrackWhenOneEndsWithoutASnapshot() {
        TrackProducer plain = track(Catalog.TRACK_NAME);
        TrackProducer compressed = track(Catalog.COMPRESSED_TRACK_NAME);
        TrackProducer msf = track(Catalog.MSF_TRACK_NAME);
        AtomicInteger woken = new AtomicInteger();
        try (CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow()) {
            consumer.onAvailable(woken::incrementAndGet);
            assertThat(codec(consumer)).isEqualTo("Pending");
            plain.abort(AbortReason.NOT_FOUND);
            compressed.finish();
            assertThat(codec(consumer)).isEqualTo("Pending");
            int before = woken.get();
            msf.writeGroup(frame(MsfCatalogWriter.write(catalog("msf"))), 0);
            assertThat(woken.get()).isEqualTo(before + 1);
            assertThat(codec(consumer)).isEqualTo("msf");
            msf.abort(AbortReason.TIMEOUT);
            assertThat(codec(consumer)).isEqualTo("Aborted");
        }
    }

    @Test
    void consumerEndsWhenNoTrackHasACatalog() {
        track(Catalog.TRACK_NAME).finish();
        try (CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow()) {
            assertThat(codec(consumer)).isEqualTo("Finished");
        }
    }

    @Test
    void consumerAppliesTheChangesThatFollowASnapshotInItsGroup() {
        GroupProducer plain = track(Catalog.TRACK_NAME).appendGroup(0);
        plain.write(frame(CatalogWriter.write(catalog("a"))));
        plain.write(
                frame("{\"video\":{\"renditions\":{\"v\":{\"codec\":\"b\"}}}}".getBytes(UTF_8)));
        plain.write(
                frame(
                        "{\"video\":{\"renditions\":{\"v\":null,\"w\":{\"codec\":\"c\"}}}}"
                                .getBytes(UTF_8)));
        try (CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow()) {
            assertThat(codec(consumer)).isEqualTo("a");
            assertThat(consumer.poll())
                    .isEqualTo(new Poll.Ready<>(new CatalogResult.Read(catalog("b"))));
            assertThat(codec(consumer)).isEqualTo("c");
        }
    }

    @Test
    void consumerRefusesABombAndReadsTheNextGroup() {
        TrackProducer compressed = track(Catalog.COMPRESSED_TRACK_NAME);
        byte[] bomb = new FrameDeflater(0).frame(new byte[50_000_000]);
        GroupProducer group = compressed.appendGroup(0);
        group.write(frame(bomb));
        group.write(frame(bomb));
        group.finish();
        try (CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow()) {
            assertThat(codec(consumer))
                    .isEqualTo("not DEFLATE: inflates to more than 262144 bytes");
            assertThat(codec(consumer)).isEqualTo("a change to a snapshot that was not read");
            compressed.writeGroup(
                    frame(new FrameDeflater(0).frame(CatalogWriter.write(catalog("z")))), 0);
            assertThat(codec(consumer)).isEqualTo("z");
        }
    }

    @Test
    void decoderRefusesAChangeWhenTheOneBeforeIsMissing() {
        byte[] change = "{\"audio\":null}".getBytes(UTF_8);
        try (HangCatalogDecoder decoder = new HangCatalogDecoder(false)) {
            CatalogResult snapshot = decoder.decode(CatalogWriter.write(catalog("a")), 0);
            assertThat(decoder.decode(change, 1)).isEqualTo(snapshot);
            assertThat(decoder.decode(change, 3)).isInstanceOf(CatalogResult.Malformed.class);
            assertThat(decoder.decode(change, 4)).isInstanceOf(CatalogResult.Malformed.class);
            assertThat(decoder.decode(CatalogWriter.write(catalog("a")), 0)).isEqualTo(snapshot);
        }
    }

    @Test
    void consumerBoundsTheChangesOfAGroup() {
        GroupProducer plain = track(Catalog.TRACK_NAME).appendGroup(0);
        plain.write(frame(CatalogWriter.write(catalog("a"))));
        byte[] large = ("{\"x\":\"" + "y".repeat(200_000) + "\"}").getBytes(UTF_8);
        for (int i = 0; i < 8; i++) {
            plain.write(frame(large));
        }
        try (CatalogConsumer consumer = CatalogConsumer.open(broadcast.consume()).orElseThrow()) {
            for (int i = 0; i < 6; i++) {
                assertThat(codec(consumer)).isEqualTo("a");
            }
            assertThat(codec(consumer)).startsWith("changes beyond");
            assertThat(codec(consumer)).startsWith("a change to a snapshot");
        }
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
}
