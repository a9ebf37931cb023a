package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moqgateway.codecs.h265.Nals.CRA;
import static org.moqgateway.codecs.h265.Nals.DELTA;
import static org.moqgateway.codecs.h265.Nals.DELTA_SECOND_SLICE;
import static org.moqgateway.codecs.h265.Nals.IDR;
import static org.moqgateway.codecs.h265.Nals.IDR_SECOND_SLICE;
import static org.moqgateway.codecs.h265.Nals.PPS;
import static org.moqgateway.codecs.h265.Nals.PREFIX_SEI;
import static org.moqgateway.codecs.h265.Nals.RASL;
import static org.moqgateway.codecs.h265.Nals.SPS_720P;
import static org.moqgateway.codecs.h265.Nals.SUFFIX_SEI;
import static org.moqgateway.codecs.h265.Nals.VPS;
import static org.moqgateway.codecs.h265.Nals.annexB;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RecordingSink.Drop;
import org.moqgateway.codecs.nal.Feed;

class H265DepacketizerTest {
    private final Feed feed = new Feed(new H265Depacketizer());

    @Test
    void readsEveryPayloadStructure() {
        byte[] aggregate =
                CommentedHex.bytes(
                        """
                        60 01                   # F 0, type 48: AP, layer 0, TID 1
                        0018                    # 24 bytes
                        40010c01ffff01600000030090000003000003005d959809
                        002b                    # 43 bytes
                        42010101600000030090000003000003005da00280802d16595992930bc05a02
                        0000030002000003003c10
                        0006
                        4401c073c189
                        """);
        byte[] fuStart =
                CommentedHex.bytes(
                        """
                        62 01                   # type 49: FU
                        93                      # start, type 19
                        af 01                   # first slice segment, PPS 0
                        """);
        byte[] fuMiddle = CommentedHex.bytes("6201 13 aabb");
        byte[] fuEnd = CommentedHex.bytes("6201 53 cc");

        feed.packet(900, aggregate).packet(900, PREFIX_SEI).packet(900, fuStart);
        feed.packet(900, fuMiddle).lastPacket(900, fuEnd);

        byte[] slice = CommentedHex.bytes("2601 af01 aabb cc"); // header rebuilt
        assertDelivered(900, true, annexB(VPS, SPS_720P, PPS, PREFIX_SEI, slice));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void endsAnAccessUnitWithTheMarker() {
        feed.packet(1, DELTA);
        assertThat(feed.sink.frames()).isEmpty();

        feed.lastPacket(1, DELTA_SECOND_SLICE);

        assertDelivered(1, false, annexB(DELTA, DELTA_SECOND_SLICE));
    }

    @Test
    void endsAnAccessUnitWithTheNextTimestampWhenTheMarkerIsMissing() {
        feed.packet(1, DELTA).packet(1, DELTA_SECOND_SLICE);
        assertThat(feed.sink.frames()).isEmpty();

        feed.packet(2, DELTA);

        assertDelivered(1, false, annexB(DELTA, DELTA_SECOND_SLICE));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void joinsTheSlicesOfAnIdrPictureAndWhatFollowsThem() {
        feed.packet(5, VPS).packet(5, SPS_720P).packet(5, PPS).packet(5, IDR);
        feed.packet(5, IDR_SECOND_SLICE).lastPacket(5, SUFFIX_SEI);

        assertDelivered(5, true, annexB(VPS, SPS_720P, PPS, IDR, IDR_SECOND_SLICE, SUFFIX_SEI));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18, 19, 20, 21})
    void takesEveryPictureThatDecodingCanBeginWithForAKeyframe(int type) {
        byte[] slice = Nals.slice(type, true, 0, new byte[] {1});
        feed.packet(5, VPS).packet(5, SPS_720P).packet(5, PPS).lastPacket(5, slice);

        assertDelivered(5, true, annexB(VPS, SPS_720P, PPS, slice));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void takesNoOtherPictureForOne(int type) {
        byte[] slice = Nals.slice(type, true, 0, new byte[] {1});
        feed.lastPacket(5, slice);

        assertDelivered(5, false, annexB(slice));
    }

    @Test
    void leavesOutDelimitersFillerAndHigherLayers() {
        byte[] depth = CommentedHex.bytes("02 09 d0 80"); // a slice of layer 1
        byte[] layerSet = CommentedHex.bytes("42 09 01 80");
        feed.packet(5, Nals.DELIMITER).packet(5, layerSet).packet(5, DELTA).packet(5, depth);
        feed.lastPacket(5, Nals.FILLER);

        assertDelivered(5, false, annexB(DELTA));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void keepsReservedTypesThatADecoderMayKnow() {
        byte[] reserved = CommentedHex.bytes("5201 aa");

        feed.packet(5, reserved).lastPacket(5, DELTA);

        assertDelivered(5, false, annexB(reserved, DELTA));
    }

    @Test
    void toleratesTheMarkerOnParameterSetsOfTheSameTime() {
        feed.lastPacket(5, VPS).lastPacket(5, SPS_720P).lastPacket(5, PPS).lastPacket(5, IDR);

        assertDelivered(5, true, annexB(VPS, SPS_720P, PPS, IDR));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void takesAFragmentThatIsBothFirstAndLast() {
        feed.lastPacket(5, CommentedHex.bytes("6201 c1 d0 80"));

        assertDelivered(5, false, annexB(CommentedHex.bytes("0201 d0 80")));
    }

    @Test
    void leavesOutPicturesThatReferToOnesBeforeTheBeginning() {
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS).lastPacket(1, CRA);
        feed.lastPacket(2, RASL).lastPacket(3, Nals.slice(Nals.RADL_R, true, 0, new byte[1]));
        feed.lastPacket(4, Nals.slice(Nals.RASL_N, true, 0, new byte[1])).lastPacket(5, DELTA);

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.UNDECODABLE_LEADING_PICTURE, 2),
                        new Drop(DropReason.UNDECODABLE_LEADING_PICTURE, 4));
        assertTimes(1, 3, 5);
    }

    @Test
    void keepsThemWhenThePicturesBeforeWereDelivered() {
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS).lastPacket(1, IDR);
        feed.lastPacket(2, DELTA).lastPacket(3, CRA).lastPacket(4, RASL).lastPacket(5, CRA);
        feed.lastPacket(6, RASL);

        assertThat(feed.sink.drops()).isEmpty();
        assertTimes(1, 2, 3, 4, 5, 6);
    }

    @Test
    void leavesThemOutAfterALoss() {
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS).lastPacket(1, IDR);
        feed.lastPacket(2, DELTA_SECOND_SLICE);
        feed.packet(3, VPS).packet(3, SPS_720P).packet(3, PPS).lastPacket(3, CRA);
        feed.lastPacket(4, RASL).lastPacket(5, DELTA).gap();
        feed.packet(7, VPS).packet(7, SPS_720P).packet(7, PPS).lastPacket(7, CRA);
        feed.lastPacket(8, RASL);

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.PACKET_LOST, 2),
                        new Drop(DropReason.UNDECODABLE_LEADING_PICTURE, 4),
                        new Drop(DropReason.FRAMES_LOST, 7),
                        new Drop(DropReason.UNDECODABLE_LEADING_PICTURE, 8));
        assertTimes(1, 3, 5, 7);
    }

    @Test
    void leavesThemOutAfterTheEndOfASequenceAndBehindABrokenLink() {
        byte[] brokenLink = Nals.slice(Nals.BLA_W_LP, true, 0, new byte[1]);
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS).lastPacket(1, IDR);
        feed.packet(2, DELTA).lastPacket(2, Nals.END_OF_SEQUENCE);
        feed.lastPacket(3, CRA).lastPacket(4, RASL).lastPacket(5, CRA).lastPacket(6, RASL);
        feed.lastPacket(7, brokenLink).lastPacket(8, RASL);

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.UNDECODABLE_LEADING_PICTURE, 4),
                        new Drop(DropReason.UNDECODABLE_LEADING_PICTURE, 8));
        assertTimes(1, 2, 3, 5, 6, 7);
    }

    @Test
    void ignoresPacketsOfPaddingAlone() {
        feed.packet(5, new byte[0]).packet(5, DELTA).lastPacket(6, new byte[0]);
        feed.lastPacket(5, DELTA_SECOND_SLICE);

        assertDelivered(5, false, annexB(DELTA, DELTA_SECOND_SLICE));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void keepsTimestampsThatWrapAround() {
        feed.packet(-1, DELTA).packet(0, DELTA).lastPacket(0, DELTA_SECOND_SLICE);

        assertTimes(-1, 0);
    }

    @Test
    void neverTouchesAFrameAgain() {
        feed.lastPacket(1, DELTA);
        byte[] snapshot = feed.sink.frames().getFirst().payload().clone();
        feed.packet(2, VPS).packet(2, SPS_720P).packet(2, PPS).lastPacket(2, IDR);

        assertThat(feed.sink.frames().getFirst().payload()).isEqualTo(snapshot);
    }

    @Test
    void refusesALimitThatIsNotPositive() {
        assertThatThrownBy(() -> new H265Depacketizer(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertTimes(Integer... rtpTimestamps) {
        assertThat(feed.sink.frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(rtpTimestamps);
    }

    private void assertDelivered(int rtpTimestamp, boolean keyframe, byte[] payload) {
        assertThat(feed.sink.frames()).hasSize(1);
        EncodedFrame frame = feed.sink.frames().getFirst();
        assertThat(frame.rtpTimestamp()).isEqualTo(rtpTimestamp);
        assertThat(frame.keyframe()).isEqualTo(keyframe);
        assertThat(frame.payload()).isEqualTo(payload);
        assertThat(Arrays.copyOf(frame.payload(), 4)).containsExactly(0, 0, 0, 1);
    }
}
