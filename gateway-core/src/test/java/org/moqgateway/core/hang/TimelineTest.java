package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

class TimelineTest {
    private static final byte[] SYNC_FLUSH = {0, 0, -1, -1};

    private final BroadcastProducer broadcast = new Origin().createBroadcast("cam");

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

    private TimelineConsumer open(TimelineReference reference) {
        return TimelineConsumer.open(broadcast.consume(), reference).orElseThrow();
    }

    private static List<String> records(TimelineConsumer consumer) {
        List<String> records = new ArrayList<>();
        while (consumer.poll() instanceof Poll.Ready<TimelineRecord>(TimelineRecord record)) {
            records.add(record.group() + "@" + record.timestampUs());
        }
        return records;
    }

    @Test
    void hasAtMostOneRecordPerSecond() throws Exception {
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
    void beginsANewGroupWhenItsGroupHasGrown() {
        TimelineProducer timeline = new TimelineProducer(broadcast, "v", 32 << 10);
        TrackConsumer track =
                broadcast
                        .consume()
                        .track("v.timeline.z")
                        .orElseThrow()
                        .maxLatencyUs(Long.MAX_VALUE);
        for (int i = 0; i < 600; i++) {
            timeline.groupBegins(i, i * 1_000_000L, i * 1_000_000_000L);
        }
        Poll<Frame> poll = track.pollFrame();
        while (!(poll instanceof Poll.Pending)) {
            poll = track.pollFrame();
        }
        assertThat(track.groupSequence()).isGreaterThanOrEqualTo(1);
        assertThat(track.groupSequence()).isLessThan(4);
    }

    @Test
    void readsWhatItWroteAcrossGroups() {
        TimelineProducer timeline = new TimelineProducer(broadcast, "v", 32 << 10);
        try (TimelineConsumer consumer = open(timeline.reference())) {
            assertThat(consumer.poll()).isInstanceOf(Poll.Pending.class);
            for (int i = 0; i < 600; i++) {
                timeline.groupBegins(i, i * 1_000_000L, 0);
                assertThat(consumer.poll())
                        .isEqualTo(new Poll.Ready<>(new TimelineRecord(i, i * 1_000_000L)));
            }
            assertThat(consumer.malformedRecords()).isZero();
            timeline.finish();
            broadcast.abort(AbortReason.TIMEOUT);
            assertThat(consumer.poll())
                    .isEqualTo(new Poll.Aborted<TimelineRecord>(AbortReason.TIMEOUT));
        }
    }

    @Test
    void readsThePublishersTimescaleAndSkipsFieldsThatItDoesNotKnow() {
        GroupProducer group = raw("t").appendGroup(0);
        FrameDeflater deflater = new FrameDeflater(1024);
        group.write(frame(deflater, "{\"group\":3,\"pts\":630,\"discontinuity\":true}"));
        group.write(frame(deflater, "{\"pts\":90000,\"group\":4}"));
        try (TimelineConsumer consumer = open(new TimelineReference("t", 90_000, null))) {
            assertThat(records(consumer)).containsExactly("3@7000", "4@1000000");
        }
    }

    @Test
    void leavesOutMalformedRecordsAndGoesOn() {
        TrackProducer track = raw("t");
        GroupProducer group = track.appendGroup(0);
        FrameDeflater deflater = new FrameDeflater(1024);
        group.write(frame(deflater, "{\"group\":1,\"pts\":1}"));
        for (String bad :
                List.of(
                        "{\"group\":2}",
                        "{\"group\":-1,\"pts\":1}",
                        "{\"group\":2,\"pts\":1.5}",
                        "{\"group\":2,\"pts\":9007199254740992}",
                        "{\"group\":2,\"pts\":18446744073709551615}",
                        "[2,1]",
                        "{")) {
            group.write(frame(deflater, bad));
        }
        group.write(frame(deflater, "{\"group\":3,\"pts\":3}"));
        // A block of the type that there is not, then what could be read had it not come.
        group.write(new Frame(0, new byte[] {7}));
        group.write(frame(deflater, "{\"group\":4,\"pts\":4}"));
        group.finish();
        track.writeGroup(frame(new FrameDeflater(0), "{\"group\":5,\"pts\":5}"), 0);
        try (TimelineConsumer consumer = open(new TimelineReference("t", 1_000, null))) {
            assertThat(records(consumer)).containsExactly("5@5000");
        }
        try (TimelineConsumer consumer = open(new TimelineReference("t", 1_000, null))) {
            assertThat(consumer.malformedRecords()).isZero();
        }
    }

    @Test
    void boundsARecord() {
        GroupProducer group = raw("t").appendGroup(0);
        group.write(
                frame(new FrameDeflater(0), "{\"group\":1,\"pts\":1" + " ".repeat(9_999) + "}"));
        try (TimelineConsumer consumer = open(new TimelineReference("t", 1_000, null))) {
            assertThat(records(consumer)).isEmpty();
            assertThat(consumer.malformedRecords()).isEqualTo(1);
        }
    }

    @Test
    void thereIsNothingToOpenWithoutTheTrack() {
        assertThat(
                        TimelineConsumer.open(
                                broadcast.consume(), new TimelineReference("t", 1_000, null)))
                .isEmpty();
    }

    private TrackProducer raw(String name) {
        return broadcast.createTrack(TrackInfo.live(name, 0));
    }

    private static Frame frame(FrameDeflater deflater, String json) {
        return new Frame(0, deflater.frame(json.getBytes(UTF_8)));
    }
}
