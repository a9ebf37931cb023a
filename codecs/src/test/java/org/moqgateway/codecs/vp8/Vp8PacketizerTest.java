package org.moqgateway.codecs.vp8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

class Vp8PacketizerTest {
    private final Vp8Packetizer packetizer = new Vp8Packetizer();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0102030405 | 9  | 90808000 0102030405
                    0102030405 | 8  | 90808000 010203 / 80808000 0405
                    0102030405 | 7  | 90808000 010203 / 80808000 0405
                    0102030405 | 6  | 90808000 0102 / 80808000 0304 / 80808000 05
                    01020304   | 7  | 90808000 0102 / 80808000 0304
                    01         | 5  | 90808000 01
                    ''         | 5  | ''
                    """)
    void cutsFrames(String frame, int maxPayloadBytes, String payloads) {
        byte[] bytes = CommentedHex.bytes(frame);
        String expected = payloads.replaceAll("\\s", "");

        assertThat(payloads(packetizer.packetize(bytes, 0, bytes.length, maxPayloadBytes)))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split("/", -1)));
    }

    @Test
    void countsPicturesInFifteenBits() {
        byte[] frame = {1};
        for (int i = 0; i < 32_770; i++) {
            String payload = payloads(packetizer.packetize(frame, 0, 1, 5)).getFirst();
            assertThat(payload).isEqualTo("9080%04x01".formatted(0x8000 | (i % 32_768)));
        }
    }

    @Test
    void doesNotCountAFrameOfNothing() {
        packetizer.packetize(new byte[0], 0, 0, 5);

        assertThat(payloads(packetizer.packetize(new byte[] {1}, 0, 1, 5)))
                .containsExactly("9080800001");
    }

    /// Equal payloads but for the last can leave in one segmented send, and none is tiny.
    @Test
    void makesAsFewPayloadsAsPossibleAndThoseEqual() {
        byte[] frame = new byte[20_000];
        for (int limit = 200; limit <= 1460; limit++) {
            PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, limit);
            int count = packetized.count();

            assertThat(count).isEqualTo(Math.ceilDiv(frame.length, limit - 4));
            for (int i = 0; i < count - 1; i++) {
                assertThat(packetized.length(i)).isEqualTo(packetized.length(0));
            }
            assertThat(packetized.length(0)).isLessThanOrEqualTo(limit);
            assertThat(packetized.length(count - 1))
                    .isBetween(packetized.length(0) - count, packetized.length(0));
        }
    }

    @Test
    void readsItsRangeAloneAndKeepsNothing() {
        byte[] bytes = CommentedHex.bytes("01 02 03 04");
        PacketizedFrame frame = packetizer.packetize(bytes, 1, 2, 1200);
        bytes[1] = 9;

        assertThat(payloads(frame)).containsExactly("908080000203");
        assertThatThrownBy(() -> packetizer.packetize(bytes, 2, 3, 1200))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesALimitWithoutRoomForAByte() {
        assertThatThrownBy(() -> packetizer.packetize(new byte[1], 0, 1, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> payloads(PacketizedFrame frame) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            payloads.add(HexFormat.of().formatHex(PacketFeed.payload(frame, i)));
        }
        return payloads;
    }
}
