package org.moqgateway.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureScaleTest {
    @ParameterizedTest
    @CsvSource({
        "1920, 1080, 640, 640, 360",
        "640, 360, 640, 640, 360",
        "320, 180, 640, 320, 180",
        "1080, 1920, 640, 640, 1138",
        "4096, 1, 16, 16, 1",
        "4096, 4096, 1, 1, 1",
    })
    void keepsTheShapeAndNeverScalesUp(
            int width, int height, int maxWidth, int newWidth, int newHeight) {
        assertThat(PictureScale.of(width, height, maxWidth))
                .isEqualTo(new PictureScale(newWidth, newHeight));
    }

    @Test
    void askingAnotherDecoderKeepsTheReasonThatSaysMore() {
        Keyframe keyframe = new Keyframe("avc3", new byte[0], new byte[0], 0, 0);
        KeyframeDecoder damaged = (_, _) -> new PictureResult.Refused(PictureRefusal.MALFORMED);
        KeyframeDecoder red =
                (_, _) -> new PictureResult.Decoded(new Picture(1, 1, new int[] {0xff0000}));

        assertThat(damaged.orElse(KeyframeDecoder.NONE).decode(keyframe, 1))
                .isEqualTo(new PictureResult.Refused(PictureRefusal.MALFORMED));
        assertThat(KeyframeDecoder.NONE.orElse(damaged).decode(keyframe, 1))
                .isEqualTo(new PictureResult.Refused(PictureRefusal.MALFORMED));
        assertThat(damaged.orElse(red).decode(keyframe, 1))
                .isInstanceOf(PictureResult.Decoded.class);
        assertThat(red.orElse(damaged).decode(keyframe, 1))
                .isInstanceOf(PictureResult.Decoded.class);
    }
}
