package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moqgateway.codecs.h264.Nals.DELTA;
import static org.moqgateway.codecs.h264.Nals.DELTA_SECOND_SLICE;
import static org.moqgateway.codecs.h264.Nals.IDR;
import static org.moqgateway.codecs.h264.Nals.IDR_SECOND_SLICE;
import static org.moqgateway.codecs.h264.Nals.PPS;
import static org.moqgateway.codecs.h264.Nals.RECOVERY_POINT_SEI;
import static org.moqgateway.codecs.h264.Nals.SPS_1080P;
import static org.moqgateway.codecs.h264.Nals.USER_DATA_SEI;
import static org.moqgateway.codecs.h264.Nals.annexB;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.nal.Feed;

class H264DepacketizerTest {
    private final Feed feed = new Feed(new H264Depacketizer());

    @Test
    void readsEveryPayloadStructureOfModeOne() {
        byte[] stapA =
                CommentedHex.bytes(
                        """
                        78                      # F 0, NRI 3, type 24: STAP-A
                        0010                    # 16 bytes
                        6742c0288c680780227e5c0407844235
                        0004                    # 4 bytes
                        68ce3c80
                        """);
        byte[] fuStart =
                CommentedHex.bytes(
                        """
                        7c                      # F 0, NRI 3, type 28: FU-A
                        85                      # start, type 5
                        88 84                   # macroblock 0, slice type 7, PPS 0
                        """);
        byte[] fuMiddle = CommentedHex.bytes("7c 05 aabb");
        byte[] fuEnd = CommentedHex.bytes("7c 45 cc");
        byte[] single = CommentedHex.bytes("06 05 01 00 80");

        feed.packet(900, stapA).packet(900, single).packet(900, fuStart);
        feed.packet(900, fuMiddle).lastPacket(900, fuEnd);

        byte[] expected =
                CommentedHex.bytes(
                        """
                        00000001 6742c0288c680780227e5c0407844235
                        00000001 68ce3c80
                        00000001 06 05 01 00 80
                        00000001 65 88 84 aabb cc # header rebuilt of NRI and type
                        """);
        assertDelivered(900, true, expected);
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void readsAnAggregateWithADecodingOrderNumber() {
        byte[] stapB =
                CommentedHex.bytes(
                        """
                        79                      # F 0, NRI 3, type 25: STAP-B
                        1234                    # decoding order number
                        0003 06 01 80
                        0003 61 9a 01
                        """);

        feed.lastPacket(5, stapB);

        assertDelivered(5, false, CommentedHex.bytes("00000001 060180 00000001 619a01"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7a 1234, ''", "7b 1234, 00"})
    void readsAnAggregateOfSeveralTimes(String shape) {
        String[] parts = shape.replace("'", "").split(",", -1);
        String mtap =
                parts[0]
                        + "0003 00 %s0000 61 9a 01 " // size, DOND, time offset
                        + "0003 01 %s0000 61 46 80 "
                        + "0003 02 %s0bb8 41 9a 03 ";

        feed.lastPacket(100, CommentedHex.bytes(mtap.replace("%s", parts[1])));

        assertThat(feed.sink.drops()).isEmpty();
        assertThat(feed.sink.frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(100, 3100);
        assertThat(feed.sink.frames().getFirst().payload())
                .isEqualTo(CommentedHex.bytes("00000001 619a01 00000001 614680"));
        assertThat(feed.sink.frames().getLast().payload())
                .isEqualTo(CommentedHex.bytes("00000001 419a03"));
    }

    @Test
    void readsAFragmentWithADecodingOrderNumber() {
        feed.packet(5, CommentedHex.bytes("7d 81 1234 9a 01")); // FU-B: start, type 1
        feed.lastPacket(5, CommentedHex.bytes("7c 41 02"));

        assertDelivered(5, false, CommentedHex.bytes("00000001 61 9a 01 02"));
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
    void deliversFramesBeforeTheFirstKeyframeAsSuch() {
        feed.lastPacket(1, DELTA);

        assertDelivered(1, false, annexB(DELTA));
        assertThat(feed.depacketizer.config()).isEmpty();
    }

    @Test
    void joinsTheSlicesOfAnIdrPicture() {
        feed.packet(5, SPS_1080P).packet(5, PPS).packet(5, IDR).lastPacket(5, IDR_SECOND_SLICE);

        assertDelivered(5, true, annexB(SPS_1080P, PPS, IDR, IDR_SECOND_SLICE));
    }

    @Test
    void takesARecoveryPointForAKeyframe() {
        feed.packet(5, SPS_1080P).packet(5, PPS);
        feed.packet(5, RECOVERY_POINT_SEI).lastPacket(5, DELTA);

        assertDelivered(5, true, annexB(SPS_1080P, PPS, RECOVERY_POINT_SEI, DELTA));
    }

    @Test
    void doesNotTakeOtherSupplementalInformationForAKeyframe() {
        feed.packet(5, USER_DATA_SEI).lastPacket(5, DELTA);

        assertDelivered(5, false, annexB(USER_DATA_SEI, DELTA));
    }

    @Test
    void leavesOutDelimitersAndFiller() {
        feed.packet(5, Nals.DELIMITER).packet(5, DELTA).lastPacket(5, Nals.FILLER);

        assertDelivered(5, false, annexB(DELTA));
    }

    @Test
    void keepsExtensionsThatADecoderMayKnow() {
        byte[] prefix = CommentedHex.bytes("6e 80 00 10 07");

        feed.packet(5, prefix).lastPacket(5, DELTA);

        assertDelivered(5, false, annexB(prefix, DELTA));
    }

    @Test
    void toleratesTheMarkerOnParameterSetsOfTheSameTime() {
        feed.lastPacket(5, SPS_1080P).lastPacket(5, PPS).lastPacket(5, IDR);

        assertDelivered(5, true, annexB(SPS_1080P, PPS, IDR));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void deliversNothingForATimeWithoutAPicture() {
        feed.lastPacket(1, USER_DATA_SEI).packet(2, Nals.DELIMITER).lastPacket(3, DELTA);

        assertDelivered(3, false, annexB(DELTA));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void takesAFragmentThatIsBothFirstAndLast() {
        feed.lastPacket(5, CommentedHex.bytes("7c c1 9a 80"));

        assertDelivered(5, false, annexB(CommentedHex.bytes("61 9a 80")));
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

        assertThat(feed.sink.frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(-1, 0);
    }

    @Test
    void neverTouchesAFrameAgain() {
        feed.lastPacket(1, DELTA);
        byte[] snapshot = feed.sink.frames().getFirst().payload().clone();
        feed.packet(2, SPS_1080P).packet(2, PPS).lastPacket(2, IDR);

        assertThat(feed.sink.frames().getFirst().payload()).isEqualTo(snapshot);
    }

    @Test
    void refusesALimitThatIsNotPositive() {
        assertThatThrownBy(() -> new H264Depacketizer(0))
                .isInstanceOf(IllegalArgumentException.class);
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
