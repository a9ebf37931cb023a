package org.moqgateway.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.DependencyDescriptors;
import org.moqgateway.core.netem.Hex;

class RtpWriterTest {
    private final byte[] buffer = new byte[400];

    @Test
    void writesABareHeader() {
        RtpWriter writer = new RtpWriter(0x1c642782, 96, HeaderExtensions.NONE);
        int end =
                writer.marker(true).sequenceNumber(27023).rtpTimestamp(0xd9c293da).write(buffer, 0);
        assertThat(Arrays.copyOf(buffer, end)).isEqualTo(Hex.bytes("80e0698f d9c293da 1c642782"));
    }

    @Test
    void writesExtensionsInTheOneByteForm() {
        RtpWriter writer = new RtpWriter(7, 102, new HeaderExtensions(4, "v0", 5, 2));
        int end =
                writer.sequenceNumber(0x1ffff)
                        .rtpTimestamp(1)
                        .transportSequenceNumber(0x1abcd)
                        .absSendTime(0x123456)
                        .write(buffer, 3);
        assertThat(end).isEqualTo(3 + writer.headerBytes());
        assertThat(Arrays.copyOfRange(buffer, 3, end))
                .isEqualTo(
                        Hex.bytes(
                                """
                                90 66 ff ff  00 00 00 01  00 00 00 07
                                be de 00 03
                                41 76 30     # mid "v0"
                                51 ab cd     # transport-wide sequence number
                                22 12 34 56  # absolute send time
                                00 00
                                """));
    }

    @Test
    void takesTheTwoByteFormForLargeIdentifiersAndLongMids() {
        String mid = "a-mid-of-more-than-16-bytes";
        RtpWriter writer = new RtpWriter(7, 102, new HeaderExtensions(15, mid, 200, 1));
        int end = writer.transportSequenceNumber(513).absSendTime(77).write(buffer, 0);
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(buffer, 0, end)).isEqualTo(RtpParseResult.OK);
        assertThat(packet.extensionEquals(15, mid.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(packet.transportSequenceNumber(200)).isEqualTo(513);
        assertThat(packet.absSendTime(1)).isEqualTo(77);
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void putsTheDescriptorBehindTheOtherExtensions() {
        RtpWriter writer = new RtpWriter(7, 102, new HeaderExtensions(0, "", 5, 0, 13));
        byte[] structure = {(byte) 0x81, 0x22, 0x33};
        var described =
                new DependencyDescriptors(
                        new byte[] {(byte) 0x80, 0x42}, new byte[] {0, 1}, structure);
        writer.sequenceNumber(1).rtpTimestamp(1).transportSequenceNumber(0xabcd);
        Arrays.fill(buffer, (byte) 0xee);

        int end = writer.descriptor(described, 0, 0x1_ffff).write(buffer, 3);
        assertThat(Arrays.copyOfRange(buffer, 3, end))
                .isEqualTo(
                        Hex.bytes(
                                """
                                90 66 00 01  00 00 00 01  00 00 00 07
                                be de 00 03
                                51 ab cd              # transport-wide sequence number
                                d5 80 ff ff 81 22 33  # descriptor with structure
                                00 00
                                """));
        end = writer.descriptor(described, 1, 0x1_ffff).write(buffer, 3);
        assertThat(Arrays.copyOfRange(buffer, 3 + 12, end))
                .isEqualTo(Hex.bytes("be de 00 02  51 ab cd  d2 42 00 00  00"));
        end = writer.descriptor(DependencyDescriptors.NONE, 1, 0).write(buffer, 3);
        assertThat(Arrays.copyOfRange(buffer, 3 + 12, end))
                .isEqualTo(Hex.bytes("be de 00 01  51 ab cd  00"));
    }

    @Test
    void writesADescriptorThatIsTheOnlyExtensionInBothForms() {
        var described =
                new DependencyDescriptors(new byte[] {(byte) 0xc1}, new byte[1], new byte[0]);
        RtpWriter oneByte = new RtpWriter(7, 102, new HeaderExtensions(0, "", 0, 0, 4));
        int end = oneByte.descriptor(described, 0, 9).write(buffer, 0);
        assertThat(oneByte.headerBytes()).isEqualTo(12);
        assertThat(buffer[0]).isEqualTo((byte) 0x90);
        assertThat(Arrays.copyOfRange(buffer, 12, end))
                .isEqualTo(Hex.bytes("be de 00 01  42 c1 00 09"));
        assertThat(oneByte.descriptor(DependencyDescriptors.NONE, 0, 9).write(buffer, 0))
                .isEqualTo(12);
        assertThat(buffer[0]).isEqualTo((byte) 0x80);

        RtpWriter twoByte = new RtpWriter(7, 102, new HeaderExtensions(0, "", 0, 0, 15));
        end = twoByte.descriptor(described, 0, 9).write(buffer, 0);
        assertThat(Arrays.copyOfRange(buffer, 12, end))
                .isEqualTo(Hex.bytes("10 00 00 02  0f 03 c1 00 09  00 00 00"));
    }

    @Test
    void refusesIdentifiersThatCannotBeNegotiated() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HeaderExtensions(1, "a", 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeaderExtensions(0, "", 5, 0, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeaderExtensions(256, "a", 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeaderExtensions(1, "", 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RtpWriter(1, 128, HeaderExtensions.NONE));
    }

    @Test
    void absSendTimeIsSecondsIn6Dot18FixedPoint() {
        assertThat(AbsSendTime.of(0)).isZero();
        assertThat(AbsSendTime.of(1_500_000_000L)).isEqualTo(3 << 17);
        assertThat(AbsSendTime.of(64_000_000_000L)).isZero();
        assertThat(AbsSendTime.of(-1)).isEqualTo(0xffffff);
    }
}
