package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;

/// Reads variable-length integers out of bytes that come in pieces. Not thread-safe; allocates
/// nothing.
public final class VarIntReader {
    private long value;
    private int missing;

    /// Takes bytes from the position on, until one number is whole.
    ///
    /// @return the number, and the next call begins another; or [VarInt#INCOMPLETE] when the bytes
    ///     ended before, and they are all taken
    public long read(ByteBuffer bytes) {
        if (missing == 0) {
            if (!bytes.hasRemaining()) {
                return VarInt.INCOMPLETE;
            }
            byte first = bytes.get();
            missing = VarInt.lengthFromFirstByte(first) - 1;
            value = first & 0x3f;
        }
        while (missing > 0 && bytes.hasRemaining()) {
            value = value << 8 | (bytes.get() & 0xff);
            missing--;
        }
        return missing == 0 ? value : VarInt.INCOMPLETE;
    }

    /// Whether a number has begun that is not whole yet.
    public boolean within() {
        return missing > 0;
    }
}
