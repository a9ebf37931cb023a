package org.moqgateway.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.netem.Hex;
import org.moqgateway.core.netem.Mutations;

class RtpPacketTest {
    /// A packet with an unknown extension profile; origin: pion/rtp packet_test.go, TestBasic.
    private static final byte[] PION =
            Hex.bytes(
                    """
                    90 e0 69 8f  # V=2 X=1, M=1 PT=96, sequence number 27023
                    d9 c2 93 da  # timestamp
                    1c 64 27 82  # SSRC
                    00 01 00 01  # profile 1, one word
                    ff ff ff ff
                    98 36 be 88 9e
                    """);

    /// Two CSRCs, the one-byte extension block of RFC 8285 §4.2 with padding inside, padding
    /// behind.
    private static final byte[] ONE_BYTE =
            Hex.bytes(
                    """
                    b2 60 00 01
                    00 00 00 02
                    11 22 33 44
                    00 00 00 0a 00 00 00 0b  # CSRC list
                    be de 00 03
                    10 aa        # id 1: one byte
                    21 bb bc     # id 2: two bytes
                    00 00        # padding
                    32 01 02 03  # id 3: three bytes
                    00
                    de ad be ef
                    00 00 03     # padding
                    """);

    /// The two-byte form of RFC 8285 §4.3: an empty element, a long identifier.
    private static final byte[] TWO_BYTE =
            Hex.bytes(
                    """
                    90 60 00 01
                    00 00 00 02
                    11 22 33 44
                    10 00 00 03
                    01 00        # id 1: empty
                    00           # padding
                    c8 03 61 62 63  # id 200: "abc"
                    02 02 12 34  # id 2
                    de ad
                    """);

    private final RtpPacket packet = new RtpPacket();

    private RtpParseResult wrap(byte[] bytes) {
        return packet.wrap(bytes, 0, bytes.length);
    }

    @Test
    void readsTheFixedHeaderAndSkipsAnUnknownExtension() {
        assertThat(wrap(PION)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.sequenceNumber()).isEqualTo(27023);
        assertThat(Integer.toUnsignedLong(packet.rtpTimestamp())).isEqualTo(3653407706L);
        assertThat(packet.ssrc()).isEqualTo(476325762);
        assertThat(packet.csrcCount()).isZero();
        assertThat(packet.payloadOffset()).isEqualTo(20);
        assertThat(packet.payloadLength()).isEqualTo(5);
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);
    }

    @Test
    void readsOneByteExtensionsCsrcsAndPadding() {
        assertThat(wrap(ONE_BYTE)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.csrcCount()).isEqualTo(2);
        assertThat(packet.csrc(1)).isEqualTo(0x0b);
        assertThat(packet.extensionLength(1)).isEqualTo(1);
        assertThat(packet.transportSequenceNumber(2)).isEqualTo(0xbbbc);
        assertThat(packet.absSendTime(3)).isEqualTo(0x010203);
        assertThat(packet.extensionLength(4)).isEqualTo(-1);
        assertThat(packet.payloadLength()).isEqualTo(4);
        assertThat(packet.paddingLength()).isEqualTo(3);
        assertThat(packet.headerLength()).isEqualTo(36);
    }

    @Test
    void readsTwoByteExtensions() {
        assertThat(wrap(TWO_BYTE)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.extensionLength(1)).isZero();
        assertThat(packet.extensionEquals(200, "abc".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(packet.extensionEquals(200, "abd".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(packet.transportSequenceNumber(2)).isEqualTo(0x1234);
        assertThat(packet.transportSequenceNumber(1)).isEqualTo(-1);
    }

    @Test
    void ignoresAnExtensionElementThatRunsPastItsBlock() {
        byte[] bytes = ONE_BYTE.clone();
        bytes[24 + 7] = 0x3f;
        assertThat(wrap(bytes)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.extensionLength(2)).isEqualTo(2);
        assertThat(packet.extensionLength(3)).isEqualTo(-1);
    }

    @Test
    void stopsAtTheReservedIdentifier15() {
        byte[] bytes = ONE_BYTE.clone();
        bytes[24 + 2] = (byte) 0xf0;
        assertThat(wrap(bytes)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.extensionLength(1)).isEqualTo(1);
        assertThat(packet.extensionLength(15)).isEqualTo(-1);
        assertThat(packet.extensionLength(3)).isEqualTo(-1);
    }

    @Test
    void acceptsAPacketThatIsNothingButPadding() {
        byte[] probe = Arrays.copyOf(Hex.bytes("a0600001 00000002 11223344"), 12 + 255);
        probe[probe.length - 1] = (byte) 255;
        assertThat(wrap(probe)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void refusesPaddingThatEatsTheHeaderOrCountsNothing() {
        assertThat(wrap(Hex.bytes("a0600001 00000002 11223344 0002 03 05")))
                .isEqualTo(RtpParseResult.BAD_PADDING);
        assertThat(wrap(Hex.bytes("a0600001 00000002 11223344 0000 00 00")))
                .isEqualTo(RtpParseResult.BAD_PADDING);
        assertThat(wrap(Hex.bytes("a0600001 00000002 11223344")))
                .isEqualTo(RtpParseResult.BAD_PADDING);
    }

    @Test
    void refusesOtherVersionsAndLyingLengths() {
        assertThat(wrap(Hex.bytes("40600001 00000002 11223344")))
                .isEqualTo(RtpParseResult.BAD_VERSION);
        assertThat(wrap(Hex.bytes("8f600001 00000002 11223344 00000000")))
                .isEqualTo(RtpParseResult.TRUNCATED_CSRC_LIST);
        // origin: pion/rtp packet_test.go, TestExtension
        assertThat(wrap(Hex.bytes("9060698f d9c293da 1c642782")))
                .isEqualTo(RtpParseResult.TRUNCATED_EXTENSION);
        assertThat(wrap(Hex.bytes("9060698f d9c293da 1c642782 99999999")))
                .isEqualTo(RtpParseResult.TRUNCATED_EXTENSION);
    }

    @Test
    void refusedPacketLeavesAnEmptyView() {
        wrap(PION);
        wrap(new byte[3]);
        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.sequenceNumber()).isZero();
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);
    }

    @Test
    void wrapsInsideALargerArray() {
        byte[] bytes = new byte[ONE_BYTE.length + 20];
        System.arraycopy(ONE_BYTE, 0, bytes, 7, ONE_BYTE.length);
        assertThat(packet.wrap(bytes, 7, ONE_BYTE.length)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.csrc(0)).isEqualTo(0x0a);
        assertThat(packet.absSendTime(3)).isEqualTo(0x010203);
        assertThat(packet.payloadOffset()).isEqualTo(7 + 36);
    }

    @Test
    void everyPrefixAndMutationStaysInsideThePacket() {
        for (byte[] message : new byte[][] {PION, ONE_BYTE, TWO_BYTE}) {
            Mutations.strictPrefixes(message, this::readEverything);
            Mutations.seeded(message, 20_000, this::readEverything);
        }
    }

    private void readEverything(byte[] bytes) {
        if (wrap(bytes) != RtpParseResult.OK) {
            return;
        }
        assertThat(packet.payloadOffset() + packet.payloadLength() + packet.paddingLength())
                .isEqualTo(bytes.length);
        assertThat(packet.payloadLength()).isNotNegative();
        for (int i = 0; i < packet.csrcCount(); i++) {
            packet.csrc(i);
        }
        for (int id = 0; id < 256; id++) {
            int offset = packet.extensionOffset(id);
            if (offset >= 0) {
                assertThat(offset + packet.extensionLength(id))
                        .isLessThanOrEqualTo(packet.payloadOffset());
            }
            packet.transportSequenceNumber(id);
            packet.absSendTime(id);
        }
    }
}
