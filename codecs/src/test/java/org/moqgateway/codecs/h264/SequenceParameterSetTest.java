package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.ChromaFormat;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.nal.BitStringWriter;

class SequenceParameterSetTest {
    /// Of the others JCodec 0.2.5 does not read the chroma format.
    private static final Set<Integer> KNOWN_TO_JCODEC = Set.of(66, 77, 88, 100, 110, 122);

    /// Written by FFmpeg 8.0's libopenh264; the frame rate by its `h264_metadata` filter.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    6742c01f8c6805005bb0101e1108d4,                   avc3.42c01f, 1280, 720,  0
                    6742c0288c680780227e5c0407844235,                 avc3.42c028, 1920, 1080, 0
                    67640c28ac18d00f0044fcb8080f08846a,               avc3.640c28, 1920, 1080, 0
                    67640c14ac18d02a10b11118734078442350,             avc3.640c14, 322,  242,  0
                    674d4c168c680a02f797011000003e90000ea600f08846a0, avc3.4d4c16, 640,  360,  29.97
                    """)
    void readsWhatEncodersWrite(
            String hex, String codecString, int width, int height, double frameRate) {
        byte[] nal = CommentedHex.bytes(hex);
        SequenceParameterSet sps = parse(nal).orElseThrow();
        VideoConfig config = sps.videoConfig();

        assertThat(config.codecString()).isEqualTo(codecString);
        assertThat(config.codedWidth()).isEqualTo(width);
        assertThat(config.codedHeight()).isEqualTo(height);
        assertThat(config.frameRate().orElse(0)).isBetween(frameRate - 0.01, frameRate + 0.01);
        assertThat(sps.maxNumReorderFrames()).isEqualTo(OptionalInt.of(0));
        assertAgreesWithJcodec(nal, sps);
    }

    /// Written by x264 (FFmpeg 9.0.2), `-pix_fmt yuv422p10` and `-pix_fmt yuv420p`.
    @ParameterizedTest
    @CsvSource({
        "677a000ab6ce4189b011000003000100000300320f122512, avc3.7a000a, 10, YUV_422",
        "6764000aacd94626c044000003000400000300c83c489658, avc3.64000a, 8, YUV_420",
    })
    void readsTheSamples(String hex, String codecString, int bitDepth, ChromaFormat chroma) {
        VideoConfig config = parse(CommentedHex.bytes(hex)).orElseThrow().videoConfig();

        assertThat(config.codecString()).isEqualTo(codecString);
        assertThat(config.samples()).isEqualTo(new SampleFormat(bitDepth, chroma));
        assertThat(config.codedWidth()).isEqualTo(96);
        assertThat(config.codedHeight()).isEqualTo(64);
    }

    /// Every bit by hand: high 4:4:4 predictive, ten bits, a scaling list, fields, cropping.
    @Test
    void readsHigh444WithScalingListsAndFields() {
        byte[] nal =
                new BitStringWriter()
                        .u(8, 244)
                        .u(8, 0x10)
                        .u(8, 52)
                        .ue(3) // seq_parameter_set_id
                        .ue(3) // chroma_format_idc: 4:4:4
                        .flag(false) // separate_colour_plane_flag
                        .ue(2)
                        .ue(2)
                        .flag(true) // qpprime_y_zero_transform_bypass_flag
                        .flag(true) // seq_scaling_matrix_present_flag
                        .u(5, 0)
                        .flag(true) // the sixth list of twelve
                        .se(-8) // which falls back to the default one
                        .u(6, 0)
                        .ue(0)
                        .ue(2)
                        .ue(4)
                        .flag(false)
                        .ue(119) // 120 macroblocks
                        .ue(33) // 34 map units of two fields
                        .flag(false) // frame_mbs_only_flag
                        .flag(true)
                        .flag(true)
                        .flag(true) // cropping in units of one column, two rows
                        .ue(1)
                        .ue(2)
                        .ue(3)
                        .ue(1)
                        .flag(false)
                        .toNal(0x67);

        assertThat(parse(nal))
                .contains(
                        new SequenceParameterSet(
                                3,
                                244,
                                0x10,
                                52,
                                1920 - 3,
                                1088 - 8,
                                new SampleFormat(10, ChromaFormat.YUV_444),
                                10,
                                OptionalDouble.empty(),
                                OptionalInt.empty(),
                                new PictureOrder(4, 2, 0, false, 0, 0, List.of(), false, false)));
    }

    @Test
    void readsEveryProfileAndAgreesWithJcodec() {
        Random random = new Random(264);
        for (int round = 0; round < 2_000; round++) {
            RandomSps sps = new RandomSps(random);

            assertThat(parse(sps.nal)).as("round %d", round).contains(sps.expected);
            if (KNOWN_TO_JCODEC.contains(sps.expected.profileIdc()) && !sps.twelveScalingLists) {
                assertAgreesWithJcodec(sps.nal, sps.expected);
            }
        }
    }

    @Test
    void keepsThePictureWhenTheVuiIsCut() {
        byte[] nal =
                CommentedHex.bytes("674d4c168c680a02f79701 1000003e90000ea600f08846a0 # the VUI");
        Optional<SequenceParameterSet> cut = parse(Arrays.copyOf(nal, 11));

        assertThat(cut.orElseThrow().width()).isEqualTo(640);
        assertThat(cut.orElseThrow().height()).isEqualTo(360);
        assertThat(cut.orElseThrow().frameRate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,60", "1,4000000000", "4294967295,1", "1,0"})
    void ignoresTimingThatMakesNoSense(long unitsInTick, long timeScale) {
        byte[] nal =
                new BitStringWriter()
                        .u(8, 66)
                        .u(16, 31)
                        .ue(0)
                        .ue(0)
                        .ue(2)
                        .ue(1)
                        .flag(false)
                        .ue(9)
                        .ue(9)
                        .u(3, 0b110) // frames only, direct_8x8_inference, no cropping
                        .flag(true)
                        .u(4, 0)
                        .flag(true)
                        .u(32, unitsInTick)
                        .u(32, timeScale)
                        .u(5, 0)
                        .toNal(0x67);
        double rate = unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
        boolean plausible = rate > 0 && rate <= 1000;

        assertThat(parse(nal).orElseThrow().frameRate().isPresent()).isEqualTo(plausible);
    }

    @Test
    void refusesCroppingThatLeavesNothing() {
        byte[] nal =
                new BitStringWriter()
                        .u(8, 66)
                        .u(16, 31)
                        .ue(0)
                        .ue(0)
                        .ue(2)
                        .ue(1)
                        .flag(false)
                        .ue(0)
                        .ue(0)
                        .u(3, 0b111)
                        .ue(4)
                        .ue(4) // 2 · 8 of 16 columns
                        .ue(0)
                        .ue(0)
                        .flag(false)
                        .toNal(0x67);

        assertThat(parse(nal)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1055,true", "1056,false"})
    void refusesPicturesBeyondEveryLevel(int macroblocks, boolean accepted) {
        assertThat(parse(Nals.sps(0, macroblocks, 1)).isPresent()).isEqualTo(accepted);
        assertThat(parse(Nals.sps(0, 1, macroblocks)).isPresent()).isEqualTo(accepted);
    }

    @Test
    void refusesOtherNalUnitsAndNothing() {
        assertThat(parse(Nals.PPS)).isEmpty();
        assertThat(parse(new byte[0])).isEmpty();
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
                Optional<SequenceParameterSet> prefix = parse(Arrays.copyOf(sps.nal, length));
                prefix.ifPresent(it -> assertThat(it.width()).isEqualTo(sps.expected.width()));
            }
            for (int mutation = 0; mutation < 50; mutation++) {
                byte[] mutated = sps.nal.clone();
                mutated[1 + random.nextInt(mutated.length - 1)] ^= (byte) (1 << random.nextInt(8));
                parse(mutated).ifPresent(it -> assertThat(it.width()).isBetween(1, 1055 * 16));
            }
            byte[] noise = Nals.randomBytes(random, random.nextInt(200));
            parse(Nals.concat(new byte[] {0x67}, noise))
                    .ifPresent(it -> assertThat(it.height()).isBetween(1, 1055 * 32));
        }
    }

    private static Optional<SequenceParameterSet> parse(byte[] nal) {
        return SequenceParameterSet.parse(nal, 0, nal.length);
    }

    private static void assertAgreesWithJcodec(byte[] nal, SequenceParameterSet sps) {
        ByteBuffer rbsp = ByteBuffer.wrap(Arrays.copyOfRange(nal, 1, nal.length));
        H264Utils.unescapeNAL(rbsp);
        SeqParameterSet other = SeqParameterSet.read(rbsp);
        assertThat(sps.id()).isEqualTo(other.seqParameterSetId);
        assertThat(sps.profileIdc()).isEqualTo(other.profileIdc);
        assertThat(sps.levelIdc()).isEqualTo(other.levelIdc);
        assertThat((sps.constraints() & 0x80) != 0).isEqualTo(other.constraintSet0Flag);
        assertThat((sps.constraints() & 0x04) != 0).isEqualTo(other.constraintSet5Flag);
        int columns = (other.picWidthInMbsMinus1 + 1) * 16;
        int rows = SeqParameterSet.getPicHeightInMbs(other) * 16;
        int fields = other.frameMbsOnlyFlag ? 1 : 2;
        int format =
                other.separateColourPlaneFlag
                        ? 0
                        : SeqParameterSet.fromColor(other.chromaFormatIdc);
        int unitX = format == 1 || format == 2 ? 2 : 1;
        int unitY = (format == 1 ? 2 : 1) * fields;
        assertThat(sps.width())
                .isEqualTo(
                        columns - unitX * (other.frameCropLeftOffset + other.frameCropRightOffset));
        assertThat(sps.height())
                .isEqualTo(rows - unitY * (other.frameCropTopOffset + other.frameCropBottomOffset));
        if (sps.frameRate().isPresent()) {
            assertThat(sps.frameRate().getAsDouble())
                    .isEqualTo(other.vuiParams.timeScale / (2.0 * other.vuiParams.numUnitsInTick));
        }
        if (sps.maxNumReorderFrames().isPresent()) {
            assertThat(sps.maxNumReorderFrames().getAsInt())
                    .isEqualTo(other.vuiParams.bitstreamRestriction.numReorderFrames);
        }
    }
}
