package org.moqgateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.moqgateway.codecs.h264.NalUnitType;
import org.moqgateway.codecs.nal.AnnexBReader;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.Picture;
import org.moqgateway.media.picture.PictureResult;

/// The media of `src/test/resources/media`, and what is in it.
public final class Vectors {
    private static final byte[] NOTHING = {};
    private static final int IVF_HEADERS = 44;
    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;
    private static final int BLUE = 0x0000ff;
    private static final int YELLOW = 0xffff00;

    private Vectors() {}

    /// The bytes of a file; those of the frame in an `.ivf`.
    public static byte[] bytes(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/media/" + file)) {
            byte[] all = Objects.requireNonNull(in, file).readAllBytes();
            return file.endsWith(".ivf") ? Arrays.copyOfRange(all, IVF_HEADERS, all.length) : all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file as a keyframe with its parameter sets inside.
    public static Keyframe keyframe(String codec, String file) {
        return keyframe(codec, bytes(file));
    }

    /// Bytes as a keyframe with its parameter sets inside.
    public static Keyframe keyframe(String codec, byte[] bytes) {
        return new Keyframe(codec, NOTHING, bytes, 0, bytes.length);
    }

    /// A file of H.264 as MP4 has it: lengths before the slices, parameter sets in an avcC. The
    /// frame lies in the middle of its array.
    public static Keyframe avc1(String file) {
        byte[] stream = bytes(file);
        AnnexBReader nals = new AnnexBReader().reset(stream, 0, stream.length);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        byte[] sps = NOTHING;
        byte[] pps = NOTHING;
        frame.write(0xee);
        while (nals.next()) {
            int from = nals.nalOffset();
            byte[] nal = Arrays.copyOfRange(stream, from, from + nals.nalLength());
            if (NalUnitType.of(nal[0]) == NalUnitType.SEQUENCE_PARAMETER_SET) {
                sps = nal;
            } else if (NalUnitType.of(nal[0]) == NalUnitType.PICTURE_PARAMETER_SET) {
                pps = nal;
            } else {
                frame.write(0);
                frame.write(0);
                lengthAndBytes(frame, nal);
            }
        }
        ByteArrayOutputStream avcC = new ByteArrayOutputStream();
        avcC.writeBytes(new byte[] {1, sps[1], sps[2], sps[3], (byte) 0xff, (byte) 0xe1});
        lengthAndBytes(avcC, sps);
        avcC.write(1);
        lengthAndBytes(avcC, pps);
        byte[] bytes = frame.toByteArray();
        return new Keyframe("avc1.42c00d", avcC.toByteArray(), bytes, 1, bytes.length - 1);
    }

    private static void lengthAndBytes(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /// The picture of a result that has one.
    public static Picture picture(PictureResult result) {
        assertThat(result).isInstanceOf(PictureResult.Decoded.class);
        return ((PictureResult.Decoded) result).picture();
    }

    /// Red, green above blue, yellow: the means of the quarters, but for their edges.
    public static void assertQuadrants(Picture picture) {
        assertMean(picture, 0, 0, RED);
        assertMean(picture, 1, 0, GREEN);
        assertMean(picture, 0, 1, BLUE);
        assertMean(picture, 1, 1, YELLOW);
    }

    private static void assertMean(Picture picture, int column, int row, int colour) {
        int width = picture.width() / 2;
        int height = picture.height() / 2;
        int edge = 4;
        long[] sums = new long[3];
        int count = 0;
        for (int y = row * height + edge; y < (row + 1) * height - edge; y++) {
            for (int x = column * width + edge; x < (column + 1) * width - edge; x++) {
                int rgb = picture.rgb()[y * picture.width() + x];
                sums[0] += rgb >> 16 & 0xff;
                sums[1] += rgb >> 8 & 0xff;
                sums[2] += rgb & 0xff;
                count++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            int expected = colour >> (16 - 8 * i) & 0xff;
            assertThat((double) sums[i] / count)
                    .as("quarter %d,%d colour %d", column, row, i)
                    .isBetween(expected - 6.0, expected + 6.0);
        }
    }

    /// The greatest and the mean difference of two pictures, over all colours of all pixels.
    public static double[] difference(Picture one, Picture other) {
        assertThat(other.width()).isEqualTo(one.width());
        assertThat(other.height()).isEqualTo(one.height());
        int greatest = 0;
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                int a = one.rgb()[i] >> shift & 0xff;
                int b = other.rgb()[i] >> shift & 0xff;
                greatest = Math.max(greatest, Math.abs(a - b));
                sum += Math.abs(a - b);
            }
        }
        return new double[] {greatest, sum / (3.0 * one.rgb().length)};
    }
}
