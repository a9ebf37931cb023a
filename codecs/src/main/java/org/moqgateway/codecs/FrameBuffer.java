package org.moqgateway.codecs;

import java.util.Arrays;

/// The bytes of one frame while it is put together, reused from frame to frame.
///
/// It grows by doubling up to a limit, and after an odd, very large frame it gives the memory
/// back. Thread rule: confined to one thread.
public final class FrameBuffer {
    private static final int INITIAL_BYTES = 16 * 1024;
    private static final int RETAINED_BYTES = 512 * 1024;

    private final int maxBytes;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /// Creates an empty buffer.
    ///
    /// @param maxBytes how much it takes at most
    /// @throws IllegalArgumentException when the limit is not positive
    public FrameBuffer(int maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive, was " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /// Forgets everything.
    public void clear() {
        size = 0;
        if (bytes.length > RETAINED_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /// Forgets what lies behind a position.
    ///
    /// @throws IndexOutOfBoundsException when there is not as much
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IndexOutOfBoundsException(newSize + " of " + size);
        }
        size = newSize;
    }

    /// Adds bytes at the end.
    ///
    /// @return false, with nothing added, when they do not fit the limit
    /// @throws IndexOutOfBoundsException when the range does not lie in the source
    public boolean append(byte[] source, int offset, int length) {
        if (length > maxBytes - size) {
            return false;
        }
        if (size + length > bytes.length) {
            long doubled = Math.max(2L * bytes.length, size + length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, maxBytes));
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return true;
    }

    /// How many bytes there are.
    public int size() {
        return size;
    }

    /// The array that holds them from its beginning; lent until the next change.
    public byte[] bytes() {
        return bytes;
    }
}
