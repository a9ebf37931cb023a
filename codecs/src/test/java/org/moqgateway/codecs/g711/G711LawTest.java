package org.moqgateway.codecs.g711;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G711LawTest {

    /// The files hold what FFmpeg 8 decodes of the bytes 0 … 255.
    @ParameterizedTest
    @CsvSource({"MU_LAW, mulaw.s16", "A_LAW, alaw.s16"})
    void decodesEveryCodeAsTheReferenceDoes(G711Law law, String file) throws IOException {
        ByteBuffer expected = ByteBuffer.wrap(read(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] codes = new byte[256];
        for (int code = 0; code < 256; code++) {
            codes[code] = (byte) code;
        }
        short[] decoded = new short[256];

        law.decode(codes, 0, 256, decoded, 0);

        for (int code = 0; code < 256; code++) {
            short sample = expected.getShort();
            assertThat(decoded[code]).as("code %d", code).isEqualTo(sample);
            assertThat(law.sample(code)).isEqualTo(sample);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MU_LAW, 0x00, -32124",
        "MU_LAW, 0x80, 32124",
        "MU_LAW, 0xff, 0",
        "MU_LAW, 0x7f, 0",
        "A_LAW, 0x2a, -32256",
        "A_LAW, 0xaa, 32256",
        "A_LAW, 0xd5, 8",
        "A_LAW, 0x55, -8"
    })
    void decodesTheEndsOfTheRange(G711Law law, String code, short sample) {
        assertThat(law.sample(Integer.decode(code))).isEqualTo(sample);
    }

    @Test
    void decodesIntoAPartOfAnArray() {
        short[] target = {1, 2, 3, 4};

        G711Law.MU_LAW.decode(new byte[] {9, (byte) 0x80, 9}, 1, 1, target, 2);

        assertThat(target).containsExactly((short) 1, (short) 2, (short) 32124, (short) 4);
        assertThatThrownBy(() -> G711Law.A_LAW.decode(new byte[3], 0, 4, new short[9], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> G711Law.A_LAW.decode(new byte[3], 0, 3, new short[2], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = G711LawTest.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(file);
            }
            return in.readAllBytes();
        }
    }
}
