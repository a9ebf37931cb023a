package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import org.moqgateway.moq.wire.VarInt;

/// Reads a variable-length integer that comes in pieces.
final class VarIntReader {
    private final byte[] bytes = new byte[VarInt.MAX_LENGTH];
    private int have;

    /// Consumes up to the end of the integer; the next call begins another.
    ///
    /// @return the value, or [VarInt#INCOMPLETE] when more bytes are needed
    long read(ByteBuffer source) {
        while (source.hasRemaining()) {
            bytes[have++] = source.get();
            if (have == VarInt.lengthFromFirstByte(bytes[0])) {
                int length = have;
                have = 0;
                return VarInt.decode(bytes, 0, length);
            }
        }
        return VarInt.INCOMPLETE;
    }

    /// Whether no integer has been begun.
    boolean isEmpty() {
        return have == 0;
    }
}
