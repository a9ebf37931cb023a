package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDeflateTest {
    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /// One stream for all frames, as upstream's encoder keeps it (zlib, level 6, sync flush).
    private static byte[][] zlib(String... frames) {
        Deflater deflater = new Deflater(6, true);
        byte[][] slices = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            deflater.setInput(bytes(frames[i]));
            byte[] out = new byte[10_000];
            int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            slices[i] = Arrays.copyOf(out, length - 4);
        }
        deflater.end();
        return slices;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 128, 1024, 32_768})
    void readsWhatItWroteWhateverTheWindow(int windowBytes) throws Exception {
        FrameDeflater deflater = new FrameDeflater(windowBytes);
        try (FrameInflater inflater = new FrameInflater(100_000)) {
            Random random = new Random(windowBytes);
            for (int i = 0; i < 300; i++) {
                byte[] frame = new byte[random.nextInt(i % 50 == 0 ? 50_000 : 300)];
                for (int k = 0; k < frame.length; k++) {
                    frame[k] = (byte) ('a' + random.nextInt(i % 7 == 0 ? 26 : 2));
                }
                assertThat(inflater.frame(deflater.frame(frame))).isEqualTo(frame);
            }
        }
    }

    @Test
    void readsAStreamThatWasCompressedAsOne() throws Exception {
        String[] frames = {"the quick brown fox", "the quick brown dog", "the lazy fox"};
        byte[][] slices = zlib(frames);
        try (FrameInflater inflater = new FrameInflater(100)) {
            for (int i = 0; i < frames.length; i++) {
                assertThat(inflater.frame(slices[i])).isEqualTo(bytes(frames[i]));
            }
        }
    }

    @Test
    void makesAFrameSmallerThatIsLikeTheOneBefore() {
        FrameDeflater deflater = new FrameDeflater(128);
        byte[] first = deflater.frame(bytes("{\"group\":41,\"pts\":82000}"));
        byte[] second = deflater.frame(bytes("{\"group\":42,\"pts\":84000}"));

        assertThat(first).hasSizeGreaterThan(20);
        assertThat(second).hasSizeLessThan(14);
    }

    /// A fixed block with a literal, a match of nine back by one, its end, and the head of the
    /// empty block of the sync flush; the marker `00 00 ff ff` is not there. Made by zlib.
    @Test
    void readsASliceWithoutTheMarker() throws Exception {
        try (FrameInflater inflater = new FrameInflater(100)) {
            assertThat(inflater.frame(HexFormat.of().parseHex("4a4c84010000")))
                    .isEqualTo(bytes("aaaaaaaaaa"));
            assertThat(inflater.frame(new byte[0])).isEmpty();
        }
        assertThat(new FrameDeflater(0).frame(new byte[0])).isEmpty();
    }

    @Test
    void boundsWhatAFrameInflatesTo() throws Exception {
        byte[] bomb = new FrameDeflater(0).frame(new byte[10_000_000]);
        assertThat(bomb).hasSizeLessThan(11_000);
        try (FrameInflater inflater = new FrameInflater(4_096)) {
            assertThatThrownBy(() -> inflater.frame(bomb))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessage("inflates to more than 4096 bytes");
        }
        for (int length : new int[] {4_095, 4_096}) {
            try (FrameInflater inflater = new FrameInflater(4_096)) {
                byte[] frame = new FrameDeflater(0).frame(new byte[length]);
                assertThat(inflater.frame(frame)).hasSize(length);
            }
        }
        try (FrameInflater inflater = new FrameInflater(4_096)) {
            byte[] frame = new FrameDeflater(0).frame(new byte[4_097]);
            assertThatThrownBy(() -> inflater.frame(frame)).hasMessageContaining("more than");
        }
    }

    @Test
    void neverThrowsAnythingElseForAnyBytes() throws Exception {
        Random random = new Random(5);
        byte[] text = bytes("{\"video\":{\"renditions\":{}},\"audio\":{\"renditions\":{}}}");
        byte[] whole = new FrameDeflater(0).frame(text);
        for (int i = 0; i < 20_000; i++) {
            byte[] slice = i % 2 == 0 ? whole.clone() : new byte[random.nextInt(40)];
            for (int k = random.nextInt(4); k >= 0 && slice.length > 0; k--) {
                slice[random.nextInt(slice.length)] = (byte) random.nextInt(256);
            }
            try (FrameInflater inflater = new FrameInflater(1_000)) {
                assertThat(inflater.frame(slice)).hasSizeLessThanOrEqualTo(1_000);
            } catch (DataFormatException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @Test
    void noStrictPrefixGivesTheWholeFrame() throws Exception {
        byte[] text = bytes("{\"group\":41,\"pts\":82000}");
        byte[] whole = new FrameDeflater(0).frame(text);
        // The last byte is the head of the marker: all of the text is there without it.
        for (int length = 0; length < whole.length - 1; length++) {
            try (FrameInflater inflater = new FrameInflater(1_000)) {
                assertThat(inflater.frame(Arrays.copyOf(whole, length))).isNotEqualTo(text);
            } catch (DataFormatException e) {
                assertThat(e).isNotNull();
            }
        }
    }
}
