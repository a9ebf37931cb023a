package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AvcConfigurationTest {
    /// Version 1, constrained baseline 3.1, 4-byte lengths, one SPS (67 42 c0 1f), one PPS (68 ce).
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
