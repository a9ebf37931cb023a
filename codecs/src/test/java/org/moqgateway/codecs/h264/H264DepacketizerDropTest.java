package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.codecs.h264.Nals.DELTA;
import static org.moqgateway.codecs.h264.Nals.DELTA_SECOND_SLICE;
import static org.moqgateway.codecs.h264.Nals.IDR;
import static org.moqgateway.codecs.h264.Nals.PPS;
import static org.moqgateway.codecs.h264.Nals.SPS_1080P;
import static org.moqgateway.codecs.h264.Nals.annexB;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RecordingSink.Drop;
import org.moqgateway.codecs.nal.Feed;

class H264DepacketizerDropTest {
    private static final byte[] FU_START = CommentedHex.bytes("7c 81 9a 01");
    private static final byte[] FU_MIDDLE = CommentedHex.bytes("7c 01 02 03");
    private static final byte[] FU_END = CommentedHex.bytes("7c 41 04 05");

    private final Feed feed = new Feed(new H264Depacketizer());

    @Test
    void dropsFragmentWhenStartIsMissing() {
        feed.packet(1, FU_MIDDLE).lastPacket(1, FU_END);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_START, 1));
    }

    @Test
    void dropsFrameWhenAMiddleFragmentIsMissing() {
        feed.packet(1, FU_START).gap().lastPacket(1, FU_END);

        assertOnlyDropped(new Drop(DropReason.PACKET_LOST, 1));
    }

    @Test
    void dropsFrameWhenTheMarkerComesBeforeTheLastFragment() {
        feed.packet(1, FU_START).lastPacket(1, FU_MIDDLE);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void dropsFrameWhenTheNextOneComesBeforeTheLastFragment() {
        feed.packet(1, FU_START).packet(2, FU_START);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void dropsFrameWhenAnotherNalUnitInterruptsAFragmentedOne() {
        feed.packet(1, FU_START).packet(1, DELTA).lastPacket(1, FU_END);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void dropsFrameWhenAStartRepeats() {
        feed.packet(1, FU_START).packet(1, FU_START).lastPacket(1, FU_END);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void dropsFrameWhenFragmentsDisagreeAboutTheType() {
        feed.packet(1, FU_START).lastPacket(1, CommentedHex.bytes("7c 45 04"));

        assertOnlyDropped(new Drop(DropReason.MALFORMED_PAYLOAD, 1));
    }

    @Test
    void dropsFrameWhenItsFirstSliceIsMissing() {
        feed.lastPacket(1, DELTA_SECOND_SLICE);

        assertOnlyDropped(new Drop(DropReason.PACKET_LOST, 1));
    }

    @Test
    void dropsFrameWhenASliceInTheMiddleIsMissing() {
        feed.packet(1, DELTA).gap().lastPacket(1, DELTA_SECOND_SLICE);

        assertOnlyDropped(new Drop(DropReason.PACKET_LOST, 1));
    }

    @Test
    void dropsFrameWhoseEndIsMissingAndDeliversTheNextOne() {
        feed.packet(1, DELTA).gap().lastPacket(2, DELTA);

        assertThat(feed.sink.drops()).containsExactly(new Drop(DropReason.PACKET_LOST, 1));
        assertThat(feed.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(2);
    }

    @Test
    void tellsWhenWholeFramesMayBeMissing() {
        feed.lastPacket(1, DELTA).gap().lastPacket(3, DELTA);

        assertThat(feed.sink.drops()).containsExactly(new Drop(DropReason.FRAMES_LOST, 3));
        assertThat(feed.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(1, 3);
    }

    @Test
    void remembersALossBeforeAPacketOfPaddingAlone() {
        feed.packet(1, FU_START).gap().packet(1, new byte[0]).lastPacket(1, FU_END);

        assertOnlyDropped(new Drop(DropReason.PACKET_LOST, 1));
    }

    @Test
    void keepsTheFrameWhenOnlySomethingBeforeItsPictureIsMissing() {
        feed.packet(1, SPS_1080P).packet(1, PPS).gap().lastPacket(1, IDR);

        assertThat(feed.sink.drops()).isEmpty();
        assertThat(feed.sink.frames().getFirst().payload()).isEqualTo(annexB(SPS_1080P, PPS, IDR));
    }

    @Test
    void ignoresTheRestOfADroppedFrameAndRecoversWithTheNext() {
        feed.packet(1, FU_MIDDLE).packet(1, DELTA).packet(1, FU_START).packet(1, FU_END);
        feed.packet(2, DELTA).lastPacket(2, DELTA_SECOND_SLICE);

        assertThat(feed.sink.drops())
                .containsExactly(new Drop(DropReason.FRAGMENT_WITHOUT_START, 1));
        assertThat(feed.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({
        "59, MALFORMED_PAYLOAD", // a STAP-B without its order number
        "59 0001, MALFORMED_PAYLOAD", // a STAP-B of nothing
        "59 0001 0003 419a, MALFORMED_PAYLOAD", // beyond the end
        "5a, MALFORMED_PAYLOAD", // an MTAP16 without its order number
        "5a 0001, MALFORMED_PAYLOAD", // an MTAP16 of nothing
        "5a 0001 0003 00 0000 419a, MALFORMED_PAYLOAD", // beyond the end
        "5a 0001 0002 00 0000 c19a, MALFORMED_PAYLOAD", // forbidden bit inside of it
        "5b 0001 0002 00 0000, MALFORMED_PAYLOAD", // half an MTAP24
        "5d 81 00, MALFORMED_PAYLOAD", // an FU-B without its order number
        "5d 01 0001 9a, FRAGMENT_WITHOUT_START", // an FU-B in the middle
        "40 9a, UNSUPPORTED_STRUCTURE", // type 0
        "5e 9a, UNSUPPORTED_STRUCTURE", // type 30
        "c1 9a80, MALFORMED_PAYLOAD", // forbidden bit
        "f8 0003 419a80, MALFORMED_PAYLOAD", // forbidden bit of the STAP-A
        "78 0003 c19a80, MALFORMED_PAYLOAD", // forbidden bit inside of it
        "78, MALFORMED_PAYLOAD", // a STAP-A of nothing
        "78 00, MALFORMED_PAYLOAD", // half a size
        "78 0000, MALFORMED_PAYLOAD", // a NAL unit of nothing
        "78 0004 419a80, MALFORMED_PAYLOAD", // beyond the end
        "78 0003 419a80 00, MALFORMED_PAYLOAD", // a byte too many
        "78 0003 789a80, MALFORMED_PAYLOAD", // a STAP-A inside of a STAP-A
        "7c, MALFORMED_PAYLOAD", // no FU header
        "7c 80 9a, MALFORMED_PAYLOAD", // fragment of type 0
        "7c 9c 9a, MALFORMED_PAYLOAD", // fragment of an FU-A
        "41, MALFORMED_PAYLOAD", // a slice without its header
    })
    void dropsWhatThePayloadFormatForbids(String hex, DropReason reason) {
        feed.packet(1, CommentedHex.bytes(hex)).packet(1, DELTA).lastPacket(1, DELTA);

        assertOnlyDropped(new Drop(reason, 1));
        feed.lastPacket(2, DELTA);
        assertThat(feed.sink.frames()).hasSize(1);
    }

    @Test
    void dropsFrameBeyondTheLimitAndRecovers() {
        Feed small = new Feed(new H264Depacketizer(100));
        byte[] slice = Nals.slice(1, 0, 0, new byte[60]);
        small.packet(1, slice).packet(1, slice).lastPacket(1, slice);
        small.packet(2, FU_START);
        for (int i = 0; i < 100; i++) {
            small.packet(2, FU_MIDDLE);
        }
        small.lastPacket(2, FU_END).lastPacket(3, DELTA);

        assertThat(small.sink.drops())
                .containsExactly(
                        new Drop(DropReason.FRAME_TOO_LARGE, 1),
                        new Drop(DropReason.FRAME_TOO_LARGE, 2));
        assertThat(small.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(3);
    }

    @Test
    void deliversFrameOfExactlyTheLimit() {
        byte[] slice = Nals.slice(1, 0, 0, new byte[] {1, 2, 3, 4});
        Feed exact = new Feed(new H264Depacketizer(slice.length + 4));
        exact.lastPacket(1, slice);
        Feed less = new Feed(new H264Depacketizer(slice.length + 3));
        less.lastPacket(1, slice);

        assertThat(exact.sink.frames()).hasSize(1);
        assertThat(less.sink.frames()).isEmpty();
        assertThat(less.sink.reasons()).containsExactly(DropReason.FRAME_TOO_LARGE);
    }

    private void assertOnlyDropped(Drop drop) {
        assertThat(feed.sink.drops()).containsExactly(drop);
        assertThat(feed.sink.frames()).isEmpty();
    }
}
