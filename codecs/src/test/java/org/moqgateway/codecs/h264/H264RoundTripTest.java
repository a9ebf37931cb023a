package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.nal.AnnexBReader;
import org.moqgateway.codecs.nal.Feed;
import org.moqgateway.codecs.nal.RealStream;

class H264RoundTripTest {
    private final Random random = new Random(6184);
    private final RandomStream stream = new RandomStream(random);
    private final H264Packetizer packetizer = new H264Packetizer();

    @Test
    void restoresEveryByteAtEveryPayloadSize() {
        for (int limit = 200; limit <= 1460; limit++) {
            Feed feed = new Feed(new H264Depacketizer());
            for (int i = 0; i < 3; i++) {
                List<byte[]> nals = i == 0 ? stream.keyframe(2000) : stream.delta(2000);
                byte[] frame = stream.withMixedStartCodes(nals);
                PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, limit);
                assertSizes(packetized, limit);
                feed.frame(i, packetized);

                EncodedFrame restored = feed.sink.frames().get(i);
                assertThat(restored.payload())
                        .as("limit %d, frame %d", limit, i)
                        .isEqualTo(Nals.annexB(nals.toArray(byte[][]::new)));
                assertThat(restored.keyframe()).isEqualTo(i == 0);
            }
            assertThat(feed.sink.drops()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x264-open-gop.h264",
                "x264-interlaced.h264",
                "x264-422-10.h264",
                "x264-intra-refresh.h264"
            })
    void restoresRealStreamsAtEveryPayloadSize(String name) {
        List<byte[]> frames = RealStream.frames(H264RoundTripTest.class, name, 0x09);
        List<byte[]> expected = new ArrayList<>();
        for (byte[] frame : frames) {
            List<byte[]> nals = RealStream.nals(frame);
            expected.add(Nals.annexB(nals.subList(1, nals.size()).toArray(byte[][]::new)));
        }
        for (int limit = 200; limit <= 1460; limit += 7) {
            Feed feed = new Feed(new H264Depacketizer());
            for (int i = 0; i < frames.size(); i++) {
                byte[] frame = frames.get(i);
                feed.frame(i, packetizer.packetize(frame, 0, frame.length, limit));
            }

            assertThat(feed.sink.drops()).isEmpty();
            assertThat(feed.sink.frames())
                    .extracting(EncodedFrame::payload)
                    .containsExactlyElementsOf(expected);
        }
    }

    /// Fragments but the last have the full size, so that they can leave in one segmented send.
    private static void assertSizes(PacketizedFrame frame, int limit) {
        for (int i = 0; i < frame.count(); i++) {
            assertThat(frame.length(i)).isBetween(2, limit);
            boolean fragment = (frame.data()[frame.offset(i)] & 0x1f) == 28;
            boolean last = fragment && (frame.data()[frame.offset(i) + 1] & 0x40) != 0;
            if (fragment && !last) {
                assertThat(frame.length(i)).isEqualTo(limit);
            }
        }
    }

    /// Every picture that is complete arrives unchanged, and no other does.
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 60})
    void deliversWholePicturesAloneUnderLoss(int lossPercent) {
        List<byte[]> originals = new ArrayList<>();
        Set<Integer> damaged = new HashSet<>();
        Feed feed = new Feed(new H264Depacketizer());
        feed.packet(0, Nals.SPS_1080P).packet(0, Nals.PPS);
        boolean gap = false;
        for (int i = 0; i < 2_000; i++) {
            List<byte[]> nals = i % 30 == 0 ? stream.keyframe(1500) : stream.delta(1500);
            originals.add(Nals.annexB(nals.toArray(byte[][]::new)));
            byte[] frame = originals.get(i);
            PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, 300);
            for (int p = 0; p < packetized.count(); p++) {
                boolean last = p == packetized.count() - 1;
                if (random.nextInt(100) < lossPercent) {
                    gap = true;
                    damaged.add(i);
                } else {
                    (gap ? feed.gap() : feed).push(i, last, Feed.payload(packetized, p));
                    gap = false;
                }
            }
        }

        Set<Integer> delivered = new HashSet<>();
        for (EncodedFrame frame : feed.sink.frames()) {
            byte[] original = originals.get(frame.rtpTimestamp());
            assertThat(slices(frame.payload())).isEqualTo(slices(original));
            if (frame.keyframe()) {
                assertThat(frame.payload()).startsWith(Nals.annexB(Nals.SPS_1080P, Nals.PPS));
            }
            assertThat(delivered.add(frame.rtpTimestamp())).isTrue();
        }
        assertThat(delivered.size()).isLessThan(originals.size());
        for (int i = 0; i < originals.size(); i++) {
            assertThat(delivered.contains(i) || damaged.contains(i)).as("frame %d", i).isTrue();
        }
        assertThat(feed.sink.reasons())
                .doesNotContain(DropReason.MALFORMED_PAYLOAD, DropReason.MISSING_PARAMETER_SETS);
    }

    @Test
    void restoresFramesOfASenderThatNeverSetsTheMarker() {
        Feed feed = new Feed(new H264Depacketizer());
        List<byte[]> originals = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<byte[]> nals = i == 0 ? stream.keyframe(3000) : stream.delta(3000);
            originals.add(Nals.annexB(nals.toArray(byte[][]::new)));
            byte[] frame = originals.get(i);
            PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, 1200);
            for (int p = 0; p < packetized.count(); p++) {
                feed.packet(i * 3000, Feed.payload(packetized, p));
            }
        }

        assertThat(feed.sink.frames())
                .extracting(EncodedFrame::payload)
                .containsExactlyElementsOf(originals.subList(0, 49));
    }

    private static List<String> slices(byte[] frame) {
        AnnexBReader reader = new AnnexBReader().reset(frame, 0, frame.length);
        List<String> slices = new ArrayList<>();
        while (reader.next()) {
            NalUnitType type = NalUnitType.of(frame[reader.nalOffset()]);
            if (type == NalUnitType.SLICE || type == NalUnitType.IDR_SLICE) {
                int end = reader.nalOffset() + reader.nalLength();
                slices.add(HexFormat.of().formatHex(frame, reader.nalOffset(), end));
            }
        }
        return slices;
    }
}
