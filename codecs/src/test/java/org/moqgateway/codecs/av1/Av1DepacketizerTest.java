package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RecordingSink.Drop;

class Av1DepacketizerTest {
    private static final byte[] INTER = CommentedHex.bytes("10 30 30 a1 a2");
    private static final byte[] FIRST_PART = CommentedHex.bytes("50 30 30 a1");
    private static final byte[] MIDDLE_PART = CommentedHex.bytes("d0 a2");
    private static final byte[] LAST_PART = CommentedHex.bytes("90 a3");
    private static final String SEQUENCE_OBU =
            HexFormat.of().formatHex(Obus.obu(Obus.SEQUENCE_HEADER, Obus.SEQUENCE));

    private final Feed feed = new Feed();

    @ParameterizedTest
    @CsvSource({
        "10 3030a1, 320230a1", // one element, no size
        "00 03 3030a1, 320230a1",
        "20 02 2805 3030a1, 2a0105320230a1",
        "30 02 2805 02 2806 3030a1, 2a01052a0106320230a1",
        "00 02 2805 02 2806 02 2807 03 3030a1, 2a01052a01062a0107320230a1",
        "00 8300 3030a1, 320230a1", // a size of two bytes
        "10 320230a1, 320230a1", // with size field
        "10 32820030a1, 320230a1", // with a size field of two bytes
        "10 3468a1b2, 366802a1b2", // with extension
        "10 366802a1b2, 366802a1b2", // with extension and size field
        "20 01 10 3030a1, 320230a1", // temporal delimiter
        "20 02 7880 3030a1, 320230a1", // padding
        "20 02 4011 3030a1, 320230a1", // tile list
        "17 3030a1, 320230a1", // reserved bits
        "20 02 4811 3030a1, 4a0111320230a1", // a reserved type
    })
    void storesEveryObuWithASizeFieldAndLeavesOutWhatIsForNobody(String packet, String stored) {
        feed.lastPacket(1, CommentedHex.bytes(packet));

        assertThat(hex(feed.sink.frames().getFirst())).isEqualTo(stored);
        assertThat(feed.sink.drops()).isEmpty();
    }

    /// What FFmpeg sends. The first byte of a smaller size could be a header.
    @ParameterizedTest
    @CsvSource({"128, 10 8001, 327f30", "130, 20 02 2805 8201, 2a010532810130"})
    void takesALastElementThatHasItsSizeAllTheSame(int bytes, String front, String stored) {
        byte[] obu = new byte[bytes];
        obu[0] = 0x30;
        obu[1] = 0x30;
        feed.lastPacket(1, Obus.join(CommentedHex.bytes(front), obu));

        assertThat(feed.sink.drops()).isEmpty();
        assertThat(hex(feed.sink.frames().getFirst())).startsWith(stored);
    }

    @ParameterizedTest
    @CsvSource({"10 ff00 3030", "10 8100 3030", "10 8080 3030", "50 81 3030"})
    void takesNoOtherElementForOneWithItsSize(String packet) {
        feed.lastPacket(1, CommentedHex.bytes(packet));

        assertThat(feed.sink.frames()).isEmpty();
        assertThat(feed.sink.drops()).hasSize(1);
    }

    @Test
    void joinsFragments() {
        feed.packet(1, FIRST_PART).packet(1, MIDDLE_PART).lastPacket(1, LAST_PART);
        feed.packet(2, CommentedHex.bytes("60 02 2805 30"));
        feed.lastPacket(2, CommentedHex.bytes("a0 02 30a1 2806"));

        assertThat(feed.sink.frames().get(0).payload())
                .isEqualTo(CommentedHex.bytes("32 04 30 a1 a2 a3"));
        assertThat(feed.sink.frames().get(1).payload())
                .isEqualTo(CommentedHex.bytes("2a 01 05  32 02 30 a1  2a 01 06"));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void keepsTheSequenceHeaderInFrontOfEveryKeyframe() {
        String header = "08" + HexFormat.of().formatHex(Obus.SEQUENCE);
        int size = header.length() / 2;
        feed.lastPacket(1, CommentedHex.bytes("28" + hexByte(size) + header + "3010a1"));
        feed.lastPacket(2, INTER);
        feed.lastPacket(3, CommentedHex.bytes("10 3010a2"));

        assertThat(hex(feed.sink.frames().get(0))).isEqualTo(SEQUENCE_OBU + "320210a1");
        assertThat(hex(feed.sink.frames().get(1))).isEqualTo("320330a1a2");
        assertThat(hex(feed.sink.frames().get(2))).isEqualTo(SEQUENCE_OBU + "320210a2");
        assertThat(feed.sink.frames())
                .extracting(EncodedFrame::keyframe)
                .containsExactly(true, false, true);
        assertThat(feed.depacketizer.config().orElseThrow().codecString())
                .isEqualTo("av01.0.08M.08");
    }

    @Test
    void takesASequenceHeaderThatCameInAnEarlierPacketWithItsOwnMarker() {
        feed.lastPacket(1, sequencePacket(Obus.SEQUENCE));
        feed.lastPacket(1, CommentedHex.bytes("10 3010a1"));

        assertThat(hex(feed.sink.frames().getFirst())).isEqualTo(SEQUENCE_OBU + "320210a1");
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void followsAChangeOfTheSequenceHeaderAtItsKeyframe() {
        feed.packet(1, sequencePacket(Obus.SEQUENCE)).lastPacket(1, key());
        var before = feed.depacketizer.config();
        feed.packet(2, sequencePacket(Obus.SEQUENCE)).lastPacket(2, key());
        assertThat(feed.depacketizer.config()).isEqualTo(before);
        byte[] other = Obus.sequence(640, 360);
        feed.packet(3, sequencePacket(other)).lastPacket(3, key());

        assertThat(feed.depacketizer.config().orElseThrow().codedWidth()).isEqualTo(640);
        assertThat(feed.sink.frames().get(2).payload())
                .isEqualTo(
                        Obus.join(
                                Obus.obu(Obus.SEQUENCE_HEADER, other),
                                CommentedHex.bytes("32 02 10 a1")));
    }

    @Test
    void readsTheSizeThatAKeyframeOverrides() {
        BitWriter frame =
                new BitWriter(new byte[16], 0)
                        .bits(4, 1) // shown key frame
                        .bits(1, 0) // disable_cdf_update
                        .bits(2, 3) // allow_screen_content_tools, force_integer_mv
                        .bits(1, 1) // frame_size_override_flag
                        .bits(16, 319)
                        .bits(16, 239);
        byte[] packet = Obus.join(CommentedHex.bytes("10 30"), frame.toBytes());
        feed.packet(1, sequencePacket(Obus.SEQUENCE)).lastPacket(1, packet);

        assertThat(feed.depacketizer.config().orElseThrow().codedWidth()).isEqualTo(320);
        assertThat(feed.depacketizer.config().orElseThrow().codedHeight()).isEqualTo(240);
    }

    @Test
    void takesTheLargestSizeWhenThereAreSpatialLayers() {
        byte[] base = CommentedHex.bytes("10 34 00 14 ff"); // a key frame of its own size
        feed.packet(1, sequencePacket(Obus.SEQUENCE)).packet(1, base);
        feed.lastPacket(1, CommentedHex.bytes("10 34 08 30 ff"));

        assertThat(feed.depacketizer.config().orElseThrow().codedWidth()).isEqualTo(1280);
        assertThat(feed.sink.frames()).hasSize(1);
    }

    @Test
    void doesNotTakeAHiddenOrRepeatedKeyFrameForAKeyframe() {
        feed.packet(1, sequencePacket(Obus.SEQUENCE)).lastPacket(1, key());
        feed.lastPacket(2, CommentedHex.bytes("20 03 3000a1 3030a2"));
        feed.lastPacket(3, CommentedHex.bytes("10 1890"));
        feed.lastPacket(4, CommentedHex.bytes("20 03 3030a1 3010a2"));

        assertThat(feed.sink.frames())
                .extracting(EncodedFrame::keyframe)
                .containsExactly(true, false, false, false);
    }

    @Test
    void dropsAKeyframeWhoseSequenceHeaderWasNeverReceived() {
        feed.lastPacket(1, key());

        assertOnlyDropped(new Drop(DropReason.MISSING_PARAMETER_SETS, 1));
    }

    @Test
    void keepsTheOldSequenceHeaderWhenANewOneIsMalformed() {
        feed.packet(1, sequencePacket(Obus.SEQUENCE)).lastPacket(1, key());
        feed.packet(2, CommentedHex.bytes("18 08 ff ff")).lastPacket(2, key());

        assertThat(feed.sink.drops())
                .containsExactly(new Drop(DropReason.MALFORMED_PARAMETER_SET, 2));
        assertThat(hex(feed.sink.frames().get(1))).isEqualTo(SEQUENCE_OBU + "320210a1");
    }

    @Test
    void dropsUnitWhenTheFirstFragmentIsMissing() {
        feed.packet(1, MIDDLE_PART).lastPacket(1, LAST_PART);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_START, 1));
    }

    @Test
    void dropsUnitWhenAMiddleFragmentIsMissing() {
        feed.packet(1, FIRST_PART).gap().lastPacket(1, LAST_PART);

        assertOnlyDropped(new Drop(DropReason.PACKET_LOST, 1));
    }

    @Test
    void dropsUnitWhenTheMarkerComesBeforeTheLastFragment() {
        feed.packet(1, FIRST_PART).lastPacket(1, MIDDLE_PART);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void dropsUnitWhenAnotherObuInterruptsAFragmentedOne() {
        feed.packet(1, FIRST_PART).lastPacket(1, INTER);

        assertOnlyDropped(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void dropsUnitWhenATileGroupComesWithoutFrameHeader() {
        feed.gap().lastPacket(1, CommentedHex.bytes("10 20 a1"));

        assertThat(feed.sink.reasons())
                .containsExactly(DropReason.FRAMES_LOST, DropReason.PACKET_LOST);
        assertThat(feed.sink.frames()).isEmpty();
    }

    @Test
    void dropsUnitWhoseLowerLayersWereLost() {
        feed.gap().lastPacket(1, CommentedHex.bytes("10 34 08 30 a1"));
        feed.lastPacket(2, CommentedHex.bytes("10 34 08 30 a1"));

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.FRAMES_LOST, 1), new Drop(DropReason.PACKET_LOST, 1));
        assertThat(feed.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(2);
    }

    @Test
    void dropsAKeyframeThatLostItsSequenceHeaderUnlessItSaysThatItBegins() {
        feed.packet(1, sequencePacket(Obus.SEQUENCE)).lastPacket(1, key());
        feed.gap().lastPacket(2, key());
        byte[] begins = key();
        begins[0] |= 8;
        feed.gap().lastPacket(3, begins);

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.FRAMES_LOST, 2),
                        new Drop(DropReason.PACKET_LOST, 2),
                        new Drop(DropReason.FRAMES_LOST, 3));
        assertThat(feed.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(1, 3);
    }

    @Test
    void dropsUnitWhoseEndIsMissingAndDeliversTheNextOne() {
        feed.packet(1, INTER).gap().lastPacket(2, INTER);

        assertThat(feed.sink.drops()).containsExactly(new Drop(DropReason.PACKET_LOST, 1));
        assertThat(feed.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(2);
    }

    @Test
    void remembersALossBeforeAPacketOfPaddingAlone() {
        feed.packet(1, FIRST_PART).gap().packet(1, new byte[0]).lastPacket(1, LAST_PART);

        assertOnlyDropped(new Drop(DropReason.PACKET_LOST, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "10, MALFORMED_PAYLOAD", // no element
        "00, MALFORMED_PAYLOAD",
        "00 00, MALFORMED_PAYLOAD", // an element of nothing
        "00 03 3030, MALFORMED_PAYLOAD", // beyond the end
        "00 83, MALFORMED_PAYLOAD", // half a size
        "00 ffffffffffffffff7f 30, MALFORMED_PAYLOAD", // a size of nine bytes
        "00 ffffffff7f 30, MALFORMED_PAYLOAD", // larger than an array
        "20 03 3030a1, MALFORMED_PAYLOAD", // one of two
        "30 02 3030 02 3030, MALFORMED_PAYLOAD", // two of three
        "10 b030a1, MALFORMED_PAYLOAD", // forbidden bit
        "10 34, MALFORMED_PAYLOAD", // half a header
        "10 30, MALFORMED_PAYLOAD", // a frame of nothing
        "10 320330a1, MALFORMED_PAYLOAD", // size field beyond the end
        "10 320130a1, MALFORMED_PAYLOAD", // size field before the end
        "10 32, MALFORMED_PAYLOAD", // no size field where there should be one
        "98 3030a1, MALFORMED_PAYLOAD", // continues, and begins a sequence
    })
    void dropsWhatThePayloadFormatForbids(String hex, DropReason reason) {
        feed.packet(1, CommentedHex.bytes(hex)).packet(1, INTER).lastPacket(1, INTER);

        assertOnlyDropped(new Drop(reason, 1));
        feed.lastPacket(2, INTER);
        assertThat(feed.sink.frames()).hasSize(1);
    }

    @Test
    void dropsUnitBeyondTheLimitAndRecovers() {
        Feed small = new Feed(new Av1Depacketizer(40));
        small.packet(1, INTER).packet(1, FIRST_PART);
        for (int i = 0; i < 100; i++) {
            small.packet(1, MIDDLE_PART);
        }
        small.lastPacket(1, LAST_PART);
        for (int i = 0; i < 100; i++) {
            small.packet(2, INTER);
        }
        small.lastPacket(3, INTER);

        assertThat(small.sink.drops())
                .containsExactly(
                        new Drop(DropReason.FRAME_TOO_LARGE, 1),
                        new Drop(DropReason.FRAME_TOO_LARGE, 2));
        assertThat(small.sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(3);
    }

    @Test
    void deliversUnitOfExactlyTheLimit() {
        Feed exact = new Feed(new Av1Depacketizer(4 + INTER.length - 1));
        exact.lastPacket(1, INTER);
        Feed less = new Feed(new Av1Depacketizer(4 + INTER.length - 2));
        less.lastPacket(1, INTER);

        assertThat(exact.sink.frames()).hasSize(1);
        assertThat(less.sink.reasons()).containsExactly(DropReason.FRAME_TOO_LARGE);
        assertThatThrownBy(() -> new Av1Depacketizer(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesEveryStrictPrefixOfAnAggregate() {
        byte[] packet = CommentedHex.bytes("30 02 2805 02 2806 0430");
        for (int length = 1; length < packet.length - 1; length++) {
            Feed prefix = new Feed();
            prefix.lastPacket(1, Arrays.copyOf(packet, length));
            assertThat(prefix.sink.frames()).isEmpty();
        }
    }

    private static byte[] key() {
        return CommentedHex.bytes("10 3010a1");
    }

    private static byte[] sequencePacket(byte[] payload) {
        return Obus.join(CommentedHex.bytes("18 08"), payload);
    }

    private static String hexByte(int value) {
        return HexFormat.of().toHexDigits((byte) value);
    }

    private static String hex(EncodedFrame frame) {
        return HexFormat.of().formatHex(frame.payload());
    }

    private void assertOnlyDropped(Drop drop) {
        assertThat(feed.sink.drops()).containsExactly(drop);
        assertThat(feed.sink.frames()).isEmpty();
    }
}
