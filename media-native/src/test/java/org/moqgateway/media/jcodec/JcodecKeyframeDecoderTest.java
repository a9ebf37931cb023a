package org.moqgateway.media.jcodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.media.Vectors.assertQuadrants;
import static org.moqgateway.media.Vectors.avc1;
import static org.moqgateway.media.Vectors.bytes;
import static org.moqgateway.media.Vectors.keyframe;
import static org.moqgateway.media.Vectors.picture;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.Picture;
import org.moqgateway.media.picture.PictureRefusal;
import org.moqgateway.media.picture.PictureResult;

class JcodecKeyframeDecoderTest {
    private static final String AVC = "avc3.64001f";

    private final JcodecKeyframeDecoder decoder = new JcodecKeyframeDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quadrants-baseline.h264",
                "quadrants-high.h264",
                "quadrants-fullrange.h264",
                "quadrants-hd.h264"
            })
    void decodesTheColoursOfEveryProfile(String file) {
        Picture picture = picture(decoder.decode(keyframe(AVC, file), 640));

        assertThat(picture.width() * 9).isEqualTo(picture.height() * 16);
        assertQuadrants(picture);
    }

    @Test
    void decodesFramesOfMp4() {
        assertQuadrants(picture(decoder.decode(avc1("quadrants-baseline.h264"), 640)));
    }

    @Test
    void cropsToTheSizeThatTheStreamNames() {
        Picture picture = picture(decoder.decode(keyframe(AVC, "quadrants-baseline.h264"), 640));

        // Coded are 320 x 192.
        assertThat(picture.width()).isEqualTo(320);
        assertThat(picture.height()).isEqualTo(180);
    }

    @Test
    void scalesDown() {
        Picture picture = picture(decoder.decode(keyframe(AVC, "quadrants-hd.h264"), 160));

        assertThat(picture.width()).isEqualTo(160);
        assertThat(picture.height()).isEqualTo(90);
        assertQuadrants(picture);
    }

    @ParameterizedTest
    @CsvSource({
        "avc3.64001f, quadrants-interlaced.h264, UNSUPPORTED",
        "avc3.6e001f, quadrants-high10.h264, UNSUPPORTED",
        "avc3.7a001f, quadrants-high422.h264, UNSUPPORTED",
        "avc3.42c01f, two-frames.h264, UNSUPPORTED",
        "hev1.1.6.L93.B0, quadrants.h265, UNSUPPORTED",
        "vp8, quadrants-vp8.ivf, UNSUPPORTED",
        "avc3.42c01f, wide.h264, TOO_LARGE",
        "avc3.42c01f, quadrants-vp8.ivf, MALFORMED",
        "avc1.42c01f, README.md, MALFORMED",
    })
    void saysWhyThereIsNoPicture(String codec, String file, PictureRefusal reason) {
        assertThat(decoder.decode(keyframe(codec, file), 640))
                .isEqualTo(new PictureResult.Refused(reason));
    }

    @Test
    void refusesMoreBytesThanAKeyframeHas() {
        byte[] bytes = Arrays.copyOf(bytes("quadrants-high.h264"), Keyframe.MAX_BYTES + 1);

        assertThat(decoder.decode(keyframe(AVC, bytes), 640))
                .isEqualTo(new PictureResult.Refused(PictureRefusal.TOO_LARGE));
    }

    @Test
    void refusesMoreSlicesThanAnEncoderMakes() {
        byte[] stream = bytes("quadrants-baseline.h264");
        byte[] slices = new byte[stream.length + 600 * 5];
        System.arraycopy(stream, 0, slices, 0, stream.length);
        for (int at = stream.length; at < slices.length; at += 5) {
            slices[at + 2] = 1;
            slices[at + 3] = 0x65;
            slices[at + 4] = (byte) 0x88;
        }

        assertThat(decoder.decode(keyframe(AVC, slices), 640))
                .isEqualTo(new PictureResult.Refused(PictureRefusal.UNSUPPORTED));
    }

    @Test
    void leavesTheBytesAsTheyWere() {
        byte[] bytes = bytes("pattern-high.h264");
        byte[] before = bytes.clone();

        assertThat(decoder.decode(keyframe(AVC, bytes), 640))
                .isInstanceOf(PictureResult.Decoded.class);
        assertThat(bytes).isEqualTo(before);
    }

    @Test
    void startsNoThreads() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertThat(decoder.decode(keyframe(AVC, "quadrants-baseline.h264"), 640))
                .isInstanceOf(PictureResult.Decoded.class);

        assertThat(before).containsAll(Thread.getAllStackTraces().keySet());
    }

    @Test
    void endsWithoutAnExceptionHoweverTheStreamIsCut() {
        byte[] bytes = bytes("quadrants-baseline.h264");
        for (int length = 0; length < bytes.length; length++) {
            assertThat(decoder.decode(keyframe(AVC, Arrays.copyOf(bytes, length)), 64)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"quadrants-baseline.h264", "quadrants-high.h264"})
    void endsWithoutAnExceptionWhateverTheBytesAre(String file) {
        byte[] stream = bytes(file);
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = stream.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(decoder.decode(keyframe(AVC, bytes), 64)).isNotNull();
        }
    }
}
