package org.moqgateway.moq.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarIntTest {
    private static final HexFormat HEX = HexFormat.of();

    // The first four of RFC 9000 Appendix A.1, then the edges of each length.
    @ParameterizedTest
    @CsvSource({
        "c2197c5eff14e88c, 151288809941952652",
        "9d7f3e7d, 494878333",
        "7bbd, 15293",
        "25, 37",
        "00, 0",
        "3f, 63",
        "4040, 64",
        "7fff, 16383",
        "80004000, 16384",
        "bfffffff, 1073741823",
        "c000000040000000, 1073741824",
        "ffffffffffffffff, 4611686018427387903"
    })
    void readsAndWritesTheTable(String hex, long value) {
        byte[] bytes = HEX.parseHex(hex);
        byte[] written = new byte[bytes.length];

        assertThat(VarInt.decode(bytes, 0, bytes.length)).isEqualTo(value);
        assertThat(VarInt.length(value)).isEqualTo(bytes.length);
        assertThat(VarInt.lengthFromFirstByte(bytes[0])).isEqualTo(bytes.length);
        assertThat(VarInt.encode(value, written, 0)).isEqualTo(bytes.length);
        assertThat(written).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"4025, 37", "80000025, 37", "c000000000000025, 37"})
    void readsLongerFormsThanNeeded(String hex, long value) {
        byte[] bytes = HEX.parseHex(hex);

        assertThat(VarInt.decode(bytes, 0, bytes.length)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"c2197c5eff14e88c", "9d7f3e7d", "7bbd", "25"})
    void saysIncompleteForEveryStrictPrefix(String hex) {
        byte[] bytes = HEX.parseHex(hex);

        for (int limit = 0; limit < bytes.length; limit++) {
            assertThat(VarInt.decode(bytes, 0, limit)).isEqualTo(VarInt.INCOMPLETE);
        }
    }

    @Test
    void roundTripsAnywhereInAnArray() {
        Random random = new Random(1);
        byte[] bytes = new byte[20];
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >>> (2 + random.nextInt(62));
            int offset = random.nextInt(12);
            int length = VarInt.encode(value, bytes, offset);

            assertThat(VarInt.decode(bytes, offset, offset + length)).isEqualTo(value);
        }
    }

    @Test
    void refusesValuesThatDoNotFit() {
        assertThatThrownBy(() -> VarInt.length(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VarInt.length(VarInt.MAX_VALUE + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, 1",
        "1, 2",
        "-2, 3",
        "2305843009213693951, 4611686018427387902",
        "-2305843009213693952, 4611686018427387903"
    })
    void zigzagsSignedNumbers(long signed, long value) {
        assertThat(VarInt.zigzag(signed)).isEqualTo(value);
        assertThat(VarInt.unzigzag(value)).isEqualTo(signed);
    }

    @Test
    void refusesSignedNumbersThatDoNotFit() {
        assertThatThrownBy(() -> VarInt.zigzag(1L << 61))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VarInt.zigzag(-(1L << 61) - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsNumbersThatComeInPieces() {
        byte[] bytes = HEX.parseHex("25" + "7bbd" + "c2197c5eff14e88c" + "9d7f3e7d");
        VarIntReader reader = new VarIntReader();
        List<Long> read = new ArrayList<>();
        for (byte b : bytes) {
            long value = reader.read(ByteBuffer.wrap(new byte[] {b}));
            assertThat(reader.within()).isEqualTo(value == VarInt.INCOMPLETE);
            if (value != VarInt.INCOMPLETE) {
                read.add(value);
            }
        }

        assertThat(read).containsExactly(37L, 15293L, 151288809941952652L, 494878333L);
        assertThat(reader.read(ByteBuffer.allocate(0))).isEqualTo(VarInt.INCOMPLETE);
    }
}
