package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.nal.RealStream;

class AvcConfigurationTest {
    /// Version 1, constrained baseline 3.1, 4-byte lengths, one SPS (67 42 c0 1f), one PPS (68
    /// ce).
    private static final String RECORD = "01 42c01f ff e1 0004 6742c01f 01 0002 68ce";

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static AvcConfiguration parse(String record) {
        return AvcConfiguration.parse(hex(record)).orElseThrow();
    }

    private static String annexB(AvcConfiguration configuration, String frame, boolean sets) {
        byte[] bytes = hex("aa" + frame + "bb");
        return HexFormat.of().formatHex(configuration.toAnnexB(bytes, 1, bytes.length - 2, sets));
    }

    @Test
    void putsStartCodesForLengths() {
        assertThat(annexB(parse(RECORD), "00000002 65aa 00000000 00000001 06", false))
                .isEqualTo("0000000165aa0000000106");
    }

    @Test
    void putsTheParameterSetsFirstWhereADecoderCanBegin() {
        assertThat(annexB(parse(RECORD), "00000002 65aa", true))
                .isEqualTo("000000016742c01f0000000168ce0000000165aa");
    }

    @Test
    void readsShorterLengths() {
        assertThat(annexB(parse(RECORD.replace(" ff ", " fd ")), "0002 65aa 0001 06", false))
                .isEqualTo("0000000165aa0000000106");
        assertThat(annexB(parse(RECORD.replace(" ff ", " fc ")), "02 65aa", false))
                .isEqualTo("0000000165aa");
    }

    @Test
    void ignoresWhatFollowsTheParameterSets() {
        assertThat(AvcConfiguration.parse(hex(RECORD + "fdf8f800"))).isPresent();
    }

    @Test
    void frameWhoseLengthsAreWrongHasNoBytes() {
        for (String frame : new String[] {"00000003 65aa", "ffffffff 65", "000000", ""}) {
            assertThat(annexB(parse(RECORD), frame, true)).isEmpty();
        }
    }

    @Test
    void refusesEveryPrefixAndWhatLacksAParameterSet() {
        byte[] record = hex(RECORD);
        for (int length = 0; length < record.length; length++) {
            assertThat(AvcConfiguration.parse(Arrays.copyOf(record, length))).isEmpty();
        }
        assertThat(AvcConfiguration.parse(hex("01 42c01f ff e0 01 0002 68ce"))).isEmpty();
        assertThat(AvcConfiguration.parse(hex("01 42c01f ff e1 0004 6742c01f 00"))).isEmpty();
        assertThat(AvcConfiguration.parse(hex("02" + RECORD.substring(2)))).isEmpty();
    }

    @Test
    void namesTheCodecAndKeepsTheRecord() {
        AvcConfiguration configuration = parse(RECORD + "fdf8f800");

        assertThat(configuration.codecString()).isEqualTo("avc1.42c01f");
        assertThat(configuration.record()).isEqualTo(hex(RECORD + "fdf8f800"));
        configuration.record()[0] = 9;
        assertThat(configuration.record()).isEqualTo(hex(RECORD + "fdf8f800"));
        assertThat(parse(RECORD.replace(" ff ", " fd ")).record()).isEqualTo(hex(RECORD));
    }

    @Test
    void makesTheRecordOfAKeyframe() {
        byte[] keyframe = Nals.annexB(Nals.SPS_1080P, Nals.PPS, Nals.PPS, Nals.IDR);
        String expected = "01 42c028 ff e1 0010 6742c0288c680780227e5c0407844235 01 0004 68ce3c80";

        assertThat(ofAnnexB(keyframe).orElseThrow().record()).isEqualTo(hex(expected));
        assertThat(ofAnnexB(keyframe).orElseThrow().codecString()).isEqualTo("avc1.42c028");
    }

    /// The parameter sets of x264, `-pix_fmt yuv422p10`.
    @Test
    void tellsDepthAndSamplingOfAHighProfile() {
        byte[] sps = hex("677a000ab6ce4189b011000003000100000300320f122512");
        byte[] pps = hex("68ebe0e4b22c");
        byte[] record = ofAnnexB(Nals.annexB(sps, pps)).orElseThrow().record();

        assertThat(Arrays.copyOfRange(record, record.length - 4, record.length))
                .isEqualTo(hex("fe fa fa 00"));
    }

    @Test
    void keyframeThatLacksAParameterSetHasNoRecord() {
        assertThat(ofAnnexB(Nals.annexB(Nals.PPS, Nals.IDR))).isEmpty();
        assertThat(ofAnnexB(Nals.annexB(Nals.SPS_1080P, Nals.IDR))).isEmpty();
        assertThat(ofAnnexB(Nals.annexB(hex("6742c028"), Nals.PPS, Nals.IDR))).isEmpty();
        assertThat(ofAnnexB(new byte[0])).isEmpty();
        byte[][] tooMany = new byte[33][];
        tooMany[32] = Nals.PPS;
        for (int id = 0; id < 32; id++) {
            tooMany[id] = Nals.sps(id, 20, 15);
        }
        assertThat(ofAnnexB(Nals.annexB(tooMany))).isEmpty();
        assertThatThrownBy(() -> AvcConfiguration.ofAnnexB(new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void putsLengthsForStartCodesAndLeavesOutWhatTheRecordHas() {
        byte[] frame = hex("00000001 09f0 000001 6742c01f 000001 68ce 000001 0601 00000001 65aabb");

        assertThat(parse(RECORD).fromAnnexB(frame, 0, frame.length))
                .isEqualTo(hex("00000002 0601 00000003 65aabb"));
        assertThat(parse(RECORD).fromAnnexB(frame, 0, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x264-open-gop.h264", "x264-interlaced.h264", "x264-422-10.h264"})
    void realStreamsComeBackFromLengths(String name) {
        List<byte[]> frames = RealStream.frames(AvcConfigurationTest.class, name, 0x09);
        AvcConfiguration made = ofAnnexB(frames.getFirst()).orElseThrow();
        AvcConfiguration read = AvcConfiguration.parse(made.record()).orElseThrow();
        for (byte[] frame : frames) {
            List<byte[]> nals = RealStream.nals(frame);
            boolean keyframe = nals.stream().anyMatch(nal -> nal[0] == 0x67);
            byte[] framed = made.fromAnnexB(frame, 0, frame.length);

            assertThat(read.toAnnexB(framed, 0, framed.length, keyframe))
                    .isEqualTo(Nals.annexB(nals.subList(1, nals.size()).toArray(byte[][]::new)));
        }
    }

    private static Optional<AvcConfiguration> ofAnnexB(byte[] keyframe) {
        return AvcConfiguration.ofAnnexB(keyframe, 0, keyframe.length);
    }

    @Test
    void takesAnyBytes() {
        Random random = new Random(1);
        AvcConfiguration configuration = parse(RECORD.replace(" ff ", " fc "));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 1;
            }
            AvcConfiguration.parse(bytes)
                    .ifPresent(parsed -> parsed.toAnnexB(bytes, 0, bytes.length, true));
            assertThat(configuration.toAnnexB(bytes, 0, bytes.length, true).length)
                    .isLessThan(16 + 5 * 64);
        }
    }
}
