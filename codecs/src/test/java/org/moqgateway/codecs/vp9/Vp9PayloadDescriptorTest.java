package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;

class Vp9PayloadDescriptorTest {
    private final Vp9PayloadDescriptor descriptor = new Vp9PayloadDescriptor();

    /// Made by hand from RFC 9628 §4.2; a byte of frame follows each. In `flags` stands a
    /// letter for each of P L B E and D.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # hex,                            size, flags, id, tl0, tid, sid, references, layers
                    0c aa,                             1,   BE,    -1,  -1,   0,   0,      '', 0
                    48 aa,                             1,   PB,    -1,  -1,   0,   0,      '', 0
                    01 aa,                             1,   '',    -1,  -1,   0,   0,      '', 0
                    80 7f aa,                          2,   '',   127,  -1,   0,   0,      '', 0
                    80 81 02 aa,                       3,   '',   258,  -1,   0,   0,      '', 0
                    8c ff ff aa,                       3,   BE, 32767,  -1,   0,   0,      '', 0
                    a8 81 02 45 fe aa,                 5,  LBD,   258, 254,   2,   2,      '', 0
                    a8 81 02 30 07 aa,                 5,   LB,   258,   7,   1,   0,      '', 0
                    b8 81 02 0e aa,                    4,   LB,   258,  -1,   0,   7,      '', 0
                    90 05 aa,                          2,   '',     5,  -1,   0,   0,      '', 0
                    d4 05 02 aa,                       3,   PE,     5,  -1,   0,   0,       1, 0
                    d0 05 03 04 aa,                    4,    P,     5,  -1,   0,   0,     1 2, 0
                    f8 85 00 43 03 05 fe aa,           7, PLBD,  1280,  -1,   2,   1, 1 2 127, 0
                    8a 05 00 aa,                       3,    B,     5,  -1,   0,   0,      '', 1
                    8a 05 30 0280 01e0 0500 03c0 aa,  11,    B,     5,  -1,   0,   0,      '', 2
                    8a 05 08 00 aa,                    4,    B,     5,  -1,   0,   0,      '', 1
                    8a 05 18 0280 01e0 01 04 01 aa,   10,    B,     5,  -1,   0,   0,      '', 1
                    8a 05 08 02 00 58 01 02 aa,        8,    B,     5,  -1,   0,   0,      '', 1
                    8a 05 0f 01 0f 01 02 03 aa,        8,    B,     5,  -1,   0,   0,      '', 1
                    """)
    void readsTheTable(
            String hex,
            int bytes,
            String flags,
            int pictureId,
            int tl0PicIdx,
            int temporalId,
            int spatialId,
            String references,
            int layers) {
        byte[] payload = CommentedHex.bytes("ee" + hex);

        assertThat(descriptor.parse(payload, 1, payload.length - 1)).isTrue();
        assertThat(descriptor.bytes()).isEqualTo(bytes);
        assertThat(flags()).isEqualTo(flags);
        assertThat(descriptor.pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(tl0PicIdx);
        assertThat(descriptor.temporalId()).isEqualTo(temporalId);
        assertThat(descriptor.spatialId()).isEqualTo(spatialId);
        assertThat(references()).isEqualTo(references);
        assertThat(descriptor.spatialLayers()).isEqualTo(layers);
        for (int length = 0; length < payload.length - 1; length++) {
            assertThat(descriptor.parse(payload, 1, length)).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void refusesMoreThanThreeReferences() {
        byte[] payload = CommentedHex.bytes("d0 05 03 05 07 08 aa aa aa");

        assertThat(descriptor.parse(payload, 0, payload.length)).isFalse();
    }

    @Test
    void takesAStructureOfEveryLength() {
        byte[] payload = new byte[2_000];
        payload[0] = 0x0a;
        payload[1] = (byte) 0xf8;
        for (int pictures = 0; pictures < 256; pictures++) {
            payload[34] = (byte) pictures;
            for (int i = 0; i < pictures; i++) {
                payload[35 + 4 * i] = 0x0c; // three references
            }

            assertThat(descriptor.parse(payload, 0, payload.length)).isTrue();
            assertThat(descriptor.bytes()).isEqualTo(2 + 32 + 1 + 4 * pictures);
            assertThat(descriptor.spatialLayers()).isEqualTo(8);
        }
    }

    private String flags() {
        return (descriptor.interPicturePredicted() ? "P" : "")
                + (descriptor.hasLayerIndices() ? "L" : "")
                + (descriptor.begin() ? "B" : "")
                + (descriptor.end() ? "E" : "")
                + (descriptor.interLayerPredicted() ? "D" : "");
    }

    private String references() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < descriptor.references(); i++) {
            text.append(i == 0 ? "" : " ").append(descriptor.pictureDiff(i));
        }
        return text.toString();
    }
}
