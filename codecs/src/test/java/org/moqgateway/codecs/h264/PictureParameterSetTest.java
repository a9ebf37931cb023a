package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;

class PictureParameterSetTest {
    @ParameterizedTest
    @CsvSource({"0,0", "7,3", "255,31", "128,16"})
    void readsItsIdAndThatOfItsSequence(int id, int spsId) {
        byte[] nal = Nals.pps(id, spsId);

        assertThat(PictureParameterSet.parse(nal, 0, nal.length))
                .contains(new PictureParameterSet(id, spsId));
    }

    @Test
    void readsWhatAnEncoderWrites() {
        assertThat(PictureParameterSet.parse(Nals.PPS, 0, Nals.PPS.length))
                .contains(new PictureParameterSet(0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "68",
        "6800",
        "680000000000000000", // cut
        "678e3c80", // another type
        "680080c080", // id 256
        "688218" // sequence 32
    })
    void refusesWhatIsCutOrOutOfRange(String hex) {
        byte[] nal = CommentedHex.bytes(hex);

        assertThat(PictureParameterSet.parse(nal, 0, nal.length)).isEmpty();
    }
}
