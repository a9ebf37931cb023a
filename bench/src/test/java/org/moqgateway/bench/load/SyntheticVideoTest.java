package org.moqgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h264.H264Packetizer;

class SyntheticVideoTest {
    private static final int COLUMNS = 20;
    private static final int ROWS = 15;

    private final SyntheticVideo video =
            new SyntheticVideo(new SyntheticVideo.Shape(COLUMNS, ROWS, 2_000_000, 30, 10));

    @Test
    void meetsTheBitrate() {
        long bytes = 0;
        for (int i = 0; i < 300; i++) {
            bytes += video.next(i).length;
        }
        assertThat(bytes * 8 / 10.0).isCloseTo(2_000_000, within(20_000.0));
    }

    @Test
    void stampSurvivesPacketsAndTellsTheFirstOfEachFrame() {
        H264Packetizer packetizer = new H264Packetizer();
        for (long nanos : new long[] {0, 1, 123_456_789_012_345L, Long.MAX_VALUE >> 1}) {
            byte[] frame = video.next(nanos);
            PacketizedFrame packets = packetizer.packetize(frame, 0, frame.length, 1100);
            List<Long> found = new ArrayList<>();
            for (int i = 0; i < packets.count(); i++) {
                long stamp =
                        FrameStamp.find(
                                packets.data(),
                                packets.offset(i),
                                packets.length(i),
                                SyntheticVideo.STAMP_RANGE);
                if (stamp != FrameStamp.NONE) {
                    found.add(stamp);
                }
            }
            assertThat(found).containsExactly(nanos);
        }
    }

    @Test
    void gatewayReadsItsShapeAndItsFrames() {
        byte[] key = video.next(7);
        byte[] delta = video.next(8);
        H264Depacketizer depacketizer = new H264Depacketizer();

        assertThat(throughPackets(key, depacketizer))
                .satisfies(
                        frame -> {
                            assertThat(frame.keyframe()).isTrue();
                            assertThat(frame.payload()).isEqualTo(key);
                        });
        assertThat(throughPackets(delta, depacketizer))
                .satisfies(
                        frame -> {
                            assertThat(frame.keyframe()).isFalse();
                            assertThat(frame.payload()).isEqualTo(delta);
                        });
        VideoConfig config = depacketizer.config().orElseThrow();
        assertThat(config.codecString()).isEqualTo("avc3.42e01f");
        assertThat(config.codedWidth()).isEqualTo(16 * COLUMNS);
        assertThat(config.codedHeight()).isEqualTo(16 * ROWS);
    }

    private static EncodedFrame throughPackets(byte[] frame, H264Depacketizer depacketizer) {
        PacketizedFrame packets = new H264Packetizer().packetize(frame, 0, frame.length, 1100);
        List<EncodedFrame> frames = new ArrayList<>();
        for (int i = 0; i < packets.count(); i++) {
            depacketizer.push(
                    new RtpPayload()
                            .bytes(packets.data(), packets.offset(i), packets.length(i))
                            .header(1, i == packets.count() - 1, false),
                    new Frames(frames));
        }
        assertThat(frames).hasSize(1);
        return frames.getFirst();
    }

    private record Frames(List<EncodedFrame> frames) implements Depacketizer.Sink {
        @Override
        public void frame(EncodedFrame frame) {
            frames.add(frame);
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            throw new AssertionError(reason);
        }
    }
}
