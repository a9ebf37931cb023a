package org.moqgateway.core.hang;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads the frames of one group of a compressed track; see [FrameDeflater]. Each frame is
/// bounded as its bytes come out, whatever went in. After a frame that cannot be read the rest
/// of the group cannot be read either.
///
/// Holds memory outside the heap until [#close]. Belongs to one thread.
final class FrameInflater implements AutoCloseable {
    private static final byte[] MARKER = {0, 0, -1, -1};
    private static final int FIRST_GUESS = 4;

    private final Inflater inflater = new Inflater(true);
    private final int maxBytes;

    /// @param maxBytes the largest frame, inflated
    FrameInflater(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// The next frame.
    ///
    /// @throws DataFormatException when it is not the next piece of a DEFLATE stream, or too
    ///     large
    byte[] frame(byte[] slice) throws DataFormatException {
        if (slice.length == 0) {
            return slice;
        }
        byte[] out = new byte[(int) Math.min(maxBytes, 64 + (long) FIRST_GUESS * slice.length)];
        int length = 0;
        for (byte[] input : new byte[][] {slice, MARKER}) {
            inflater.setInput(input);
            int produced = inflater.inflate(out, length, out.length - length);
            length += produced;
            while (length == out.length) {
                out = Arrays.copyOf(out, larger(length));
                length += inflater.inflate(out, length, out.length - length);
            }
        }
        if (inflater.needsDictionary()) {
            throw new DataFormatException("wants a dictionary");
        }
        if (length > maxBytes) {
            throw tooLarge();
        }
        return Arrays.copyOf(out, length);
    }

    /// One byte more than may be, so that what is too large is noticed.
    private int larger(int length) throws DataFormatException {
        if (length > maxBytes) {
            throw tooLarge();
        }
        return (int) Math.min(maxBytes + 1L, 2L * length);
    }

    private DataFormatException tooLarge() {
        return new DataFormatException("inflates to more than " + maxBytes + " bytes");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
