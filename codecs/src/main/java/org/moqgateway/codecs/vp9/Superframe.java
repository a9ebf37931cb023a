package org.moqgateway.codecs.vp9;

import java.util.Arrays;

/// The frames of a superframe (VP9 specification Annex B): frames of one time, back to back,
/// with an index behind them.
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |1 1 0| S |  N  |  S + 1: bytes of a size, N + 1: frames
///     +-+-+-+-+-+-+-+-+
///     | size of a frame, lowest byte first; N + 1 times …
///     +-+-+-+-+-+-+-+-+
///     |1 1 0| S |  N  |  once more, so that it is found from the end
///     +-+-+-+-+-+-+-+-+
///
/// The last byte of a frame never looks like the end of an index. One instance is reused for
/// every frame. Any bytes are accepted: without an index that fits, there is one frame.
final class Superframe {
    /// More frames than these an index cannot name.
    static final int MAX_FRAMES = 8;

    private static final int MARKER_MASK = 0xe0;
    private static final int MARKER = 0xc0;

    private final int[] offsets = new int[MAX_FRAMES];
    private final int[] lengths = new int[MAX_FRAMES];
    private int count;

    /// Finds the frames.
    void parse(byte[] bytes, int offset, int length) {
        if (length > 0 && parseIndex(bytes, offset, length)) {
            return;
        }
        count = 1;
        offsets[0] = offset;
        lengths[0] = length;
    }

    private boolean parseIndex(byte[] bytes, int offset, int length) {
        int marker = bytes[offset + length - 1] & 0xff;
        int sizeBytes = ((marker >> 3) & 3) + 1;
        count = (marker & 7) + 1;
        int indexBytes = 2 + sizeBytes * count;
        int framesEnd = offset + length - indexBytes;
        if ((marker & MARKER_MASK) != MARKER
                || indexBytes >= length
                || (bytes[framesEnd] & 0xff) != marker) {
            return false;
        }
        int at = offset;
        for (int i = 0; i < count; i++) {
            long size = readSize(bytes, framesEnd + 1 + i * sizeBytes, sizeBytes);
            if (size == 0 || size > framesEnd - at) {
                return false;
            }
            offsets[i] = at;
            lengths[i] = (int) size;
            at += (int) size;
        }
        return at == framesEnd;
    }

    private static long readSize(byte[] bytes, int at, int sizeBytes) {
        long size = 0;
        for (int i = sizeBytes - 1; i >= 0; i--) {
            size = (size << 8) | (bytes[at + i] & 0xff);
        }
        return size;
    }

    /// Number of frames, 1 … 8.
    int count() {
        return count;
    }

    /// Where a frame begins.
    int offset(int index) {
        return offsets[index];
    }

    /// Bytes of a frame.
    int length(int index) {
        return lengths[index];
    }

    /// Joins the first so many frames of what was parsed: with an index, or, where one is left,
    /// without.
    byte[] first(byte[] bytes, int frames) {
        if (frames == 1) {
            return Arrays.copyOfRange(bytes, offsets[0], offsets[0] + lengths[0]);
        }
        int end = offsets[frames - 1] + lengths[frames - 1];
        int size = end - offsets[0];
        byte[] joined = new byte[size + indexBytes(lengths, frames)];
        System.arraycopy(bytes, offsets[0], joined, 0, size);
        writeIndex(joined, size, lengths, frames);
        return joined;
    }

    /// How long the index of frames of these lengths is.
    static int indexBytes(int[] lengths, int count) {
        return 2 + sizeBytes(lengths, count) * count;
    }

    /// Writes the index of frames of these lengths.
    static void writeIndex(byte[] bytes, int offset, int[] lengths, int count) {
        int sizeBytes = sizeBytes(lengths, count);
        byte marker = (byte) (MARKER | ((sizeBytes - 1) << 3) | (count - 1));
        int at = offset;
        bytes[at++] = marker;
        for (int i = 0; i < count; i++) {
            for (int shift = 0; shift < 8 * sizeBytes; shift += 8) {
                bytes[at++] = (byte) (lengths[i] >> shift);
            }
        }
        bytes[at] = marker;
    }

    private static int sizeBytes(int[] lengths, int count) {
        int all = 0;
        for (int i = 0; i < count; i++) {
            all |= lengths[i];
        }
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(all) + 7) / 8);
    }
}
