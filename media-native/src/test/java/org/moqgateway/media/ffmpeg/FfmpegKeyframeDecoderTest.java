package org.moqgateway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.media.Vectors.assertQuadrants;
import static org.moqgateway.media.Vectors.avc1;
import static org.moqgateway.media.Vectors.bytes;
import static org.moqgateway.media.Vectors.difference;
import static org.moqgateway.media.Vectors.keyframe;
import static org.moqgateway.media.Vectors.picture;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.media.jcodec.JcodecKeyframeDecoder;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.media.picture.Picture;
import org.moqgateway.media.picture.PictureRefusal;
import org.moqgateway.media.picture.PictureResult;

class FfmpegKeyframeDecoderTest {
    private final KeyframeDecoder decoder = Ffmpeg.find().orElseThrow().keyframeDecoder();

    @ParameterizedTest
    @CsvSource({
        "avc3.42c01f, quadrants-baseline.h264",
        "avc3.64001f, quadrants-high.h264",
        "avc3.64001f, quadrants-hd.h264",
        "avc3.64001f, quadrants-fullrange.h264",
        "avc3.4d401f, quadrants-interlaced.h264",
        "avc3.6e001f, quadrants-high10.h264",
        "avc3.7a001f, quadrants-high422.h264",
        "hev1.1.6.L93.B0, quadrants.h265",
        "hev1.2.4.L93.B0, quadrants-main10.h265",
        "vp8, quadrants-vp8.ivf",
        "vp09.00.10.08, quadrants-vp9.ivf",
        "av01.0.00M.08, quadrants-av1.ivf",
    })
    void decodesTheColoursOfEveryCodec(String codec, String file) {
        Picture picture = picture(decoder.decode(keyframe(codec, file), 320));

        assertThat(picture.width()).isEqualTo(320);
        assertThat(picture.height()).isEqualTo(180);
        assertQuadrants(picture);
    }

    @Test
    void decodesFramesOfMp4() {
        assertQuadrants(picture(decoder.decode(avc1("quadrants-baseline.h264"), 640)));
    }

    @Test
    void scalesDown() {
        Picture picture =
                picture(decoder.decode(keyframe("avc3.64001f", "quadrants-hd.h264"), 100));

        assertThat(picture.width()).isEqualTo(100);
        assertThat(picture.height()).isEqualTo(56);
        assertQuadrants(picture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pattern-baseline.h264", "pattern-high.h264"})
    void seesWhatTheJavaDecoderSees(String file) {
        Keyframe keyframe = keyframe("avc3.64001f", file);
        Picture decodedByFfmpeg = picture(decoder.decode(keyframe, 320));
        Picture decodedByJava = picture(new JcodecKeyframeDecoder().decode(keyframe, 320));

        // The two spread colours over the pixels between them differently; a wrong block or a
        // missing filter would differ by much more.
        assertThat(difference(decodedByFfmpeg, decodedByJava)[1]).isLessThan(2.5);
    }

    @ParameterizedTest
    @CsvSource({
        "opus, tone.mp3, UNSUPPORTED",
        "theora, quadrants-vp8.ivf, UNSUPPORTED",
        "avc3.42c01f, wide.h264, TOO_LARGE",
        "av01.0.00M.08, wide-av1.ivf, TOO_LARGE",
        "vp8, README.md, MALFORMED",
        "av01.0.00M.08, README.md, MALFORMED",
        "hev1.1.6.L93.B0, README.md, MALFORMED",
    })
    void saysWhyThereIsNoPicture(String codec, String file, PictureRefusal reason) {
        assertThat(decoder.decode(keyframe(codec, file), 640))
                .isEqualTo(new PictureResult.Refused(reason));
    }

    @Test
    void refusesMoreBytesThanAKeyframeHas() {
        assertThat(decoder.decode(keyframe("vp8", new byte[Keyframe.MAX_BYTES + 1]), 640))
                .isEqualTo(new PictureResult.Refused(PictureRefusal.TOO_LARGE));
    }

    @ParameterizedTest
    @CsvSource({
        "avc3.42c01f, quadrants-baseline.h264",
        "hev1.1.6.L93.B0, quadrants.h265",
        "vp8, quadrants-vp8.ivf",
        "vp09.00.10.08, quadrants-vp9.ivf",
        "av01.0.00M.08, quadrants-av1.ivf",
    })
    void endsWithoutAnExceptionWhateverTheBytesAre(String codec, String file) {
        byte[] stream = bytes(file);
        Random random = new Random(9);
        for (int round = 0; round < 60; round++) {
            byte[] bytes = Arrays.copyOf(stream, 1 + random.nextInt(stream.length));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            assertThat(decoder.decode(keyframe(codec, bytes), 64)).isNotNull();
        }
    }

    @Test
    void givesItsMemoryBack() {
        Keyframe keyframe = keyframe("avc3.64001f", "quadrants-hd.h264");
        decode(keyframe, 50);
        long before = ResidentMemory.bytes();

        // A picture of 1280 x 720 has 1.4 MB: kept, they would be more than 400 MB.
        decode(keyframe, 300);

        assertThat(ResidentMemory.bytes() - before).isLessThan(150L << 20);
    }

    private void decode(Keyframe keyframe, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(decoder.decode(keyframe, 64)).isInstanceOf(PictureResult.Decoded.class);
        }
    }
}
