package org.moqgateway.codecs.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.opus.OpusPacket.Defect;
import org.moqgateway.codecs.opus.OpusPacket.Invalid;
import org.moqgateway.codecs.opus.OpusPacket.Valid;

class OpusPacketTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # hex,                config, stereo, frames, samples of a frame, silent
                    fc aabbcc,               31,  true,  1, 960,  false
                    f8,                      31,  false, 1, 960,  true
                    f8 aa,                   31,  false, 1, 960,  true
                    08 aabb,                 1,   false, 1, 960,  false
                    81 aabb,                 16,  false, 2, 120,  true
                    81 aabbccdd,             16,  false, 2, 120,  false
                    82 02 aabb cc,           16,  false, 2, 120,  false
                    82 00,                   16,  false, 2, 120,  true
                    0b 04 aabbccdd,          1,   false, 4, 960,  true
                    0f 83 01 02 aa bbcc dd,  1,   true,  3, 960,  false
                    0b 41 02 aabb 0000,      1,   false, 1, 960,  false
                    0b c2 01 01 aa bb 00,    1,   false, 2, 960,  true
                    1b 02 aabb,              3,   false, 2, 2880, true
                    83 30,                   16,  false, 48, 120, true
                    """)
    void readsTheStructure(
            String hex,
            int configuration,
            boolean stereo,
            int frames,
            int samples,
            boolean silent) {
        OpusPacket packet = parse(CommentedHex.bytes(hex));

        assertThat(packet).isEqualTo(new Valid(configuration, stereo, frames, samples, silent));
        assertThat(((Valid) packet).durationSamples()).isEqualTo(frames * samples);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "81 aabbcc, UNEVEN_FRAMES", // code 1, three bytes
        "0b 02 aabbcc, UNEVEN_FRAMES", // code 3, constant bit rate
        "82, TRUNCATED", // code 2 without a length
        "82 fc, TRUNCATED", // half of a length
        "82 03 aabb, TRUNCATED", // a length beyond the end
        "0b, TRUNCATED", // code 3 without its header
        "0b 83 01, TRUNCATED", // a length is missing
        "0b 83 01 01 aa, TRUNCATED", // frames beyond the end
        "0b 41, TRUNCATED", // no padding length
        "0b 41 ff, TRUNCATED", // it goes on
        "0b 41 05 aa, TRUNCATED", // padding beyond the end
        "0b 00, NO_FRAMES",
        "1b 03 aabbcc, TOO_MUCH_SOUND", // 3 · 60 ms
        "83 31, TOO_MUCH_SOUND" // 49 · 2.5 ms
    })
    void refusesWhatTheSpecificationForbids(String hex, Defect defect) {
        assertThat(parse(CommentedHex.bytes(hex))).isEqualTo(new Invalid(defect));
    }

    @Test
    void refusesFramesBeyondTheLargestSize() {
        byte[] packet = new byte[1 + 1276];
        packet[0] = (byte) 0xf8;

        assertThat(parse(packet)).isEqualTo(new Invalid(Defect.FRAME_TOO_LONG));
        assertThat(parse(Arrays.copyOf(packet, 1 + 1275))).isInstanceOf(Valid.class);
    }

    @Test
    void readsLengthsOfTwoBytes() {
        byte[] packet = new byte[3 + 1275];
        packet[0] = (byte) 0x82;
        packet[1] = (byte) 0xff;
        packet[2] = (byte) 0xff; // 255 · 4 + 255 = 1275

        assertThat(parse(packet)).isEqualTo(new Valid(16, false, 2, 120, false));
        assertThat(parse(Arrays.copyOf(packet, 3 + 1274))).isEqualTo(new Invalid(Defect.TRUNCATED));
    }

    @Test
    void readsPaddingOfManyBytes() {
        byte[] packet = new byte[2 + 2 + 1 + 254 + 3];
        packet[0] = 0x0b;
        packet[1] = 0x41;
        packet[2] = (byte) 0xff;
        packet[3] = 3; // 254 + 3 bytes of padding, one of sound

        assertThat(parse(packet)).isEqualTo(new Valid(1, false, 1, 960, true));
    }

    /// RFC 6716 Table 2.
    @Test
    void knowsTheFrameSizeOfEveryConfiguration() {
        int[] silk = {480, 960, 1920, 2880};
        int[] hybrid = {480, 960};
        int[] celt = {120, 240, 480, 960};
        for (int configuration = 0; configuration < 32; configuration++) {
            int expected =
                    configuration < 12
                            ? silk[configuration % 4]
                            : configuration < 16
                                    ? hybrid[configuration % 2]
                                    : celt[configuration % 4];
            Valid packet = (Valid) parse(new byte[] {(byte) (configuration << 3)});
            assertThat(packet.frameSamples()).as("%d", configuration).isEqualTo(expected);
        }
    }

    @Test
    void takesAnyBytesWithoutAnException() {
        Random random = new Random(6716);
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(20)];
            random.nextBytes(noise);
            if (parse(noise) instanceof Valid valid) {
                assertThat(valid.durationSamples()).isBetween(120, 5760);
                assertThat(valid.frameCount()).isBetween(1, 48);
            }
        }
    }

    @Test
    void staysInsideOfItsRange() {
        byte[] bytes = CommentedHex.bytes("0b 82 02 aabb cc 0b");

        assertThat(OpusPacket.parse(bytes, 1, 5)).isEqualTo(new Valid(16, false, 2, 120, false));
        assertThatThrownBy(() -> OpusPacket.parse(bytes, 5, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static OpusPacket parse(byte[] bytes) {
        return OpusPacket.parse(bytes, 0, bytes.length);
    }
}
