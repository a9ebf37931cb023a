package org.moqgateway.codecs.g722;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The streams were made by us and decoded by FFmpeg 8, whose decoder keeps the ITU's vectors.
/// `mix` is one second that FFmpeg encoded: a sweep, noise at full level, silence, a clipped
/// square wave, a faint tone. `noise` is 4000 random bytes, so that every code follows every
/// other.
class G722DecoderTest {

    @ParameterizedTest
    @ValueSource(strings = {"mix", "noise"})
    void decodesEverySampleAsTheReferenceDoes(String name) throws IOException {
        byte[] codes = read(name + ".g722");
        short[] expected = samples(read(name + ".s16"));
        short[] decoded = new short[2 * codes.length];

        new G722Decoder().decode(codes, 0, codes.length, decoded, 0);

        assertThat(decoded).isEqualTo(expected);
    }

    @Test
    void decodesTheSameInPiecesOfAnySize() throws IOException {
        byte[] codes = read("mix.g722");
        short[] expected = samples(read("mix.s16"));
        short[] decoded = new short[expected.length];
        G722Decoder decoder = new G722Decoder();
        Random random = new Random(3);
        for (int at = 0; at < codes.length; ) {
            int length = Math.min(random.nextInt(400), codes.length - at);
            decoder.decode(codes, at, length, decoded, 2 * at);
            at += length;
        }

        assertThat(decoded).isEqualTo(expected);
    }

    @Test
    void adaptsAgainAfterLostBytes() throws IOException {
        byte[] codes = read("mix.g722");
        short[] expected = samples(read("mix.s16"));
        short[] decoded = new short[expected.length];
        G722Decoder decoder = new G722Decoder();
        int resumed = 5000; // everything up to the square wave is lost
        decoder.decode(codes, resumed, codes.length - resumed, decoded, 2 * resumed);

        long error = 0;
        long power = 0;
        for (int i = 2 * 7000; i < expected.length; i++) { // in the faint tone
            error += Math.abs(decoded[i] - expected[i]);
            power += Math.abs(expected[i]);
        }
        assertThat(error * 50).isLessThan(power);
    }

    @Test
    void allocatesNothing() throws IOException {
        byte[] codes = read("noise.g722");
        short[] decoded = new short[2 * codes.length];
        G722Decoder decoder = new G722Decoder();
        decoder.decode(codes, 0, codes.length, decoded, 0);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            decoder.decode(codes, 0, codes.length, decoded, 0);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(codes.length);
    }

    @Test
    void refusesRangesOutsideOfTheArrays() {
        G722Decoder decoder = new G722Decoder();

        assertThatThrownBy(() -> decoder.decode(new byte[4], 1, 4, new short[8], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(new byte[4], 0, 4, new short[8], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        short[] untouched = new short[1];
        decoder.decode(new byte[0], 0, 0, untouched, 0);
        assertThat(Arrays.equals(untouched, new short[1])).isTrue();
    }

    private static short[] samples(byte[] bytes) {
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = G722DecoderTest.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(file);
            }
            return in.readAllBytes();
        }
    }
}
