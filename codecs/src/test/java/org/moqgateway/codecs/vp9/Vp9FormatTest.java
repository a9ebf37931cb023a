package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;

class Vp9FormatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 8, 0, false, true, true, vp09.00.31.08",
        "0, 8, 2, false, true, true, vp09.00.31.08",
        "0, 8, 2, true, true, true, vp09.00.31.08.01.01.01.01.01",
        "0, 8, 1, false, true, true, vp09.00.31.08.01.05.06.05.00",
        "0, 8, 3, false, true, true, vp09.00.31.08.01.06.06.06.00",
        "0, 8, 4, false, true, true, vp09.00.31.08.01.07.07.07.00",
        "1, 8, 7, true, false, false, vp09.01.31.08.03.01.13.00.01",
        "1, 8, 2, false, true, false, vp09.01.31.08.02.01.01.01.00",
        "1, 8, 2, false, false, true, vp09.01.31.08.02.01.01.01.00",
        "2, 10, 5, false, true, true, vp09.02.31.10.01.09.14.09.00",
        "2, 12, 5, false, true, true, vp09.02.31.12.01.09.15.09.00",
        "3, 10, 0, false, false, false, vp09.03.31.10.03.01.01.01.00",
    })
    void writesTheCodecString(
            int profile,
            int bitDepth,
            int colourSpace,
            boolean fullRange,
            boolean halfWidth,
            boolean halfHeight,
            String expected) {
        Vp9Format format =
                new Vp9Format(profile, bitDepth, colourSpace, fullRange, halfWidth, halfHeight);

        assertThat(format.codecString(960, 540)).isEqualTo(expected);
    }

    /// At 60 pictures a second.
    @ParameterizedTest
    @CsvSource({
        "64, 48, 10",
        "256, 144, 11",
        "320, 240, 20",
        "426, 240, 21",
        "640, 360, 30",
        "640, 480, 30",
        "960, 540, 31",
        "1280, 720, 40",
        "1920, 1080, 41",
        "1080, 1920, 41",
        "2560, 1440, 50",
        "3840, 2160, 51",
        "4096, 2176, 51",
        "7680, 4320, 61",
        "16000, 100, 60",
        "65536, 65536, 62",
    })
    void choosesTheLevelBySize(int width, int height, int level) {
        assertThat(Vp9Level.of(width, height)).isEqualTo(level);
    }

    @Test
    void makesTheConfiguration() {
        assertThat(Vp9Format.PROFILE_0.videoConfig(1280, 720))
                .isEqualTo(
                        new VideoConfig(
                                "vp09.00.40.08",
                                1280,
                                720,
                                OptionalDouble.empty(),
                                SampleFormat.YUV_420_8));
    }
}
