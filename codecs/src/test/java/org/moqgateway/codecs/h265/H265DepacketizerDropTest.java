package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.codecs.h265.Nals.DELTA;
import static org.moqgateway.codecs.h265.Nals.DELTA_SECOND_SLICE;
import static org.moqgateway.codecs.h265.Nals.IDR;
import static org.moqgateway.codecs.h265.Nals.PPS;
import static org.moqgateway.codecs.h265.Nals.SPS_720P;
import static org.moqgateway.codecs.h265.Nals.VPS;
import static org.moqgateway.codecs.h265.Nals.annexB;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RecordingSink.Drop;
import org.moqgateway.codecs.nal.Feed;

class H265DepacketizerDropTest {
    private static final byte[] FU_START = CommentedHex.bytes("6201 81 d0 01");
    private static final byte[] FU_MIDDLE = CommentedHex.bytes("6201 01 02 03");
    private static final byte[] FU_END = CommentedHex.bytes("6201 41 04 05");

    private final Feed feed = new Feed(new H265Depacketizer());

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

    @ParameterizedTest
    @CsvSource({"6201 53 04", "6202 41 04", "6209 41 04"}) // type, TemporalId, layer
    void dropsFrameWhenFragmentsDisagreeAboutTheirNalUnit(String hex) {
        feed.packet(1, FU_START).lastPacket(1, CommentedHex.bytes(hex));

        assertOnlyDropped(new Drop(DropReason.MALFORMED_PAYLOAD, 1));
    }

    @Test
    void dropsFrameWhoseFirstSliceIsMissing() {
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
    void keepsTheFrameWhenOnlySomethingBeforeItsPictureIsMissing() {
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS).gap().lastPacket(1, IDR);

        assertThat(feed.sink.drops()).isEmpty();
        assertThat(feed.sink.frames().getFirst().payload())
                .isEqualTo(annexB(VPS, SPS_720P, PPS, IDR));
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
        "6401 0000 0201d080, UNSUPPORTED_STRUCTURE", // PACI
        "6601 d080, UNSUPPORTED_STRUCTURE", // type 51
        "7e01 d080, UNSUPPORTED_STRUCTURE", // type 63
        "8201 d080, MALFORMED_PAYLOAD", // forbidden bit
        "0200 d080, MALFORMED_PAYLOAD", // TemporalId plus 1 of zero
        "02, MALFORMED_PAYLOAD", // half a header
        "0201, MALFORMED_PAYLOAD", // a slice without its header
        "e001 0004 0201d080, MALFORMED_PAYLOAD", // forbidden bit of the aggregate
        "6001 0004 8201d080, MALFORMED_PAYLOAD", // forbidden bit inside of it
        "60, MALFORMED_PAYLOAD", // half the header of an aggregate
        "6001, MALFORMED_PAYLOAD", // an aggregate of nothing
        "6001 00, MALFORMED_PAYLOAD", // half a size
        "6001 0000, MALFORMED_PAYLOAD", // a NAL unit of nothing
        "6001 0001 02, MALFORMED_PAYLOAD", // a NAL unit of half a header
        "6001 0005 0201d080, MALFORMED_PAYLOAD", // beyond the end
        "6001 0004 0201d080 00, MALFORMED_PAYLOAD", // a byte too many
        "6001 0004 6001d080, MALFORMED_PAYLOAD", // an aggregate inside of an aggregate
        "62, MALFORMED_PAYLOAD", // half the header of a fragment
        "6201, MALFORMED_PAYLOAD", // no FU header
        "6201 b0 d0, MALFORMED_PAYLOAD", // fragment of an aggregate
        "6201 bf d0, MALFORMED_PAYLOAD", // fragment of type 63
        "6200 c1 d080, MALFORMED_PAYLOAD", // fragment without TemporalId
    })
    void dropsWhatThePayloadFormatForbids(String hex, DropReason reason) {
        feed.packet(1, CommentedHex.bytes(hex)).packet(1, DELTA).lastPacket(1, DELTA);

        assertOnlyDropped(new Drop(reason, 1));
        feed.lastPacket(2, DELTA);
        assertThat(feed.sink.frames()).hasSize(1);
    }

    @Test
    void dropsFrameBeyondTheLimitAndRecovers() {
        Feed small = new Feed(new H265Depacketizer(100));
        byte[] slice = Nals.slice(Nals.TRAIL_R, true, 0, new byte[60]);
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

    private void assertOnlyDropped(Drop drop) {
        assertThat(feed.sink.drops()).containsExactly(drop);
        assertThat(feed.sink.frames()).isEmpty();
    }
}
