package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

class Vp9RoundTripTest {
    private final Random random = new Random(9628);

    @Test
    void restoresEveryByteOfLibvpxAtEveryPayloadSize() {
        List<List<byte[]>> streams =
                List.of(
                        RecordedFrames.ALTERNATE_REFERENCE,
                        RecordedFrames.TEMPORAL_LAYERS,
                        RecordedLayers.stored(RecordedLayers.L3T3, 2),
                        RecordedLayers.stored(RecordedLayers.L3T3_KEY, 2),
                        RecordedLayers.stored(RecordedLayers.L3T3, 1));
        for (int limit = 200; limit <= 1460; limit++) {
            for (List<byte[]> stream : streams) {
                PacketFeed feed = new PacketFeed(new Vp9Depacketizer());
                Vp9Packetizer packetizer = new Vp9Packetizer();
                for (int i = 0; i < stream.size(); i++) {
                    byte[] picture = stream.get(i);
                    feed.frame(i, packetizer.packetize(picture, 0, picture.length, limit));
                }

                assertThat(feed.sink().drops()).isEmpty();
                assertThat(feed.sink().frames())
                        .as("limit %d", limit)
                        .extracting(EncodedFrame::payload)
                        .containsExactlyElementsOf(stream);
                assertThat(feed.sink().frames().getFirst().keyframe()).isTrue();
            }
        }
    }

    @Test
    void restoresLargePicturesAtEveryPayloadSize() {
        for (int limit = 200; limit <= 1460; limit++) {
            PacketFeed feed = new PacketFeed(new Vp9Depacketizer());
            Vp9Packetizer packetizer = new Vp9Packetizer();
            byte[][] pictures = {picture(true, 3, 3_000), picture(false, 3, 3_000)};
            for (int i = 0; i < pictures.length; i++) {
                feed.frame(i, packetizer.packetize(pictures[i], 0, pictures[i].length, limit));
            }

            assertThat(feed.sink().frames())
                    .extracting(EncodedFrame::payload)
                    .containsExactly(pictures);
        }
    }

    @Test
    void restoresPicturesOfASenderThatNeverSetsTheMarker() {
        List<byte[]> stream = RecordedLayers.stored(RecordedLayers.L3T3, 2);
        PacketFeed feed = new PacketFeed(new Vp9Depacketizer());
        Vp9Packetizer packetizer = new Vp9Packetizer();
        for (int i = 0; i < stream.size(); i++) {
            byte[] picture = stream.get(i);
            PacketizedFrame packetized = packetizer.packetize(picture, 0, picture.length, 300);
            for (int p = 0; p < packetized.count(); p++) {
                feed.packet(i, PacketFeed.payload(packetized, p));
            }
        }

        assertThat(feed.sink().frames())
                .extracting(EncodedFrame::payload)
                .containsExactlyElementsOf(stream.subList(0, stream.size() - 1));
    }

    /// Every picture that is complete arrives unchanged, and no other does.
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 60})
    void deliversWholePicturesAloneUnderLoss(int lossPercent) {
        Set<Integer> damaged = new HashSet<>();
        List<byte[]> originals = new ArrayList<>();
        PacketFeed feed = sendWithLoss(lossPercent, 1, damaged, originals);

        Set<Integer> delivered = new HashSet<>();
        for (EncodedFrame frame : feed.sink().frames()) {
            assertThat(frame.payload()).isEqualTo(originals.get(frame.rtpTimestamp()));
            assertThat(delivered.add(frame.rtpTimestamp())).isTrue();
        }
        assertThat(delivered).doesNotContainAnyElementsOf(damaged);
        assertThat(delivered).hasSize(originals.size() - damaged.size());
        assertThat(damaged).isNotEmpty();
        assertThat(feed.sink().reasons()).doesNotContain(DropReason.MALFORMED_PAYLOAD);
    }

    /// What arrives begins with the lowest layer; an upper one is there only while it and those
    /// below it lost nothing since the keyframe.
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 60})
    void deliversWholeLowerLayersUnderLoss(int lossPercent) {
        List<byte[]> originals = new ArrayList<>();
        PacketFeed feed = sendWithLoss(lossPercent, 3, new HashSet<>(), originals);

        assertThat(feed.sink().frames()).isNotEmpty();
        Superframe original = new Superframe();
        Superframe delivered = new Superframe();
        int layersBefore = 3;
        int timeBefore = -1;
        for (EncodedFrame frame : feed.sink().frames()) {
            byte[] bytes = originals.get(frame.rtpTimestamp());
            original.parse(bytes, 0, bytes.length);
            delivered.parse(frame.payload(), 0, frame.payload().length);
            assertThat(frame.payload()).isEqualTo(original.first(bytes, delivered.count()));
            assertThat(frame.rtpTimestamp()).isGreaterThan(timeBefore);
            if (!frame.keyframe()) {
                assertThat(delivered.count()).isLessThanOrEqualTo(layersBefore);
            }
            layersBefore = delivered.count();
            timeBefore = frame.rtpTimestamp();
        }
        assertThat(feed.sink().reasons()).contains(DropReason.LAYER_LOST);
        assertThat(feed.sink().reasons()).doesNotContain(DropReason.MALFORMED_PAYLOAD);
    }

    private PacketFeed sendWithLoss(
            int lossPercent, int layers, Set<Integer> damaged, List<byte[]> originals) {
        PacketFeed feed = new PacketFeed(new Vp9Depacketizer());
        Vp9Packetizer packetizer = new Vp9Packetizer();
        boolean gap = false;
        for (int i = 0; i < 2_000; i++) {
            byte[] picture = picture(i % 30 == 0, layers, 1_500);
            originals.add(picture);
            PacketizedFrame packetized = packetizer.packetize(picture, 0, picture.length, 300);
            for (int p = 0; p < packetized.count(); p++) {
                boolean last = p == packetized.count() - 1;
                if (random.nextInt(100) < lossPercent) {
                    gap = true;
                    damaged.add(i);
                } else {
                    (gap ? feed.gap() : feed).push(i, last, PacketFeed.payload(packetized, p));
                    gap = false;
                }
            }
        }
        return feed;
    }

    private byte[] picture(boolean keyframe, int layers, int largest) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            byte[] rest = new byte[1 + random.nextInt(largest)];
            random.nextBytes(rest);
            rest[rest.length - 1] = 0;
            if (!keyframe) {
                frames.add(Frames.inter(1 << i, i, Math.max(0, i - 1), 0, rest));
            } else if (i == 0) {
                frames.add(Frames.key(320, 180, rest));
            } else {
                frames.add(Frames.sizedInter(1 << i, i - 1, 320 << i, 180 << i, rest));
            }
        }
        return Frames.superframe(frames.toArray(byte[][]::new));
    }
}
