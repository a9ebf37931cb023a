package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;

class SuperframeTest {
    private final Superframe superframe = new Superframe();

    /// Made by hand from the VP9 specification, Annex B.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0102 03   c1 02 01 c1                         | 0102 03
                    0102 03 04   c2 02 01 01 c2                   | 0102 03 04
                    0102 03   c9 0200 0100 c9                     | 0102 03
                    0102 03   d1 020000 010000 d1                 | 0102 03
                    0102 03   d9 02000000 01000000 d9             | 0102 03
                    0102   c0 02 c0                               | 0102
                    01 02 03 04 05 06 07 08   c7 0101010101010101 c7 | 01 02 03 04 05 06 07 08
                    """)
    void findsTheFrames(String hex, String frames) {
        assertThat(frames(CommentedHex.bytes(hex))).containsExactly(frames.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "010203", // no marker
        "c1", // nothing but a marker
        "0102 03 c1 02 01 c2", // markers that differ
        "0102 03 c1 02 02 c1", // beyond the frames
        "0102 03 c1 02 00 c1", // a frame of nothing
        "0102 03 04 c1 02 01 c1", // a byte that belongs to none
        "c1 02 01 c1", // no frames
        "01 d9 ffffffff 01000000 d9" // a very long frame
    })
    void takesAnIndexThatDoesNotFitAsPartOfTheFrame(String hex) {
        byte[] bytes = CommentedHex.bytes(hex);

        assertThat(frames(bytes)).containsExactly(HexFormat.of().formatHex(bytes));
    }

    @Test
    void findsTheHiddenFrameOfLibvpx() {
        assertThat(frames(RecordedFrames.ALTERNATE_REFERENCE.get(1))).hasSize(2);
        assertThat(frames(RecordedFrames.ALTERNATE_REFERENCE.get(6))).hasSize(2);
        assertThat(frames(RecordedFrames.ALTERNATE_REFERENCE.get(2))).hasSize(1);
    }

    @Test
    void writesWhatItReads() {
        Random random = new Random(9);
        int[] largest = {3, 300, 70_000};
        for (int round = 0; round < 300; round++) {
            int count = 2 + random.nextInt(7);
            int[] lengths = random.ints(count, 1, largest[round % 3]).toArray();
            int bytes = Arrays.stream(lengths).sum();
            byte[] joined = new byte[bytes + Superframe.indexBytes(lengths, count)];
            Superframe.writeIndex(joined, bytes, lengths, count);

            superframe.parse(joined, 0, joined.length);
            assertThat(superframe.count()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(superframe.length(i)).isEqualTo(lengths[i]);
            }
            byte[] fewer = superframe.first(joined, count - 1);
            superframe.parse(fewer, 0, fewer.length);
            assertThat(superframe.count()).isEqualTo(count - 1);
        }
    }

    @Test
    void takesNoise() {
        Random random = new Random(10);
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(20)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[noise.length - 1] = (byte) (0xc0 | random.nextInt(32));
            }
            superframe.parse(noise, 0, noise.length);
            int end = 0;
            for (int f = 0; f < superframe.count(); f++) {
                assertThat(superframe.offset(f)).isEqualTo(end);
                end += superframe.length(f);
            }
            assertThat(end).isLessThanOrEqualTo(noise.length);
        }
    }

    private List<String> frames(byte[] bytes) {
        byte[] lent = new byte[bytes.length + 2];
        System.arraycopy(bytes, 0, lent, 1, bytes.length);
        superframe.parse(lent, 1, bytes.length);
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < superframe.count(); i++) {
            int offset = superframe.offset(i);
            frames.add(HexFormat.of().formatHex(lent, offset, offset + superframe.length(i)));
        }
        return frames;
    }
}
