package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.nal.RealStream;

class HevcConfigurationTest {
    /// Main 3.1, 4-byte lengths, one set of each kind.
    private static final String RECORD =
            """
            01
            01 60000000 900000000000 5d # profile 1, compatibility, constraints, level 93
            f000 fc                     # segmentation and parallelism not told
            fd f8 f8                    # 4:2:0, 8 bits, 8 bits
            0000 0f                     # frame rate not told, one sub-layer, nesting, 4-byte lengths
            03                          # three arrays
            a0 0001 0004 40010c01       # complete, type 32, one of them, VPS
            a1 0001 0003 420101         # SPS
            a2 0001 0003 4401c0         # PPS
            """;

    private static final String SETS = "00000001 40010c01 00000001 420101 00000001 4401c0";

    private static byte[] hex(String digits) {
        return CommentedHex.bytes(digits);
    }

    private static HevcConfiguration parse(String record) {
        return HevcConfiguration.parse(hex(record)).orElseThrow();
    }

    private static String annexB(HevcConfiguration configuration, String frame, boolean sets) {
        byte[] bytes = hex("aa" + frame + "bb");
        return HexFormat.of().formatHex(configuration.toAnnexB(bytes, 1, bytes.length - 2, sets));
    }

    @Test
    void putsStartCodesForLengths() {
        assertThat(annexB(parse(RECORD), "00000003 2601af 00000000 00000002 4e01", false))
                .isEqualTo("000000012601af000000014e01");
    }

    @Test
    void putsTheParameterSetsFirstWhereADecoderCanBegin() {
        assertThat(annexB(parse(RECORD), "00000003 2601af", true))
                .isEqualTo((SETS + "000000012601af").replace(" ", ""));
    }

    @Test
    void putsThemInTheirOrderAndLeavesOutWhatElseTheRecordHas() {
        String turned =
                RECORD.replaceFirst("03 +# three", "04 # four")
                                .replaceFirst("a0 0001 .*\n", "27 0001 0003 4e01aa\n")
                        + "20 0001 0004 40010c01";

        assertThat(annexB(parse(turned), "00000003 2601af", true))
                .isEqualTo((SETS + "000000012601af").replace(" ", ""));
    }

    @Test
    void readsShorterLengths() {
        String two = RECORD.replace("0000 0f", "0000 0d");
        String one = RECORD.replace("0000 0f", "0000 0c");

        assertThat(annexB(parse(two), "0003 2601af 0002 4e01", false))
                .isEqualTo("000000012601af000000014e01");
        assertThat(annexB(parse(one), "03 2601af", false)).isEqualTo("000000012601af");
    }

    @Test
    void frameWhoseLengthsAreWrongHasNoBytes() {
        for (String frame : new String[] {"00000003 2601", "ffffffff 26", "000000", ""}) {
            assertThat(annexB(parse(RECORD), frame, true)).isEmpty();
        }
    }

    @Test
    void refusesEveryPrefixAndWhatLacksAParameterSet() {
        byte[] record = hex(RECORD);
        for (int length = 0; length < record.length; length++) {
            assertThat(HevcConfiguration.parse(Arrays.copyOf(record, length))).isEmpty();
        }
        for (int type = 0; type < 3; type++) {
            String other = RECORD.replace("a" + type + " 0001", "a7 0001");
            assertThat(HevcConfiguration.parse(hex(other))).isEmpty();
        }
        assertThat(HevcConfiguration.parse(hex("02" + RECORD.substring(2)))).isEmpty();
    }

    @Test
    void namesTheCodecAndKeepsTheRecord() {
        HevcConfiguration configuration = parse(RECORD);

        assertThat(configuration.codecString()).isEqualTo("hvc1.1.6.L93.90");
        assertThat(configuration.record()).isEqualTo(hex(RECORD));
        configuration.record()[0] = 9;
        assertThat(configuration.record()).isEqualTo(hex(RECORD));
        assertThat(parse(RECORD.replace("0000 0f", "0000 0d")).record()).isEqualTo(hex(RECORD));
    }

    @Test
    void makesTheRecordOfAKeyframe() {
        byte[] keyframe = Nals.annexB(Nals.VPS, Nals.SPS_720P, Nals.PPS, Nals.PPS, Nals.IDR);
        byte[] expected =
                hex(
                        """
                        01 01 60000000 900000000000 5d f000 fc fd f8 f8 0000 0f 03
                        a0 0001 0018 40010c01ffff01600000030090000003000003005d959809
                        a1 0001 002b 42010101600000030090000003000003005da00280802d165959
                                     92930bc05a020000030002000003003c10
                        a2 0001 0006 4401c073c189
                        """);

        assertThat(ofAnnexB(keyframe).orElseThrow().record()).isEqualTo(expected);
    }

    @Test
    void tellsDepthAndSamplingOfTheKeyframe() {
        byte[] keyframe = Nals.annexB(Nals.VPS, Nals.SPS_TEN_BITS, Nals.PPS);
        HevcConfiguration configuration = ofAnnexB(keyframe).orElseThrow();

        assertThat(configuration.codecString()).isEqualTo("hvc1.2.4.L60.90");
        assertThat(Arrays.copyOfRange(configuration.record(), 16, 19)).isEqualTo(hex("fd fa fa"));
    }

    @Test
    void keyframeThatLacksAParameterSetHasNoRecord() {
        assertThat(ofAnnexB(Nals.annexB(Nals.SPS_720P, Nals.PPS, Nals.IDR))).isEmpty();
        assertThat(ofAnnexB(Nals.annexB(Nals.VPS, Nals.PPS, Nals.IDR))).isEmpty();
        assertThat(ofAnnexB(Nals.annexB(Nals.VPS, Nals.SPS_720P, Nals.IDR))).isEmpty();
        byte[] cut = Arrays.copyOf(Nals.SPS_720P, 18);
        assertThat(ofAnnexB(Nals.annexB(Nals.VPS, cut, Nals.PPS, Nals.IDR))).isEmpty();
        assertThat(ofAnnexB(new byte[0])).isEmpty();
        assertThatThrownBy(() -> HevcConfiguration.ofAnnexB(new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void putsLengthsForStartCodesAndLeavesOutWhatTheRecordHas() {
        byte[] frame =
                Nals.annexB(
                        Nals.DELIMITER,
                        Nals.VPS,
                        Nals.SPS_720P,
                        Nals.PPS,
                        Nals.PREFIX_SEI,
                        Nals.IDR);
        String idr = HexFormat.of().formatHex(Nals.IDR);

        assertThat(parse(RECORD).fromAnnexB(frame, 0, frame.length))
                .isEqualTo(hex("00000006 4e010501aa80 0000000" + Nals.IDR.length + idr));
        assertThat(parse(RECORD).fromAnnexB(frame, 0, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x265-open-gop.h265",
        "x265-layers.h265",
        "x265-ten.h265",
        "kvazaar-low-delay.h265"
    })
    void realStreamsComeBackFromLengths(String name) {
        List<byte[]> frames = RealStream.frames(HevcConfigurationTest.class, name, 0x46);
        HevcConfiguration made = ofAnnexB(frames.getFirst()).orElseThrow();
        HevcConfiguration read = HevcConfiguration.parse(made.record()).orElseThrow();
        for (byte[] frame : frames) {
            List<byte[]> nals = RealStream.nals(frame);
            boolean keyframe = nals.stream().anyMatch(nal -> nal[0] == 0x40);
            byte[] framed = made.fromAnnexB(frame, 0, frame.length);

            assertThat(read.toAnnexB(framed, 0, framed.length, keyframe))
                    .isEqualTo(Nals.annexB(nals.subList(1, nals.size()).toArray(byte[][]::new)));
        }
    }

    @Test
    void takesAnyBytes() {
        Random random = new Random(1);
        HevcConfiguration configuration = parse(RECORD.replace("0000 0f", "0000 0c"));
        byte[] record = hex(RECORD);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Nals.randomBytes(random, random.nextInt(64));
            if (i % 2 == 0) {
                bytes = record.clone();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] frame = bytes;
            HevcConfiguration.parse(frame)
                    .ifPresent(parsed -> parsed.toAnnexB(frame, 0, frame.length, true));
            ofAnnexB(frame).ifPresent(made -> assertThat(made.record()).isNotEmpty());
            assertThat(configuration.toAnnexB(frame, 0, frame.length, true).length)
                    .isLessThan(32 + 5 * 64);
        }
    }

    private static Optional<HevcConfiguration> ofAnnexB(byte[] keyframe) {
        return HevcConfiguration.ofAnnexB(keyframe, 0, keyframe.length);
    }
}
