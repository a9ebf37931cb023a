package org.moqgateway.codecs.vp8;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;

class Vp8PayloadDescriptorTest {
    private final Vp8PayloadDescriptor descriptor = new Vp8PayloadDescriptor();

    /// Made by hand from RFC 7741 §4.2; a byte of frame follows each.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # hex,            bytes, start, partition, picture, tl0, tid, sync,  keyidx
                    10 aa,                1, true,  0,           -1,  -1,  -1, false, -1
                    00 aa,                1, false, 0,           -1,  -1,  -1, false, -1
                    13 aa,                1, true,  3,           -1,  -1,  -1, false, -1
                    07 aa,                1, false, 7,           -1,  -1,  -1, false, -1
                    30 aa,                1, true,  0,           -1,  -1,  -1, false, -1
                    58 aa,                1, true,  0,           -1,  -1,  -1, false, -1
                    90 00 aa,             2, true,  0,           -1,  -1,  -1, false, -1
                    90 0f aa,             2, true,  0,           -1,  -1,  -1, false, -1
                    90 80 7f aa,          3, true,  0,          127,  -1,  -1, false, -1
                    90 80 81 02 aa,       4, true,  0,          258,  -1,  -1, false, -1
                    90 80 ff ff aa,       4, true,  0,        32767,  -1,  -1, false, -1
                    90 40 fe aa,          3, true,  0,           -1, 254,  -1, false, -1
                    90 20 60 aa,          3, true,  0,           -1,  -1,   1, true,  -1
                    90 20 df aa,          3, true,  0,           -1,  -1,   3, false, -1
                    90 10 df aa,          3, true,  0,           -1,  -1,  -1, false, 31
                    90 30 a5 aa,          3, true,  0,           -1,  -1,   2, true,   5
                    90 f0 81 02 fe a5 aa, 6, true,  0,          258, 254,   2, true,   5
                    82 e0 05 fe 40 aa,    5, false, 2,            5, 254,   1, false, -1
                    """)
    void readsTheTable(
            String hex,
            int bytes,
            boolean start,
            int partition,
            int pictureId,
            int tl0PicIdx,
            int temporalId,
            boolean layerSync,
            int keyIdx) {
        byte[] payload = CommentedHex.bytes("ee" + hex);

        assertThat(descriptor.parse(payload, 1, payload.length - 1)).isTrue();
        assertThat(descriptor.bytes()).isEqualTo(bytes);
        assertThat(descriptor.startOfPartition()).isEqualTo(start);
        assertThat(descriptor.partition()).isEqualTo(partition);
        assertThat(descriptor.startOfFrame()).isEqualTo(start && partition == 0);
        assertThat(descriptor.pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(tl0PicIdx);
        assertThat(descriptor.temporalId()).isEqualTo(temporalId);
        assertThat(descriptor.layerSync()).isEqualTo(layerSync);
        assertThat(descriptor.keyIdx()).isEqualTo(keyIdx);
    }

    @ParameterizedTest
    @CsvSource({"10", "90 00", "90 80 7f", "90 80 81 02", "90 f0 81 02 fe a5", "82 e0 05 fe 40"})
    void refusesADescriptorWithoutAFrameBehindItAndEveryPrefix(String hex) {
        byte[] payload = CommentedHex.bytes(hex + "aa");
        for (int length = 0; length < payload.length; length++) {
            assertThat(descriptor.parse(payload, 0, length)).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void readsWhatThePacketizerWrites() {
        Vp8Packetizer packetizer = new Vp8Packetizer();
        for (int i = 0; i < 40_000; i++) {
            byte[] data = packetizer.packetize(new byte[2], 0, 2, 5).data();

            assertThat(descriptor.parse(data, 0, 5)).isTrue();
            assertThat(descriptor.startOfFrame()).isTrue();
            assertThat(descriptor.pictureId()).isEqualTo(i % 32_768);
            assertThat(descriptor.parse(data, 5, 5)).isTrue();
            assertThat(descriptor.startOfPartition()).isFalse();
            assertThat(descriptor.pictureId()).isEqualTo(i % 32_768);
        }
    }
}
