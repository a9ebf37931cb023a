package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.ChromaFormat;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.SampleFormat;

class Vp9FrameHeaderTest {
    private final Vp9FrameHeader header = new Vp9FrameHeader();

    /// Headers of FFmpeg's libvpx-vp9:
    ///
    ///     ffmpeg -f lavfi -i color=gray:s=50x34 -frames:v 1 -pix_fmt … -c:v libvpx-vp9 -crf 63
    /// -b:v 0
    @ParameterizedTest
    @CsvSource({
        "8249834200 0310021600, 0, YUV_420, 0, false", // yuv420p
        "8249834250 0310021600, 0, YUV_420, 2, true", // yuv420p -colorspace bt709 -color_range pc
        "a249834200 00620042c0, 1, YUV_444, 0, false", // yuv444p
        "a249834208 00620042c0, 1, YUV_422, 0, false", // yuv422p
        "a249834204 00620042c0, 1, YUV_422, 0, false", // yuv440p
        "a2498342e0 0310021600, 1, YUV_444, 7, true", // gbrp
    })
    void readsKeyFrames(
            String hex, int profile, ChromaFormat chroma, int colourSpace, boolean fullRange) {
        byte[] bytes = CommentedHex.bytes(hex);

        assertThat(header.parse(bytes, 0, bytes.length)).isTrue();
        assertThat(header.keyframe()).isTrue();
        assertThat(header.shown()).isTrue();
        assertThat(header.errorResilient()).isFalse();
        assertThat(header.refreshedSlots()).isEqualTo(0xff);
        assertThat(header.referencedSlots()).isZero();
        assertThat(header.hasSize()).isTrue();
        assertThat(header.width()).isEqualTo(50);
        assertThat(header.height()).isEqualTo(34);
        assertThat(header.format().profile()).isEqualTo(profile);
        assertThat(header.format().samples()).isEqualTo(new SampleFormat(8, chroma));
        assertThat(header.format().colourSpace()).isEqualTo(colourSpace);
        assertThat(header.format().fullRange()).isEqualTo(fullRange);
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 10", "2, 1, 12", "3, 0, 10", "3, 1, 12"})
    void readsTheBitDepthOfProfilesTwoAndThree(int profile, int twelve, int bitDepth) {
        HeaderWriter bits = new HeaderWriter().u(2, 2).u(1, profile & 1).u(1, profile >> 1);
        bits.u(profile == 3 ? 1 : 0, 0).u(1, 0).u(1, 0).u(2, 3).u(24, 0x498342);
        bits.u(1, twelve).u(3, 5).u(1, 0).u(profile == 3 ? 3 : 0, 0).u(16, 639).u(16, 479);
        byte[] bytes = bits.bytes();

        assertThat(header.parse(bytes, 0, bytes.length)).isTrue();
        assertThat(header.width()).isEqualTo(640);
        assertThat(header.height()).isEqualTo(480);
        assertThat(header.format().samples())
                .isEqualTo(
                        new SampleFormat(
                                bitDepth,
                                profile == 2 ? ChromaFormat.YUV_420 : ChromaFormat.YUV_444));
    }

    @Test
    void readsInterFrames() {
        parse(Frames.inter(0x81, 1, 4, 7));

        assertThat(header.keyframe()).isFalse();
        assertThat(header.shown()).isTrue();
        assertThat(header.errorResilient()).isTrue();
        assertThat(header.refreshedSlots()).isEqualTo(0x81);
        assertThat(header.referencedSlots()).isEqualTo(0b1001_0010);
        assertThat(header.hasSize()).isFalse();

        parse(Frames.sizedInter(0, 3, 1280, 720));
        assertThat(header.refreshedSlots()).isZero();
        assertThat(header.referencedSlots()).isEqualTo(0b1000);
        assertThat(header.hasSize()).isTrue();
        assertThat(header.width()).isEqualTo(1280);
        assertThat(header.height()).isEqualTo(720);
    }

    @Test
    void countsAnIntraOnlyFrameAsNoKeyframe() {
        parse(Frames.hiddenIntraOnly(0x10, 64, 48));

        assertThat(header.keyframe()).isFalse();
        assertThat(header.shown()).isFalse();
        assertThat(header.refreshedSlots()).isEqualTo(0x10);
        assertThat(header.referencedSlots()).isZero();
        assertThat(header.width()).isEqualTo(64);
    }

    @Test
    void readsAnOrderToShowAnExistingFrame() {
        parse(Frames.showExisting(5));

        assertThat(header.showsExistingFrame()).isTrue();
        assertThat(header.keyframe()).isFalse();
        assertThat(header.shown()).isTrue();
        assertThat(header.refreshedSlots()).isZero();
        assertThat(header.referencedSlots()).isEqualTo(0x20);
    }

    @Test
    void readsFramesOfLibvpxWithoutErrorResilience() {
        List<byte[]> pictures = RecordedFrames.ALTERNATE_REFERENCE;
        parse(pictures.get(0));
        assertThat(header.keyframe()).isTrue();
        parse(pictures.get(1)); // the hidden frame stands first
        assertThat(header.shown()).isFalse();
        assertThat(header.refreshedSlots()).isEqualTo(0b100);
        assertThat(header.referencedSlots()).isEqualTo(0b111);
        parse(pictures.get(2));
        assertThat(header.shown()).isTrue();
        assertThat(header.errorResilient()).isFalse();
        assertThat(header.refreshedSlots()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "4249834200 0310021600", // frame marker 1
        "c249834200 0310021600", // frame marker 3
        "b8498342000310021600", // a fifth profile
        "8249834300 0310021600", // sync code
        "82498342e0 0310021600", // RGB of profile 0
        "a2498342f0 0310021600", // reserved bit of RGB
        "a249834202 00620042c0", // reserved bit of 4:4:4
        "a249834206 00620042c0" // reserved bit of 4:4:0
    })
    void refusesWhatNoDecoderTakes(String hex) {
        byte[] bytes = CommentedHex.bytes(hex);

        assertThat(header.parse(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void refusesEveryPrefix() {
        byte[][] frames = {
            Frames.key(50, 34),
            Frames.inter(1, 0, 1, 2),
            Frames.sizedInter(1, 0, 50, 34),
            Frames.showExisting(1)
        };
        for (byte[] frame : frames) {
            assertThat(header.parse(frame, 0, frame.length)).isTrue();
            for (int length = 0; length < frame.length; length++) {
                assertThat(header.parse(Arrays.copyOf(frame, length), 0, length)).isFalse();
            }
        }
    }

    private void parse(byte[] frame) {
        assertThat(header.parse(frame, 0, frame.length)).isTrue();
    }
}
