package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;

class ParameterSetTest {
    @Test
    void readsTheVideoParameterSetThatAnEncoderWrites() {
        ProfileTierLevel main = new ProfileTierLevel(0, false, 1, 0x60000000, 0x900000000000L, 93);

        assertThat(VideoParameterSet.parse(Nals.VPS, 0, Nals.VPS.length))
                .contains(new VideoParameterSet(0, 1, main));
    }

    @Test
    void readsTheIdOfAVideoParameterSet() {
        byte[] vps = Nals.vps(15);

        assertThat(VideoParameterSet.parse(vps, 0, vps.length).orElseThrow().id()).isEqualTo(15);
    }

    @Test
    void refusesAVideoParameterSetThatIsCutBeforeItsLevel() {
        for (int length = 0; length < 21; length++) {
            byte[] prefix = Arrays.copyOf(Nals.VPS, length);
            assertThat(VideoParameterSet.parse(prefix, 0, length)).isEmpty();
        }
        assertThat(VideoParameterSet.parse(Nals.SPS_720P, 0, Nals.SPS_720P.length)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,3", "63,15", "32,8"})
    void readsTheIdsOfAPictureParameterSet(int id, int spsId) {
        byte[] nal = Nals.pps(id, spsId);

        assertThat(PictureParameterSet.parse(nal, 0, nal.length))
                .contains(new PictureParameterSet(id, spsId, false, 0));
    }

    @Test
    void readsThePictureParameterSetThatAnEncoderWrites() {
        assertThat(PictureParameterSet.parse(Nals.PPS, 0, Nals.PPS.length))
                .contains(new PictureParameterSet(0, 0, false, 0));
    }

    @Test
    void readsWhatComesInEverySliceHeader() {
        byte[] nal = CommentedHex.bytes("4401 dd 80 # 1 1 0 1 110 1"); // ids 0, output flag, 6 bits

        assertThat(PictureParameterSet.parse(nal, 0, nal.length))
                .contains(new PictureParameterSet(0, 0, true, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "44",
        "4401",
        "440100",
        "440100000000000000", // cut
        "4201c073", // another type
        "44010209a0", // id 64
        "44018460" // sequence 16
    })
    void refusesAPictureParameterSetThatIsCutOrOutOfRange(String hex) {
        byte[] nal = CommentedHex.bytes(hex);

        assertThat(PictureParameterSet.parse(nal, 0, nal.length)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, TRAILING",
        "1, TRAILING",
        "5, TRAILING",
        "6, DECODABLE_LEADING",
        "9, SKIPPED_LEADING",
        "10, RESERVED",
        "15, RESERVED",
        "16, BROKEN_LINK",
        "18, BROKEN_LINK",
        "19, IDR",
        "20, IDR",
        "21, CLEAN_RANDOM_ACCESS",
        "22, RESERVED",
        "31, RESERVED",
        "32, VIDEO_PARAMETER_SET",
        "33, SEQUENCE_PARAMETER_SET",
        "34, PICTURE_PARAMETER_SET",
        "35, ACCESS_UNIT_DELIMITER",
        "36, END",
        "37, END",
        "38, FILLER_DATA",
        "39, SEI",
        "40, SEI",
        "41, RESERVED",
        "47, RESERVED",
        "48, UNSPECIFIED",
        "63, UNSPECIFIED"
    })
    void namesTheTypeOfEachNalUnit(int code, NalUnitType type) {
        assertThat(NalUnitType.of(code << 1 | 0x81)).isEqualTo(type);
    }
}
