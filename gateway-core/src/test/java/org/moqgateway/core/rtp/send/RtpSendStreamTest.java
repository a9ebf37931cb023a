package org.moqgateway.core.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.BigEndian;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;

class RtpSendStreamTest {
    private static final long MILLIS = 1_000_000L;
    private static final HeaderExtensions EXTENSIONS = new HeaderExtensions(1, "0", 3, 2);
    private static final SendSettings.Stream PRIMARY = new SendSettings.Stream(10, 96, 65534);
    private static final SendSettings.Stream RTX = new SendSettings.Stream(11, 97, 500);

    private final List<byte[]> out = new ArrayList<>();
    private final PacketOut collect =
            new PacketOut() {
                @Override
                public byte[] scratch() {
                    return new byte[1500];
                }

                @Override
                public void packet(byte[] buffer, int offset, int length) {
                    out.add(Arrays.copyOfRange(buffer, offset, offset + length));
                    // The contract allows encryption in place.
                    Arrays.fill(buffer, (byte) 0xff);
                }
            };
    private final TransportSequence transportSequence = new TransportSequence(65535);

    private RtpSendStream stream(Optional<SendSettings.Stream> rtx) {
        return new RtpSendStream(
                new SendSettings(PRIMARY, rtx, EXTENSIONS, 1024, 2000 * MILLIS), transportSequence);
    }

    private static RtpPacket parsed(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isEqualTo(RtpParseResult.OK);
        return packet;
    }

    @Test
    void writesHeadersInFrontOfTheSharedPayloads() {
        RtpSendStream stream = stream(Optional.empty());
        assertThat(stream.send(Frames.numbered(5, 3, 100), 9000, 0, collect)).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            RtpPacket packet = parsed(out.get(i));
            assertThat(packet.ssrc()).isEqualTo(10);
            assertThat(packet.payloadType()).isEqualTo(96);
            assertThat(packet.rtpTimestamp()).isEqualTo(9000);
            assertThat(packet.sequenceNumber()).isEqualTo((65534 + i) & 0xffff);
            assertThat(packet.transportSequenceNumber(3)).isEqualTo((65535 + i) & 0xffff);
            assertThat(packet.marker()).isEqualTo(i == 2);
            assertThat(packet.extensionEquals(1, new byte[] {'0'})).isTrue();
            assertThat(packet.payloadLength()).isEqualTo(100);
            assertThat(packet.headerLength()).isEqualTo(stream.headerBytes());
            assertThat(BigEndian.i64(packet.buffer(), packet.payloadOffset())).isEqualTo(5 + i);
        }
        assertThat(stream.counters().payloadBytes()).isEqualTo(300);
    }

    @Test
    void anEmptyFrameSendsNothing() {
        RtpSendStream stream = stream(Optional.empty());
        assertThat(stream.send(Frames.numbered(0, 0, 0), 0, 0, collect)).isZero();
        assertThat(out).isEmpty();
    }

    @Test
    void repeatsTheVerySameBytesWithoutRtx() {
        RtpSendStream stream = stream(Optional.empty());
        stream.send(Frames.numbered(0, 3, 100), 9000, 5 * MILLIS, collect);
        stream.send(Frames.numbered(9, 2, 50), 12000, 38 * MILLIS, collect);
        for (int i = 0; i < 5; i++) {
            assertThat(stream.onNack((65534 + i) & 0xffff, 70 * MILLIS, collect)).isTrue();
            assertThat(out.get(5 + i)).isEqualTo(out.get(i));
        }
        assertThat(transportSequence.next()).isEqualTo(4);
    }

    @Test
    void retransmitsOnTheRtxStreamWithTheOriginalNumberInFront() {
        RtpSendStream stream = stream(Optional.of(RTX));
        stream.send(Frames.numbered(0, 3, 100), 9000, 0, collect);
        assertThat(stream.onNack(0, 50 * MILLIS, collect)).isTrue();
        RtpPacket packet = parsed(out.get(3));
        assertThat(packet.ssrc()).isEqualTo(11);
        assertThat(packet.payloadType()).isEqualTo(97);
        assertThat(packet.sequenceNumber()).isEqualTo(500);
        assertThat(packet.rtpTimestamp()).isEqualTo(9000);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.transportSequenceNumber(3)).isEqualTo(2);
        assertThat(BigEndian.u16(packet.buffer(), packet.payloadOffset())).isZero();
        assertThat(BigEndian.i64(packet.buffer(), packet.payloadOffset() + 2)).isEqualTo(2);
        assertThat(packet.payloadLength()).isEqualTo(102);
        stream.onNack(65535, 50 * MILLIS, collect);
        assertThat(parsed(out.get(4)).sequenceNumber()).isEqualTo(501);
    }

    @Test
    void numbersTheFramesOfEveryViewerWithoutGap() {
        RtpSendStream stream = described(Optional.empty());
        stream.send(Frames.described(0, 3, 100, (byte) 0x80, (byte) 7), 9000, 0, collect);
        stream.send(Frames.numbered(3, 1, 100), 12000, 0, collect);
        stream.send(Frames.described(4, 2, 100), 15000, 0, collect);

        assertThat(out.stream().map(RtpSendStreamTest::descriptor))
                .containsExactly("8000008007", "400000", "c20001", "", "c00002", "c20003");
        for (byte[] packet : out) {
            assertThat(parsed(packet).payloadLength()).isEqualTo(100);
        }
        assertThat(parsed(out.get(3)).headerLength()).isEqualTo(stream.headerBytes());
    }

    @Test
    void repeatsTheDescriptorsInRetransmissions() {
        for (Optional<SendSettings.Stream> rtx :
                List.of(Optional.<SendSettings.Stream>empty(), Optional.of(RTX))) {
            out.clear();
            RtpSendStream stream = described(rtx);
            stream.send(Frames.described(0, 3, 100, (byte) 0x80), 9000, 0, collect);
            stream.send(Frames.described(3, 3, 100), 12000, 0, collect);
            stream.send(Frames.numbered(6, 1, 100), 15000, 0, collect);
            for (int i = 0; i < 7; i++) {
                assertThat(stream.onNack((65534 + i) & 0xffff, 70 * MILLIS, collect)).isTrue();
                assertThat(descriptor(out.get(7 + i))).isEqualTo(descriptor(out.get(i)));
            }
            assertThat(descriptor(out.get(12))).isEqualTo("c20003");
            assertThat(rtx.isPresent() || Arrays.equals(out.get(7), out.get(0))).isTrue();
        }
    }

    @Test
    void sendsNoDescriptorsToThoseWhoDoNotTakeThem() {
        RtpSendStream stream = stream(Optional.empty());
        stream.send(Frames.described(0, 2, 100, (byte) 0x80), 9000, 0, collect);

        assertThat(out).hasSize(2);
        for (byte[] packet : out) {
            assertThat(parsed(packet).headerLength()).isEqualTo(stream.headerBytes());
        }
    }

    private RtpSendStream described(Optional<SendSettings.Stream> rtx) {
        HeaderExtensions extensions = new HeaderExtensions(1, "0", 3, 2, 13);
        return new RtpSendStream(
                new SendSettings(PRIMARY, rtx, extensions, 1024, 2000 * MILLIS), transportSequence);
    }

    private static String descriptor(byte[] bytes) {
        RtpPacket packet = parsed(bytes);
        int offset = packet.extensionOffset(13);
        return offset < 0
                ? ""
                : HexFormat.of().formatHex(bytes, offset, offset + packet.extensionLength(13));
    }

    @Test
    void ignoresWhatWasNeverSentOrIsTooOld() {
        RtpSendStream stream = stream(Optional.of(RTX));
        assertThat(stream.onNack(65534, 0, collect)).isFalse();
        stream.send(Frames.numbered(0, 1, 100), 0, 0, collect);
        assertThat(stream.onNack(65535, MILLIS, collect)).isFalse();
        assertThat(stream.onNack(65533, MILLIS, collect)).isFalse();
        assertThat(stream.onNack(65534, 2001 * MILLIS, collect)).isFalse();
        assertThat(stream.counters().nacksUnknown()).isEqualTo(4);
        assertThat(out).hasSize(1);
    }

    @Test
    void ignoresWhatHasLeftTheRing() {
        RtpSendStream stream = stream(Optional.of(RTX));
        for (int i = 0; i < 1025; i++) {
            stream.send(Frames.numbered(i, 1, 10), i, i, collect);
        }
        assertThat(stream.onNack(65534, 2000, collect)).isFalse();
        assertThat(stream.onNack(65535, 2000, collect)).isTrue();
    }

    /// Threat row 9: the same packet is repeated once per round trip, whoever asks how often.
    @Test
    void repeatedRequestsAreAnsweredOncePerRoundTrip() {
        RtpSendStream stream = stream(Optional.of(RTX));
        stream.send(Frames.numbered(0, 1, 1000), 0, 0, collect);
        for (int i = 0; i < 1000; i++) {
            stream.onNack(65534, 50 * MILLIS + 10_000L * i, collect);
        }
        assertThat(stream.counters().retransmitted()).isEqualTo(1);
        assertThat(stream.counters().nacksCooling()).isEqualTo(999);
        assertThat(stream.onNack(65534, 80 * MILLIS, collect)).isTrue();
    }

    /// Threat row 9: retransmission never exceeds the burst plus half of what was sent.
    @Test
    void retransmittedBytesStayWithinTheBudget() {
        RtpSendStream stream = stream(Optional.of(RTX));
        long sentBytes = 0;
        for (int round = 0; round < 50; round++) {
            long now = 33L * round * MILLIS;
            stream.send(Frames.numbered(round, 10, 1000), round, now, collect);
            sentBytes += 10_000;
            for (int sequenceNumber = 0; sequenceNumber < 65536; sequenceNumber += 1) {
                stream.onNack(sequenceNumber, now, collect);
            }
            assertThat(stream.counters().retransmittedBytes())
                    .isLessThanOrEqualTo(256 * 1024 + sentBytes / 2);
            out.clear();
        }
        assertThat(stream.counters().nacksOverBudget()).isPositive();
        assertThat(stream.counters().retransmitted()).isPositive();
    }

    @Test
    void measuresTheRoundTripFromReports() {
        RtpSendStream stream = stream(Optional.empty());
        assertThat(stream.rttNanos()).isEqualTo(-1);
        SenderInfo info = new SenderInfo();
        stream.send(Frames.numbered(0, 2, 100), 0, 0, collect);
        stream.fillSenderReport(info, 0x0000_0001_8000_0000L, 777, 1000 * MILLIS);
        assertThat(info.packetCount()).isEqualTo(2);
        assertThat(info.octetCount()).isEqualTo(200);
        assertThat(info.rtpTimestamp()).isEqualTo(777);
        ReportBlock block = new ReportBlock();
        // Half a second at the viewer, a second and 60 ms until the report is back.
        block.ssrc(10).lost(25, 3).senderReport(0x0001_8000, 32768);
        stream.onReportBlock(block, 1560 * MILLIS);
        assertThat(stream.rttNanos()).isEqualTo(60 * MILLIS);
        assertThat(stream.fractionLost()).isEqualTo(25);
        assertThat(stream.counters().lost()).isEqualTo(3);
        block.ssrc(99).lost(255, 1000);
        stream.onReportBlock(block, 1560 * MILLIS);
        assertThat(stream.fractionLost()).isEqualTo(25);
        block.ssrc(10).senderReport(0x7777_7777, 0);
        stream.onReportBlock(block, 5000 * MILLIS);
        assertThat(stream.rttNanos()).isEqualTo(60 * MILLIS);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new SendSettings(
                                        PRIMARY, Optional.empty(), EXTENSIONS, 40_000, MILLIS));
    }
}
