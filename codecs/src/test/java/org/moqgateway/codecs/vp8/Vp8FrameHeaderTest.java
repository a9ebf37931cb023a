package org.moqgateway.codecs.vp8;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;

class Vp8FrameHeaderTest {
    private final Vp8FrameHeader header = new Vp8FrameHeader();

    /// Made by hand from RFC 6386 §9.1.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    10 00 00 9d012a 8002 e001,    640,   480  # first partition of no byte
                    10 00 00 9d012a 8042 e0c1,    640,   480  # scaled
                    10 00 00 9d012a ffff ffff,    16383, 16383
                    16 00 00 9d012a 0100 0100,    1,     1    # version 3
                    30 00 00 9d012a 0100 0100 aa, 1,     1    # first partition of a byte
                    00 00 00 9d012a 0100 0100,    1,     1    # hidden
                    """)
    void readsKeyframes(String hex, int width, String height) {
        byte[] frame = CommentedHex.bytes(hex);

        assertThat(header.parse(frame, 0, frame.length)).isTrue();
        assertThat(header.keyframe()).isTrue();
        assertThat(header.width()).isEqualTo(width);
        assertThat(header.height()).isEqualTo(Integer.parseInt(height.replaceAll("\\s*#.*", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "10 00 00 9d012b 8002 e001", // start code
        "10 00 00 9c012a 8002 e001",
        "10 00 00 9d022a 8002 e001",
        "10 00 00 9d012a 0000 e001", // no width
        "10 00 00 9d012a 8002 00c0", // no height
        "18 00 00 9d012a 8002 e001", // version 4
        "30 00 00 9d012a 8002 e001", // first partition beyond the end
        "19 00 00", // version 4
        "31 00 00", // first partition beyond the end
        "f1 ff ff aa"
    })
    void refusesWhatNoDecoderTakes(String hex) {
        byte[] frame = CommentedHex.bytes(hex);

        assertThat(header.parse(frame, 0, frame.length)).isFalse();
    }

    @Test
    void tellsKeyframesOfLibvpxFromOthers() {
        boolean[] keyframes = {true, false, false, true, false};
        for (int i = 0; i < keyframes.length; i++) {
            byte[] frame = RecordedFrames.GOPS.get(i);
            assertThat(header.parse(frame, 0, frame.length)).isTrue();
            assertThat(header.keyframe()).isEqualTo(keyframes[i]);
            assertThat(header.width()).isEqualTo(64);
            assertThat(header.height()).isEqualTo(48);
        }
    }

    /// What is cut behind the first partition is a frame that decoders conceal.
    @Test
    void refusesEveryPrefixThatEndsWithinTheFirstPartition() {
        for (byte[] frame : RecordedFrames.GOPS) {
            int tag = (frame[0] & 0xff) | ((frame[1] & 0xff) << 8) | ((frame[2] & 0xff) << 16);
            int firstPartitionEnd = ((tag & 1) == 0 ? 10 : 3) + (tag >> 5);
            assertThat(firstPartitionEnd).isLessThanOrEqualTo(frame.length);
            for (int length = 0; length < firstPartitionEnd; length++) {
                assertThat(header.parse(frame, 0, length)).as("%d bytes", length).isFalse();
            }
            assertThat(header.parse(frame, 0, firstPartitionEnd)).isTrue();
        }
    }
}
