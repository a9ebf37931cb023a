package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bytes that upstream's published software made: npm `@moq/flate` 0.1.3, `@moq/loc` 0.2.2 and
/// `@moq/hang` 0.3.5 (MIT or Apache-2.0), each from the input that the test names.
class UpstreamVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    /// `Flate.Encoder`, three records of a timeline in one group.
    @Test
    void readsATimelinesFrames() throws Exception {
        List<String> records = new ArrayList<>();
        try (FrameInflater inflater = new FrameInflater(1_000)) {
            for (String slice :
                    List.of(
                            "aa564a2fca2f2d50b232d0512a282956b232a80500",
                            "aa86091942858c0c0c0c6a0100",
                            "828b1a41454d40a20000")) {
                records.add(new String(inflater.frame(HEX.parseHex(slice)), UTF_8));
            }
        }

        assertThat(records)
                .containsExactly(
                        "{\"group\":0,\"pts\":0}",
                        "{\"group\":1,\"pts\":2000}",
                        "{\"group\":2,\"pts\":4000}");
    }

    /// `Flate.Encoder`, a catalog alone in its group.
    @Test
    void readsACompressedCatalog() {
        byte[] frame =
                HEX.parseHex(
                        "648d410a84400c04ffd267110f229217f8833d0f93e00425b3b8b38248fe2e23debc75"
                            + "15147d6257960c3ab189b116cdf6abd4b5fb77ac2366960842c5e626fe2897041a"
                            + "faee1193e89c0aa81f6f6325a8c956eb458d4158650ef180bb7b83f0677d3fbafb"
                            + "05");

        try (HangCatalogDecoder decoder = new HangCatalogDecoder(true)) {
            assertThat(decoder.decode(frame, 0))
                    .isEqualTo(
                            new CatalogResult.Read(
                                    Catalog.EMPTY.withVideo(
                                            "0.vp8",
                                            VideoRendition.of(
                                                    RenditionCommon.of("vp8"), 640, 480))));
        }
    }

    /// `Loc.Producer`, the bytes 1, 2, 3.
    @ParameterizedTest
    @CsvSource({
        "0, 021000010203",
        "33, 021021010203",
        "33333, 051080008235010203",
        "86400000000, 0910c00000141dd76000010203"
    })
    void writesLocAsUpstreamDoes(long timestampUs, String payload) {
        assertThat(LocContainer.encode(timestampUs, new byte[] {1, 2, 3}).payload())
                .isEqualTo(HEX.parseHex(payload));
    }

    /// `Cmaf.createVideoInitSegment` (base64 of it) for `avc1.42c01e`, 64x48.
    private static final String INIT =
            "AAAAHGZ0eXBpc29tAAACAGlzb21pc282bXA0MQAAAmFtb292AAAAbG12aGQAAAAAAAAAAAAAAAAA"
                    + "D0JAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAABxXRyYWsAAABcdGtoZAAAAAMAAAAAAAAA"
                    + "AAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + "AAAAAAAAAAAAAAAAAAAAAAAAAWFtZGlhAAAAIG1kaGQAAAAAAAAAAAAAAAAAD0JAAAAAAFXEAAAA"
                    + "AAAtaGRscgAAAAAAAAAAdmlkZQAAAAAAAAAAAAAAAFZpZGVvSGFuZGxlcgAAAAEMbWluZgAAABR2"
                    + "bWhkAAAAAQAAAAAAAAAAAAAAJWRpbmYAAAAdZHJlZgAAAAAAAAABAAAADXVybCAAAAABAAAAAMtz"
                    + "dGJsAAAAf3N0c2QAAAAAAAAAAQAAAG9hdmMxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAEAAMABI"
                    + "AAAASAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGP//AAAAGWF2Y0MB"
                    + "QsAe/+EABGdCCwABAAJozgAAABBzdHRzAAAAAAAAAAAAAAAQc3RzYwAAAAAAAAAAAAAAFHN0c3oA"
                    + "AAAAAAAAAAAAAAAAAAAQc3RjbwAAAAAAAAAAAAAAKG12ZXgAAAAgdHJleAAAAAAAAAABAAAAAQAA"
                    + "AAAAAAAAAAAAAA==";

    /// `Cmaf.encodeDataSegment`, a keyframe at 90 ms.
    private static final String KEYFRAME =
            "000000646d6f6f66000000106d66686400000000000000010000004c74726166000000107466"
                + "686400020000000000010000001474666474010000000000000000015f90000000207472756e"
                + "00000701000000010000006c00000bb800000006020000000000000e6d646174000000026501";

    /// The same, a delta frame at 93 ms.
    private static final String DELTA =
            "000000646d6f6f66000000106d66686400000000000000010000004c74726166000000107466"
                + "686400020000000000010000001474666474010000000000000000016b48000000207472756e"
                + "00000701000000010000006c00000bb800000006010100000000000e6d646174000000024101";

    @Test
    void readsCmafFragments() {
        RenditionCommon rendition =
                RenditionCommon.of("avc1.42c01e").withContainer(new Container.Cmaf(INIT));
        ContainerReader reader = ContainerReader.of(rendition).orElseThrow();
        List<String> samples = new ArrayList<>();
        for (String hex : List.of(KEYFRAME, DELTA)) {
            byte[] segment = HEX.parseHex(hex);
            assertThat(
                            reader.read(
                                    segment,
                                    true,
                                    (timestampUs, offset, length, keyframe) ->
                                            samples.add(
                                                    timestampUs
                                                            + ":"
                                                            + HEX.formatHex(
                                                                    segment,
                                                                    offset,
                                                                    offset + length)
                                                            + (keyframe ? "!" : ""))))
                    .isTrue();
        }

        assertThat(samples).containsExactly("90000:000000026501!", "93000:000000024101");
        assertThat(reader.description().map(HEX::formatHex))
                .hasValue("0142c01effe10004" + "67420b00" + "01000268ce");
    }
}
