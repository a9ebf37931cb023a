package org.moqgateway.codecs.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;

class OpusHeadTest {
    private static final byte[] STEREO =
            CommentedHex.bytes(
                    """
                    4f707573 48656164 # "OpusHead"
                    01                # version 1
                    02                # channels
                    3801              # pre-skip 312
                    80bb0000          # 48 000 Hz
                    00ff              # output gain -1 dB in Q7.8
                    00                # mapping family 0
                    """);

    @Test
    void writesAndReadsTheTable() {
        OpusHead head = new OpusHead(2, 312, 48_000, -256);

        assertThat(head.toBytes()).isEqualTo(STEREO);
        assertThat(OpusHead.parse(STEREO)).contains(head);
    }

    @Test
    void skipsNothingOfAStreamByRtp() {
        assertThat(OpusHead.ofRtp(1).toBytes())
                .isEqualTo(CommentedHex.bytes("4f70757348656164 01 01 0000 80bb0000 0000 00"));
    }

    @Test
    void refusesStrictPrefixes() {
        for (int length = 0; length < STEREO.length; length++) {
            assertThat(OpusHead.parse(Arrays.copyOf(STEREO, length))).isEmpty();
        }
        assertThat(OpusHead.parse(Arrays.copyOf(STEREO, 30))).isPresent();
    }

    @Test
    void refusesOtherMagicVersionsChannelsAndFamilies() {
        assertThat(OpusHead.parse(with(3, 'S'))).isEmpty();
        assertThat(OpusHead.parse(with(8, 0x10))).isEmpty();
        assertThat(OpusHead.parse(with(8, 0x0f))).isPresent(); // a compatible minor version
        assertThat(OpusHead.parse(with(9, 0))).isEmpty();
        assertThat(OpusHead.parse(with(9, 3))).isEmpty();
        assertThat(OpusHead.parse(with(18, 1))).isEmpty();
    }

    @Test
    void refusesValuesThatDoNotFit() {
        assertThatThrownBy(() -> OpusHead.ofRtp(6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OpusHead(2, 65_536, 48_000, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OpusHead(2, 0, 48_000, 32_768))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] with(int index, int value) {
        byte[] changed = STEREO.clone();
        changed[index] = (byte) value;
        return changed;
    }
}
