package org.moqgateway.core.hang;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/// Makes the frames of one group of a compressed track (draft-lcurley-moq-hang, Compression):
/// the group is one raw DEFLATE stream (RFC 1951), each frame ends at a sync flush, whose
/// marker `00 00 ff ff` is left out.
///
/// A compressor is open only while a frame is made: it takes a quarter of a megabyte, and a
/// group of a timeline lives as long as its broadcast. What it needs of the frames before, the
/// last bytes of their text, is handed to it each time.
///
/// Belongs to one thread.
final class FrameDeflater {
    private static final int MARKER_BYTES = 4;
    private static final int CHUNK_BYTES = 1024;

    private final byte[] window;
    private int windowLength;

    /// @param windowBytes how much of the frames before a frame may refer to, at most 32768; 0
    ///     for a group of one frame
    FrameDeflater(int windowBytes) {
        window = new byte[windowBytes];
    }

    /// The next frame of the group. Frames are read in the order in which they were made.
    byte[] frame(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            if (windowLength > 0) {
                deflater.setDictionary(window, window.length - windowLength, windowLength);
            }
            deflater.setInput(bytes);
            byte[] flushed = flush(deflater, bytes.length);
            remember(bytes);
            return Arrays.copyOf(flushed, flushed.length - MARKER_BYTES);
        } finally {
            deflater.end();
        }
    }

    private static byte[] flush(Deflater deflater, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 16);
        byte[] chunk = new byte[CHUNK_BYTES];
        int made;
        do {
            made = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, made);
        } while (made == chunk.length);
        return out.toByteArray();
    }

    /// Keeps the last bytes at the end of the window.
    private void remember(byte[] bytes) {
        int taken = Math.min(bytes.length, window.length);
        int kept = Math.min(windowLength, window.length - taken);
        System.arraycopy(window, window.length - kept, window, window.length - kept - taken, kept);
        System.arraycopy(bytes, bytes.length - taken, window, window.length - taken, taken);
        windowLength = kept + taken;
    }
}
