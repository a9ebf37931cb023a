package org.moqgateway.codecs.vp8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.RecordingSink.Drop;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;

class Vp8DepacketizerTest {
    private static final String KEYFRAME = "100000 9d012a 8002 e001";
    private static final String DELTA = "110000 aabb";

    private final Vp8Depacketizer depacketizer = new Vp8Depacketizer();
    private final PacketFeed feed = new PacketFeed(depacketizer);

    @Test
    void joinsTheBytesBehindTheDescriptors() {
        feed.packet(7, "90 80 01 100000 9d").packet(7, "80 80 01 012a 80");
        feed.lastPacket(7, "00 02 e001");

        assertFrames(new int[] {7}, KEYFRAME);
        assertThat(feed.sink().frames().getFirst().keyframe()).isTrue();
    }

    @Test
    void toleratesPacketsThatBeginPartitions() {
        feed.packet(7, "10" + KEYFRAME).packet(7, "11 0102").packet(7, "01 0304");
        feed.lastPacket(7, "12 05");

        assertFrames(new int[] {7}, KEYFRAME + "0102030405");
    }

    @Test
    void endsAFrameWithTheNextTimestampWhenTheMarkerIsMissing() {
        feed.packet(1, "10" + KEYFRAME).packet(2, "10" + DELTA).packet(2, "00 cc");
        feed.packet(3, "10" + DELTA);

        assertFrames(new int[] {1, 2}, KEYFRAME, DELTA + "cc");
        assertThat(feed.sink().frames())
                .extracting(EncodedFrame::keyframe)
                .containsExactly(true, false);
    }

    @Test
    void tellsTheSizeOfTheNewestKeyframe() {
        assertThat(depacketizer.config()).isEmpty();
        feed.lastPacket(1, "10" + DELTA);
        assertThat(depacketizer.config()).isEmpty();
        feed.lastPacket(2, "10" + KEYFRAME);
        assertThat(depacketizer.config())
                .contains(
                        new VideoConfig(
                                "vp8", 640, 480, OptionalDouble.empty(), SampleFormat.YUV_420_8));
        feed.lastPacket(3, "10 100000 9d012a 4041 f000");
        assertThat(depacketizer.config().orElseThrow().codedWidth()).isEqualTo(320);
        assertThat(depacketizer.config().orElseThrow().codedHeight()).isEqualTo(240);
        assertThat(feed.sink().drops()).isEmpty();
    }

    @Test
    void ignoresPacketsOfPaddingAlone() {
        feed.packet(1, "10" + KEYFRAME).packet(9, "").lastPacket(1, "00 aa");

        assertFrames(new int[] {1}, KEYFRAME + "aa");
    }

    @Test
    void dropsFragmentWhenStartIsMissing() {
        feed.packet(1, "00 aabb").lastPacket(1, "00 cc").lastPacket(2, "10" + DELTA);

        assertDrops(new Drop(DropReason.FRAGMENT_WITHOUT_START, 1));
        assertFrames(new int[] {2}, DELTA);
    }

    @Test
    void dropsFrameThatBeginsWithALaterPartition() {
        feed.packet(1, "11 aabb").lastPacket(1, "12 cc").lastPacket(2, "10" + DELTA);

        assertDrops(new Drop(DropReason.FRAGMENT_WITHOUT_START, 1));
        assertFrames(new int[] {2}, DELTA);
    }

    @Test
    void dropsFrameWhenAMiddlePacketIsMissing() {
        feed.packet(1, "10" + KEYFRAME).gap().lastPacket(1, "00 aa").lastPacket(2, "10" + DELTA);

        assertDrops(new Drop(DropReason.PACKET_LOST, 1));
        assertFrames(new int[] {2}, DELTA);
    }

    @Test
    void dropsFrameWhoseEndIsMissingAndDeliversTheNextOne() {
        feed.packet(1, "10" + KEYFRAME).gap().lastPacket(2, "10" + DELTA);

        assertDrops(new Drop(DropReason.PACKET_LOST, 1));
        assertFrames(new int[] {2}, DELTA);
    }

    @Test
    void tellsWhenWholeFramesMayBeMissing() {
        feed.lastPacket(1, "10" + DELTA).gap().lastPacket(3, "10" + DELTA);

        assertDrops(new Drop(DropReason.FRAMES_LOST, 3));
        assertFrames(new int[] {1, 3}, DELTA, DELTA);
    }

    @Test
    void remembersALossBeforeAPacketOfPaddingAlone() {
        feed.packet(1, "10" + KEYFRAME).gap().packet(1, "").lastPacket(1, "00 aa");

        assertDrops(new Drop(DropReason.PACKET_LOST, 1));
        assertFrames(new int[] {});
    }

    @ParameterizedTest
    @CsvSource({
        "90, MALFORMED_PAYLOAD", // a descriptor that is cut
        "90 80, MALFORMED_PAYLOAD",
        "90 80 ff ff, MALFORMED_PAYLOAD", // nothing behind it
        "10 11, MALFORMED_PAYLOAD", // a frame that is cut
        "10 100000 9d012b 8002 e001, MALFORMED_PAYLOAD", // a keyframe without start code
    })
    void dropsWhatThePayloadFormatForbids(String hex, DropReason reason) {
        feed.lastPacket(1, hex).lastPacket(2, "10" + DELTA);

        assertDrops(new Drop(reason, 1));
        assertFrames(new int[] {2}, DELTA);
    }

    @Test
    void dropsFrameThatBeginsTwice() {
        feed.packet(1, "10" + DELTA).packet(1, "10" + DELTA).lastPacket(1, "00 aa");

        assertDrops(new Drop(DropReason.MALFORMED_PAYLOAD, 1));
    }

    @Test
    void dropsFrameBeyondTheLimitAndRecovers() {
        PacketFeed small = new PacketFeed(new Vp8Depacketizer(8));
        small.packet(1, "10" + DELTA).packet(1, "00 01020304").lastPacket(1, "00 05");
        small.packet(2, "10" + DELTA).lastPacket(2, "00 010203");

        assertThat(small.sink().drops()).containsExactly(new Drop(DropReason.FRAME_TOO_LARGE, 1));
        assertThat(small.sink().frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(2);
        assertThatThrownBy(() -> new Vp8Depacketizer(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertFrames(int[] timestamps, String... frames) {
        assertThat(feed.sink().frames()).hasSize(frames.length);
        for (int i = 0; i < frames.length; i++) {
            EncodedFrame frame = feed.sink().frames().get(i);
            assertThat(frame.rtpTimestamp()).isEqualTo(timestamps[i]);
            assertThat(frame.payload()).isEqualTo(CommentedHex.bytes(frames[i]));
        }
    }

    private void assertDrops(Drop... drops) {
        assertThat(feed.sink().drops()).containsExactly(drops);
    }
}
