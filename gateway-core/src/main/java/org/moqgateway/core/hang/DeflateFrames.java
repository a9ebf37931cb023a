package org.moqgateway.core.hang;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/// Frames of compressed tracks (draft-lcurley-moq-hang, Compression): a group is one raw DEFLATE
/// stream (RFC 1951), each frame ends at a sync flush, whose marker `00 00 ff ff` is left out.
///
/// A *stored* frame needs no compressor that lives as long as the group:
///
/// ```text
/// 00 LEN(2, little endian) ~LEN(2) bytes...   stored block, not final
/// 00                                          head of the empty block of the sync flush
/// ```
final class DeflateFrames {
    private static final int MARKER_BYTES = 4;
    private static final int MAX_STORED = 0xffff;

    private DeflateFrames() {}

    /// A frame within a group of any number of frames, not made smaller.
    ///
    /// @param bytes at most 65535
    static byte[] stored(byte[] bytes) {
        if (bytes.length > MAX_STORED) {
            throw new IllegalArgumentException("longer than a stored block: " + bytes.length);
        }
        byte[] frame = new byte[bytes.length + 6];
        frame[1] = (byte) bytes.length;
        frame[2] = (byte) (bytes.length >> 8);
        frame[3] = (byte) ~bytes.length;
        frame[4] = (byte) (~bytes.length >> 8);
        System.arraycopy(bytes, 0, frame, 5, bytes.length);
        return frame;
    }

    /// The only frame of a group.
    static byte[] single(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 16);
            byte[] chunk = new byte[1024];
            int length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            while (length > 0) {
                out.write(chunk, 0, length);
                length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            }
            byte[] flushed = out.toByteArray();
            return Arrays.copyOf(flushed, flushed.length - MARKER_BYTES);
        } finally {
            deflater.end();
        }
    }
}
