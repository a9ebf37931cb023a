package org.moqgateway.codecs.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.RecordingSink;
import org.moqgateway.codecs.RecordingSink.Drop;
import org.moqgateway.codecs.RtpPayload;

class OpusRtpTest {
    private static final byte[] PACKET = CommentedHex.bytes("fc 11 22 33 44");

    private final OpusDepacketizer depacketizer = new OpusDepacketizer();
    private final RecordingSink sink = new RecordingSink();

    @Test
    void makesAFrameOfEveryPacket() {
        byte[] lent = PACKET.clone();
        push(lent, 960, false);
        push(lent, 1920, false);
        lent[1] = 0;

        assertThat(sink.frames()).hasSize(2);
        assertThat(sink.frames()).extracting(EncodedFrame::payload).containsOnly(PACKET);
        assertThat(sink.frames()).extracting(EncodedFrame::keyframe).containsOnly(true);
        assertThat(sink.frames()).extracting(EncodedFrame::rtpTimestamp).containsExactly(960, 1920);
        assertThat(sink.drops()).isEmpty();
    }

    @Test
    void passesOnThePacketsOfDiscontinuousTransmission() {
        push(PACKET, 0, false);
        push(CommentedHex.bytes("f8"), 19_200, false);
        push(PACKET, 38_400, false);

        assertThat(sink.frames()).hasSize(3);
        assertThat(sink.frames().get(1).payload()).containsExactly(0xf8);
    }

    @Test
    void ignoresPacketsOfPaddingAlone() {
        push(new byte[0], 0, false);

        assertThat(sink.frames()).isEmpty();
        assertThat(sink.drops()).isEmpty();
    }

    @Test
    void tellsOfALossAndGoesOn() {
        push(PACKET, 0, false);
        push(new byte[0], 1920, true);
        push(PACKET, 2880, false);

        assertThat(sink.frames()).hasSize(2);
        assertThat(sink.drops()).containsExactly(new Drop(DropReason.FRAMES_LOST, 2880));
    }

    @Test
    void dropsPacketsThatBreakTheRules() {
        push(CommentedHex.bytes("81 aabbcc"), 960, false);

        assertThat(sink.frames()).isEmpty();
        assertThat(sink.drops()).containsExactly(new Drop(DropReason.MALFORMED_PAYLOAD, 960));
    }

    @Test
    void putsOnePacketIntoOnePayload() {
        byte[] lent = CommentedHex.bytes("00 fc1122 00");
        PacketizedFrame frame = new OpusPacketizer().packetize(lent, 1, 3, 1200);
        lent[1] = 0;

        assertThat(frame.count()).isEqualTo(1);
        assertThat(frame.length(0)).isEqualTo(3);
        assertThat(frame.data()).isEqualTo(CommentedHex.bytes("fc1122"));
    }

    @Test
    void sendsNothingThatIsEmptyOrDoesNotFit() {
        OpusPacketizer packetizer = new OpusPacketizer();

        assertThat(packetizer.packetize(PACKET, 0, 0, 1200).count()).isZero();
        assertThat(packetizer.packetize(PACKET, 0, 5, 4).count()).isZero();
        assertThat(packetizer.packetize(PACKET, 0, 5, 5).count()).isEqualTo(1);
        assertThatThrownBy(() -> packetizer.packetize(PACKET, 0, 5, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> packetizer.packetize(PACKET, 2, 5, 1200))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void push(byte[] payload, int rtpTimestamp, boolean gapBefore) {
        RtpPayload view = new RtpPayload().bytes(payload, 0, payload.length);
        depacketizer.push(view.header(rtpTimestamp, false, gapBefore), sink);
    }
}
