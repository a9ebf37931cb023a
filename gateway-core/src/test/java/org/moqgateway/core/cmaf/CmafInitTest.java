package org.moqgateway.core.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CmafInitTest {
    private static String description(byte[] segment) {
        return CmafInit.parse(segment)
                .orElseThrow()
                .description()
                .map(HexFormat.of()::formatHex)
                .orElse("none");
    }

    @Test
    void readsWhatFfmpegWrote() {
        CmafInit avc = CmafInit.parse(Mp4File.read(Mp4File.AVC_3_SAMPLES).init()).orElseThrow();
        assertThat(avc.timescale()).isEqualTo(12_800);
        assertThat(avc.defaults()).isEqualTo(SampleDefaults.NONE);
        // avcC: version 1, profile 66, lengths of 4 bytes, one SPS, one PPS.
        assertThat(avc.description().map(HexFormat.of()::formatHex))
                .hasValue("0142d00bff" + "e1000d6742d00b8c684730101e1108d4" + "01000468ce3c80");

        CmafInit aac = CmafInit.parse(Mp4File.read(Mp4File.AAC).init()).orElseThrow();
        assertThat(aac.timescale()).isEqualTo(48_000);
        // AudioSpecificConfig: AAC-LC, 48 kHz, one channel, and an extension that says none.
        assertThat(aac.description().map(HexFormat.of()::formatHex)).hasValue("118856e500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hvc1", "hev1"})
    void takesTheConfigurationOfHevcAfterOtherBoxes(String type) {
        byte[] entry =
                Boxes.visual(type, Boxes.box("colr", "6e636c78"), Boxes.box("hvcC", "0102030405"));

        assertThat(description(Boxes.init(Boxes.clock(90_000), entry, ""))).isEqualTo("0102030405");
    }

    @Test
    void hasNoConfigurationForCodecsThatNeedNone() {
        byte[] entry = Boxes.visual("vp09", Boxes.box("vpcC", "01000000"));
        byte[] avcWithout = Boxes.visual("avc1", Boxes.box("pasp", "0000000100000001"));

        assertThat(description(Boxes.init(Boxes.clock(1_000), entry, ""))).isEqualTo("none");
        assertThat(description(Boxes.init(Boxes.clock(1_000), avcWithout, ""))).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // ES_Descriptor(id, flags), DecoderConfigDescriptor, DecoderSpecificInfo
                "0319 0000 00  0411 40150000000000000000000000  0502 1190  0601 02",
                // Lengths of four bytes, as QuickTime writes them
                "03808080 1c 0000 00  04808080 14 40150000000000000000000000  05808080 02 1190",
                // Depends on another stream, has a URL of two bytes and a clock reference
                "031d 0000 e0 0007 02 4142 0009  0411 40150000000000000000000000  0502 1190"
            })
    void findsTheAudioSpecificConfig(String descriptors) {
        byte[] entry =
                Boxes.box(
                        "mp4a",
                        new byte[28],
                        Boxes.box("esds", Boxes.hex("00000000" + descriptors)));

        assertThat(description(Boxes.init(Boxes.clock(48_000), entry, ""))).isEqualTo("1190");
    }

    @Test
    void readsTheLongMediaHeaderAndTheTracksDefaults() {
        byte[] segment =
                Boxes.init(
                        "01000000 0000000000000000 0000000000000000 fffffffe 0000000000000000"
                                + "55c40000",
                        Boxes.visual("vp08"),
                        "00000000 00000001 00000001 00000200 00000003 01010000");

        CmafInit init = CmafInit.parse(segment).orElseThrow();
        assertThat(init.timescale()).isEqualTo(0xffff_fffeL);
        assertThat(init.defaults()).isEqualTo(new SampleDefaults(512, 3, 0x0101_0000));
    }

    @Test
    void refusesASegmentWithoutAClock() {
        byte[] entry = Boxes.visual("vp08");

        assertThat(CmafInit.parse(Boxes.init(Boxes.clock(0), entry, ""))).isEmpty();
        assertThat(CmafInit.parse(Boxes.init("07000000", entry, ""))).isEmpty();
        assertThat(CmafInit.parse(Boxes.init("00", entry, ""))).isEmpty();
        assertThat(CmafInit.parse(Boxes.init(Boxes.clock(1), new byte[0], ""))).isEmpty();
    }

    @Test
    void refusesEveryPrefixThatCutsTheMovieAndSurvivesMutations() {
        byte[] whole = Mp4File.read(Mp4File.AVC_3_SAMPLES).init();
        for (int length = 0; length < whole.length; length++) {
            assertThat(CmafInit.parse(Arrays.copyOf(whole, length))).isEmpty();
        }
        byte[] aac = Mp4File.read(Mp4File.AAC).init();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = (i % 2 == 0 ? whole : aac).clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            CmafInit.parse(mutated)
                    .flatMap(CmafInit::description)
                    .ifPresent(bytes -> assertThat(bytes.length).isLessThan(mutated.length));
        }
    }
}
