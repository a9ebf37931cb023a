package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.RecordingSink.Drop;

class Vp9DepacketizerTest {
    private static final byte[] KEY = Frames.key(640, 360, (byte) 1, (byte) 2);
    private static final byte[] DELTA = Frames.inter(1, 0, 0, 0, (byte) 3);
    private static final String KEY_HEX = HexFormat.of().formatHex(KEY);
    private static final String DELTA_HEX = HexFormat.of().formatHex(DELTA);

    private final Vp9Depacketizer depacketizer = new Vp9Depacketizer();
    private final PacketFeed feed = new PacketFeed(depacketizer);

    @Test
    void joinsTheBytesBehindTheDescriptors() {
        feed.packet(7, "8a 01 00" + KEY_HEX.substring(0, 6)).packet(7, "80 01" + hex(KEY, 3, 5));
        feed.lastPacket(7, "84 01" + hex(KEY, 5, KEY.length));

        assertThat(feed.sink().drops()).isEmpty();
        assertThat(feed.sink().frames()).hasSize(1);
        assertThat(feed.sink().frames().getFirst().payload()).isEqualTo(KEY);
        assertThat(feed.sink().frames().getFirst().keyframe()).isTrue();
        assertThat(feed.sink().frames().getFirst().rtpTimestamp()).isEqualTo(7);
    }

    @Test
    void takesFlexibleAndNonFlexibleModeWithAndWithoutPictureId() {
        feed.lastPacket(1, "0c" + KEY_HEX); // nothing
        feed.lastPacket(2, "ec 82 01 00 07" + DELTA_HEX); // non-flexible, layer indices
        feed.lastPacket(3, "fc 03 20 02" + DELTA_HEX); // flexible, layer indices, a reference
        feed.lastPacket(4, "dc 04 03 04" + DELTA_HEX); // flexible, two references
        feed.lastPacket(5, "ae 05 00 08 18 0280 0168 01 04 01" + KEY_HEX); // structure

        assertThat(feed.sink().drops()).isEmpty();
        assertThat(feed.sink().frames())
                .extracting(EncodedFrame::payload)
                .containsExactly(KEY, DELTA, DELTA, DELTA, KEY);
        assertThat(feed.sink().frames())
                .extracting(EncodedFrame::keyframe)
                .containsExactly(true, false, false, false, true);
    }

    @Test
    void endsAPictureWithTheNextTimestampWhenTheMarkerIsMissing() {
        feed.packet(1, "0c" + KEY_HEX).packet(2, "4c" + DELTA_HEX).packet(3, "4c" + DELTA_HEX);

        assertThat(feed.sink().frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(1, 2);
    }

    @Test
    void deliversASuperframeWithAHiddenFrameAsItIs() {
        byte[] picture = RecordedFrames.ALTERNATE_REFERENCE.get(1);
        feed.lastPacket(1, "4c" + HexFormat.of().formatHex(picture));

        assertThat(feed.sink().frames().getFirst().payload()).isEqualTo(picture);
    }

    /// Some senders cut a superframe between a hidden frame and the one that is shown.
    @Test
    void joinsAHiddenFrameAndTheShownOneOfTheSameLayer() {
        byte[] hidden = Frames.hiddenIntraOnly(4, 64, 48);
        feed.packet(1, "4c" + HexFormat.of().formatHex(hidden)).lastPacket(1, "4c" + DELTA_HEX);

        assertThat(feed.sink().frames().getFirst().payload())
                .isEqualTo(Frames.superframe(hidden, DELTA));
        assertThat(feed.sink().frames().getFirst().keyframe()).isFalse();
    }

    @Test
    void tellsWhatTheNewestKeyframeSays() {
        feed.lastPacket(1, "4c" + DELTA_HEX);
        assertThat(depacketizer.config()).isEmpty();
        feed.lastPacket(2, "0c" + KEY_HEX);
        assertThat(depacketizer.config()).contains(Vp9Format.PROFILE_0.videoConfig(640, 360));
        feed.lastPacket(3, "0c a249834200 00620042c0");
        assertThat(depacketizer.config())
                .contains(new Vp9Format(1, 8, 0, false, false, false).videoConfig(50, 34));
    }

    @Test
    void ignoresPacketsOfPaddingAlone() {
        feed.packet(1, "08" + hex(KEY, 0, 4)).packet(9, "");
        feed.lastPacket(1, "04" + hex(KEY, 4, KEY.length));

        assertThat(feed.sink().frames().getFirst().payload()).isEqualTo(KEY);
        assertThat(feed.sink().drops()).isEmpty();
    }

    @Test
    void dropsFragmentWhenStartIsMissing() {
        feed.packet(1, "40 aabb").lastPacket(1, "44 cc").lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.FRAGMENT_WITHOUT_START, 1));
    }

    @Test
    void dropsPictureWhenAMiddlePacketIsMissing() {
        feed.packet(1, "08" + KEY_HEX).gap().lastPacket(1, "04 aa").lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.PACKET_LOST, 1));
    }

    @Test
    void dropsPictureWhoseEndIsMissingAndDeliversTheNextOne() {
        feed.packet(1, "08" + KEY_HEX).gap().lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.PACKET_LOST, 1));
    }

    @Test
    void dropsPictureWhenTheMarkerComesBeforeTheLastFragment() {
        feed.lastPacket(1, "08" + KEY_HEX).lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void dropsPictureThatBeginsTwice() {
        feed.packet(1, "08" + KEY_HEX).lastPacket(1, "0c" + KEY_HEX);
        feed.lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.FRAGMENT_WITHOUT_END, 1));
    }

    @Test
    void tellsWhenWholePicturesMayBeMissing() {
        feed.gap().lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.FRAMES_LOST, 2));
    }

    /// Without layers the picture was whole: the loss is of those after it.
    @Test
    void deliversAWholePictureWithoutMarkerBeforeALoss() {
        feed.packet(1, "0c" + KEY_HEX).gap().lastPacket(3, "4c" + DELTA_HEX);

        assertThat(feed.sink().frames())
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(1, 3);
        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.FRAMES_LOST, 3));
    }

    @Test
    void remembersALossBeforeAPacketOfPaddingAlone() {
        feed.packet(1, "08" + KEY_HEX).gap().packet(1, "").lastPacket(1, "04 aa");
        feed.lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.PACKET_LOST, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "8c 85", // a descriptor that is cut
        "8c 05", // nothing behind it
        "0e f8 00", // a structure that is cut
        "dc 05 03 05 07 08 860040", // four references
        "0c 42", // no frame marker
        "0c 8249834300 0310021600", // no sync code
        "0c 82", // a frame that is cut
    })
    void dropsWhatThePayloadFormatForbids(String hex) {
        feed.lastPacket(1, hex).lastPacket(2, "4c" + DELTA_HEX);

        assertDropsAndOneFrame(new Drop(DropReason.MALFORMED_PAYLOAD, 1));
    }

    @Test
    void dropsPictureBeyondTheLimitAndRecovers() {
        Vp9Depacketizer limited = new Vp9Depacketizer(KEY.length);
        PacketFeed small = new PacketFeed(limited);
        small.packet(1, "08" + KEY_HEX).packet(1, "00 aa").lastPacket(1, "04 aa");
        small.lastPacket(2, "0c" + KEY_HEX);

        assertThat(small.sink().drops()).containsExactly(new Drop(DropReason.FRAME_TOO_LARGE, 1));
        assertThat(small.sink().frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(2);
        assertThatThrownBy(() -> new Vp9Depacketizer(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertDropsAndOneFrame(Drop... drops) {
        assertThat(feed.sink().drops()).isEqualTo(List.of(drops));
        assertThat(feed.sink().frames()).hasSize(1);
        assertThat(feed.sink().frames().getFirst().payload()).isEqualTo(DELTA);
        assertThat(feed.sink().frames().getFirst().rtpTimestamp()).isEqualTo(2);
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(bytes, from, to));
    }
}
