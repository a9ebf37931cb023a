package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.ChromaFormat;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;

class SequenceParameterSetTest {
    /// Written by x265 and kvazaar (FFmpeg 9.0.2). The third has scaling lists and two
    /// sub-layers.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    42010101600000030090000003000003005da00280802d16595992930bc05a020000030002000003003c10,       hev1.1.6.L93.90,     1280, 720, 8,  YUV_420, 30
                    42010102200000030090000003000003003ca00a8804071110d96e92930bc05a84880482000007d20000ea6010,   hev1.2.4.L60.90,     322,  242, 10, YUV_420, 29.97
                    4201020408000003009d0800000300003f0000b005020169659590ac9249caf0168080000003008000000c84,     hev1.4.10.L63.9D.8,  640,  360, 8,  YUV_422, 25
                    4201020160000003008000000300000300ba0000a005020169685e4932ac04040000030004000003006420,       hev1.1.6.L186.80,    640,  360, 8,  YUV_420, 25
                    """)
    void readsWhatEncodersWrite(
            String hex,
            String codecString,
            int width,
            int height,
            int bitDepth,
            ChromaFormat chroma,
            double frameRate) {
        VideoConfig config = parse(CommentedHex.bytes(hex)).orElseThrow().videoConfig();

        assertThat(config.codecString()).isEqualTo(codecString);
        assertThat(config.codedWidth()).isEqualTo(width);
        assertThat(config.codedHeight()).isEqualTo(height);
        assertThat(config.samples()).isEqualTo(new SampleFormat(bitDepth, chroma));
        assertThat(config.frameRate().orElse(0)).isBetween(frameRate - 0.01, frameRate + 0.01);
    }

    @Test
    void readsTheColour() {
        assertThat(parse(Nals.SPS_TEN_BITS).orElseThrow().colour())
                .contains(new ColourDescription(9, 16, 9, false));
        assertThat(parse(Nals.SPS_720P).orElseThrow().colour()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, 1, 60000000, B00000000000, 93,  hev1.1.6.L93.B0",
        "0, true,  2, 20000000, 900000000000, 123, hev1.2.4.H123.90",
        "1, false, 4, 08000000, 000000000001, 30,  hev1.A4.10.L30.0.0.0.0.0.1",
        "3, true,  31, FFFFFFFF, 000000000000, 255, hev1.C31.FFFFFFFF.H255",
        "2, false, 0, 80000000, 9D0800000000, 0,   hev1.B0.1.L0.9D.8",
    })
    void namesProfileTierAndLevel(
            int space,
            boolean tier,
            int profile,
            String flags,
            String bits,
            int level,
            String name) {
        int compatibility = Integer.parseUnsignedInt(flags, 16);
        long constraints = Long.parseLong(bits, 16);
        ProfileTierLevel value =
                new ProfileTierLevel(space, tier, profile, compatibility, constraints, level);

        assertThat(value.codecString("hev1")).isEqualTo(name);
    }

    @Test
    void readsEveryToolThatStandsBeforeTheVui() {
        Random random = new Random(265);
        for (int round = 0; round < 3_000; round++) {
            RandomSps sps = new RandomSps(random);

            assertThat(parse(sps.nal)).as("round %d", round).contains(sps.expected);
        }
    }

    @Test
    void keepsThePictureWhenTheVuiIsCut() {
        Optional<SequenceParameterSet> cut =
                parse(Arrays.copyOf(Nals.SPS_720P, Nals.SPS_720P.length - 8));

        assertThat(cut.orElseThrow().width()).isEqualTo(1280);
        assertThat(cut.orElseThrow().frameRate()).isEqualTo(OptionalDouble.empty());
    }

    @ParameterizedTest
    @CsvSource({"33776, true", "33777, false", "0, false"})
    void refusesPicturesBeyondEveryLevel(int side, boolean accepted) {
        assertThat(parse(Nals.sps(0, 0, side, 8)).isPresent()).isEqualTo(accepted);
        assertThat(parse(Nals.sps(0, 0, 8, side)).isPresent()).isEqualTo(accepted);
    }

    @Test
    void refusesOtherNalUnitsAndNothing() {
        assertThat(parse(Nals.PPS)).isEmpty();
        assertThat(parse(new byte[0])).isEmpty();
        assertThat(parse(new byte[] {0x42})).isEmpty();
        assertThatThrownBy(() -> SequenceParameterSet.parse(new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// Up to the VUI a prefix is refused; behind it the picture is known.
    @Test
    void refusesStrictPrefixesAndMutationsWithoutAnException() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            RandomSps sps = new RandomSps(random);
            for (int length = 0; length < sps.nal.length; length++) {
                parse(Arrays.copyOf(sps.nal, length))
                        .ifPresent(it -> assertThat(it.width()).isEqualTo(sps.expected.width()));
            }
            for (int mutation = 0; mutation < 50; mutation++) {
                byte[] mutated = sps.nal.clone();
                mutated[2 + random.nextInt(mutated.length - 2)] ^= (byte) (1 << random.nextInt(8));
                parse(mutated).ifPresent(it -> assertThat(it.width()).isBetween(1, 33_776));
            }
            byte[] noise = Nals.randomBytes(random, 2 + random.nextInt(200));
            noise[0] = 0x42;
            parse(noise).ifPresent(it -> assertThat(it.height()).isBetween(1, 33_776));
        }
    }

    private static Optional<SequenceParameterSet> parse(byte[] nal) {
        return SequenceParameterSet.parse(nal, 0, nal.length);
    }
}
