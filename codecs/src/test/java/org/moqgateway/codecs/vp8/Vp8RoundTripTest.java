package org.moqgateway.codecs.vp8;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

class Vp8RoundTripTest {
    private final Random random = new Random(7741);
    private final Vp8Packetizer packetizer = new Vp8Packetizer();

    @Test
    void restoresEveryByteAtEveryPayloadSize() {
        for (int limit = 200; limit <= 1460; limit++) {
            PacketFeed feed = new PacketFeed(new Vp8Depacketizer());
            List<byte[]> frames = new ArrayList<>(RecordedFrames.GOPS);
            frames.add(randomFrame(true, 5_000));
            frames.add(randomFrame(false, 5_000));
            for (int i = 0; i < frames.size(); i++) {
                byte[] frame = frames.get(i);
                feed.frame(i, packetizer.packetize(frame, 0, frame.length, limit));
            }

            assertThat(feed.sink().drops()).isEmpty();
            assertThat(feed.sink().frames())
                    .extracting(EncodedFrame::payload)
                    .containsExactlyElementsOf(frames);
            assertThat(feed.sink().frames())
                    .extracting(EncodedFrame::keyframe)
                    .containsExactly(true, false, false, true, false, true, false);
        }
    }

    /// Every frame that is complete arrives unchanged, and no other does.
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 60})
    void deliversWholeFramesAloneUnderLoss(int lossPercent) {
        List<byte[]> originals = new ArrayList<>();
        Set<Integer> damaged = new HashSet<>();
        PacketFeed feed = new PacketFeed(new Vp8Depacketizer());
        boolean gap = false;
        for (int i = 0; i < 2_000; i++) {
            originals.add(randomFrame(i % 30 == 0, 2_000));
            byte[] frame = originals.get(i);
            PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, 300);
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

    private byte[] randomFrame(boolean keyframe, int largest) {
        byte[] start = CommentedHex.bytes(keyframe ? "100000 9d012a 8002 e001" : "110000");
        byte[] frame = new byte[start.length + random.nextInt(largest)];
        random.nextBytes(frame);
        System.arraycopy(start, 0, frame, 0, start.length);
        return frame;
    }
}
