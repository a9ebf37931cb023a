package org.moqgateway.codecs.nal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;

class AnnexBReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    00000109f0 0000016742     | 09f0 6742    # three bytes
                    0000000109f0 000000016742 | 09f0 6742    # four bytes
                    0000000109f0 0000016742   | 09f0 6742    # mixed
                    000000000000016742 000000 | 6742         # zeros around
                    aabb 0000016742           | 6742         # bytes before the first start code
                    000001 000001 6742        | 6742         # a NAL unit without a byte
                    000001 41000301           | 41000301     # one zero is no start code
                    000001 410000030001       | 410000030001 # emulation prevention
                    000001 41 000001          | 41           # a start code at the end
                    """)
    void findsNalUnits(String stream, String expected) {
        byte[] bytes = CommentedHex.bytes(stream);

        assertThat(nals(bytes, 0, bytes.length))
                .containsExactly(expected.replaceAll("\\s*#.*", "").split(" "));
    }

    @ParameterizedTest
    @CsvSource({"''", "00", "0000", "000001", "00000001", "0000000000", "6742c01e", "000002ff"})
    void findsNothingWithoutAStartCodeAndAByte(String stream) {
        byte[] bytes = CommentedHex.bytes(stream);

        assertThat(nals(bytes, 0, bytes.length)).isEmpty();
    }

    @Test
    void staysInsideOfItsRange() {
        byte[] bytes = CommentedHex.bytes("00 00 01 41 9a 00 00 01 41 9b");

        assertThat(nals(bytes, 1, 8)).containsExactly("41");
        assertThat(nals(bytes, 0, 5)).containsExactly("419a");
        assertThatThrownBy(() -> new AnnexBReader().reset(bytes, 5, 6))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void agreesWithAPlainSearchOverRandomBytes() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(3);
            }
            assertThat(nals(bytes, 0, bytes.length)).isEqualTo(plainSearch(bytes));
        }
    }

    private static List<String> nals(byte[] bytes, int offset, int length) {
        AnnexBReader reader = new AnnexBReader().reset(bytes, offset, length);
        List<String> found = new ArrayList<>();
        while (reader.next()) {
            int end = reader.nalOffset() + reader.nalLength();
            found.add(HexFormat.of().formatHex(bytes, reader.nalOffset(), end));
        }
        return found;
    }

    private static List<String> plainSearch(byte[] bytes) {
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes);
        List<String> parts = new ArrayList<>(Arrays.asList(hex.split("00 00 01", -1)));
        parts.removeFirst();
        parts.replaceAll(part -> part.replace(" ", "").replaceAll("(?:00)+$", ""));
        parts.removeIf(String::isEmpty);
        return parts;
    }
}
