package org.moqgateway.core.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CmafFragmentReaderTest {
    /// Keyframe flags as upstream and FFmpeg write them, and those of a delta frame.
    private static final String KEY = "02000000";

    private static final String DELTA = "01010000";

    private static final byte[] TFHD = Boxes.box("tfhd", "00020000 00000001");
    private static final byte[] TFDT = Boxes.box("tfdt", "01000000 0000000000015f90");

    private static CmafInit init(int timescale, String trex) {
        byte[] segment = Boxes.init(Boxes.clock(timescale), Boxes.visual("vp08"), trex);
        return CmafInit.parse(segment).orElseThrow();
    }

    private final CmafFragmentReader reader = new CmafFragmentReader(init(90_000, ""));

    /// Samples as `time:bytes`, with `!` after those that are keyframes.
    private static List<String> samples(CmafFragmentReader reader, byte[] payload) {
        List<String> samples = new ArrayList<>();
        boolean read =
                reader.read(
                        payload,
                        (timestampUs, offset, length, keyframe) ->
                                samples.add(
                                        timestampUs
                                                + ":"
                                                + HexFormat.of()
                                                        .formatHex(payload, offset, offset + length)
                                                + (keyframe ? "!" : "")));
        assertThat(read).isEqualTo(!samples.isEmpty());
        return samples;
    }

    private List<String> samples(byte[] payload) {
        return samples(reader, payload);
    }

    private static byte[] fragment(String mdat, byte[]... boxes) {
        return Boxes.fragment(Boxes.hex(mdat), boxes);
    }

    @ParameterizedTest
    @CsvSource({Mp4File.AVC_3_SAMPLES + ", 2", Mp4File.AVC_BASE_DATA_OFFSET + ", 6"})
    void readsWhatFfmpegWrote(String name, int fragments) {
        Mp4File file = Mp4File.read(name);
        CmafFragmentReader avc = new CmafFragmentReader(CmafInit.parse(file.init()).orElseThrow());
        List<String> seen = new ArrayList<>();
        for (byte[] payload : file.fragments()) {
            assertThat(
                            avc.read(
                                    payload,
                                    (timestampUs, offset, length, keyframe) -> {
                                        assertThat(nalUnits(payload, offset, length))
                                                .isEqualTo(keyframe ? "5" : "1");
                                        seen.add(timestampUs + (keyframe ? "!" : ""));
                                    }))
                    .isTrue();
        }

        assertThat(file.fragments()).hasSize(fragments);
        assertThat(seen).containsExactly("0!", "40000", "80000", "120000!", "160000", "200000");
    }

    /// Types of the NAL units of a sample, whose lengths fill it exactly.
    private static String nalUnits(byte[] payload, int offset, int length) {
        StringBuilder types = new StringBuilder();
        ByteBuffer sample = ByteBuffer.wrap(payload, offset, length);
        while (sample.hasRemaining()) {
            int size = sample.getInt();
            types.append(sample.get(sample.position()) & 0x1f);
            sample.position(sample.position() + size);
        }
        return types.toString();
    }

    @Test
    void readsAudioWhoseEverySampleIsAKeyframe() {
        Mp4File file = Mp4File.read(Mp4File.AAC);
        CmafFragmentReader aac = new CmafFragmentReader(CmafInit.parse(file.init()).orElseThrow());
        List<String> seen = new ArrayList<>();
        for (byte[] payload : file.fragments()) {
            aac.read(payload, (timestampUs, _, _, key) -> seen.add(timestampUs + "/" + key));
        }

        assertThat(seen).hasSizeGreaterThan(8).allMatch(sample -> sample.endsWith("/true"));
        assertThat(seen.subList(0, 3)).containsExactly("0/true", "21333/true", "42667/true");
    }

    @Test
    void readsEachSampleOfARunWithItsOwnFields() {
        // flags 0xf01: offset from moof, then duration, size, flags, composition offset
        byte[] run =
                Boxes.box(
                        "trun",
                        "01000f01 00000003 00000090"
                                + ("00000bb8 00000002 " + KEY + " 00000000")
                                + ("00000bb8 00000001 " + DELTA + " 00001770")
                                + ("00000bb8 00000003 " + DELTA + " fffff448"));

        assertThat(samples(fragment("a0a1 b0 c0c1c2", TFHD, TFDT, run)))
                .containsExactly("1000000:a0a1!", "1100000:b0", "1033333:c0c1c2");
    }

    @Test
    void fallsBackFromTheRunToTheFragmentAndToTheTrack() {
        byte[] sizeAlone = Boxes.box("trun", "00000200 00000002 00000001 00000001");
        byte[] nothing = Boxes.box("trun", "00000000 00000002");
        byte[] firstFlags = Boxes.box("trun", "00000004 00000002 " + KEY);
        byte[] header = Boxes.box("tfhd", "00020038 00000001 00000384 00000002 " + DELTA);
        CmafInit defaults = init(90_000, "00000000 00000001 00000001 00000708 00000001 " + DELTA);

        assertThat(
                        samples(
                                new CmafFragmentReader(defaults),
                                fragment("a0b0", TFHD, TFDT, sizeAlone)))
                .containsExactly("1000000:a0", "1020000:b0");
        assertThat(samples(new CmafFragmentReader(defaults), fragment("a0b0", TFHD, TFDT, nothing)))
                .containsExactly("1000000:a0", "1020000:b0");
        assertThat(samples(fragment("a0a1b0b1", header, TFDT, firstFlags)))
                .containsExactly("1000000:a0a1!", "1010000:b0b1");
    }

    @Test
    void followsSeveralRunsAndSeveralFragments() {
        byte[] first = Boxes.box("trun", "00000300 00000001 00000bb8 00000001");
        byte[] second = Boxes.box("trun", "00000300 00000001 00000bb8 00000002");
        byte[] one = fragment("a0b0b1", TFHD, TFDT, first, second);

        assertThat(samples(Boxes.join(Boxes.box("styp", "6d736468"), one, Boxes.box("free"))))
                .containsExactly("1000000:a0!", "1033333:b0b1!");
        assertThat(samples(Boxes.join(one, one))).hasSize(4);
    }

    @Test
    void readsTheShortDecodingTimeWithoutASign() {
        byte[] late = Boxes.box("tfdt", "00000000 ffffffff");
        byte[] run = Boxes.box("trun", "00000200 00000001 00000001");

        assertThat(samples(fragment("a0", TFHD, late, run))).containsExactly("47721858833:a0!");
    }

    @Test
    void readsBoxesWithLongSizesAndTheLastToTheEnd() {
        byte[] run = Boxes.box("trun", "00000200 00000001 00000002");
        byte[] moof = Boxes.box("moof", Boxes.box("traf", TFHD, TFDT, run));
        byte[] longMdat = Boxes.hex("00000001 6d646174 0000000000000012 a0a1");
        byte[] openMdat = Boxes.hex("00000000 6d646174 a0a1");

        assertThat(samples(Boxes.join(moof, longMdat))).containsExactly("1000000:a0a1!");
        assertThat(samples(Boxes.join(moof, openMdat))).containsExactly("1000000:a0a1!");
    }

    @Test
    void beginsAtZeroWhatIsComposedBeforeIt() {
        byte[] zero = Boxes.box("tfdt", "00000000 00000000");
        byte[] run = Boxes.box("trun", "01000a00 00000001 00000001 ffffffff");

        assertThat(samples(fragment("a0", TFHD, zero, run))).containsExactly("0:a0!");
    }

    @ParameterizedTest
    @CsvSource({
        // A size beyond mdat; a size of none; an offset before mdat; an offset far away
        "00000200 00000001 00000003",
        "00000200 00000001 00000000",
        "00000201 00000001 00000010 00000001",
        "00000201 00000001 7fffffff 00000001",
        "00000201 00000001 80000000 00000001",
        // No duration for a sample that another follows; no samples at all
        "00000200 00000002 00000001 00000001",
        "00000200 00000000",
        // More samples than bytes; more than a live fragment has; both kinds of flags; cut short
        "00000200 7fffffff 00000001",
        "00000200 ffffffff 00000001",
        "00000000 7fffffff",
        "00000604 00000001 00000000 00000001 00000000",
        "00000200 0000"
    })
    void refusesARunThatCannotBePlaced(String run) {
        assertThat(samples(fragment("a0b0", TFHD, TFDT, Boxes.box("trun", run)))).isEmpty();
    }

    @Test
    void refusesAFragmentWithoutADecodingTimeOrAPart() {
        byte[] run = Boxes.box("trun", "00000200 00000001 00000001");
        byte[] negative = Boxes.box("tfdt", "01000000 ffffffff00000000");
        byte[] farAway = Boxes.box("tfdt", "01000000 7fffffffffffffff");

        assertThat(samples(fragment("a0", TFHD, run))).isEmpty();
        assertThat(samples(fragment("a0", TFHD, negative, run))).isEmpty();
        assertThat(samples(fragment("a0", TFHD, farAway, run))).isEmpty();
        assertThat(samples(fragment("a0", TFHD, Boxes.box("tfdt", "09000000"), run))).isEmpty();
        assertThat(samples(Boxes.box("moof", Boxes.box("traf", TFHD, TFDT, run)))).isEmpty();
        assertThat(samples(Boxes.join(Boxes.box("moof"), Boxes.box("mdat", "a0")))).isEmpty();
        assertThat(samples(Boxes.box("mdat", "a0"))).isEmpty();
        assertThat(samples(new byte[0])).isEmpty();
    }

    @Test
    void tellsNothingOfAFragmentWhoseSecondPartIsMalformed() {
        byte[] well = fragment("a0", TFHD, TFDT, Boxes.box("trun", "00000200 00000001 00000001"));
        byte[] not = fragment("a0", TFHD, TFDT, Boxes.box("trun", "00000200 00000001 00000009"));

        assertThat(samples(well)).hasSize(1);
        assertThat(samples(Boxes.join(well, not))).isEmpty();
        assertThat(samples(Boxes.join(well, new byte[3]))).isEmpty();
    }

    @Test
    void refusesEveryStrictPrefixAndStaysWithinThePayload() {
        Mp4File file = Mp4File.read(Mp4File.AVC_3_SAMPLES);
        CmafFragmentReader avc = new CmafFragmentReader(CmafInit.parse(file.init()).orElseThrow());
        byte[] whole = file.fragments().getFirst();
        for (int length = 0; length < whole.length; length++) {
            assertThat(samples(avc, Arrays.copyOf(whole, length))).isEmpty();
        }
        Random random = new Random(11);
        int header = 0x80;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutated[random.nextInt(header)] = (byte) random.nextInt(256);
            }
            avc.read(
                    mutated,
                    (timestampUs, offset, length, _) -> {
                        assertThat(timestampUs).isNotNegative();
                        assertThat(length).isPositive();
                        assertThat(offset).isBetween(0, mutated.length - length);
                    });
        }
    }
}
