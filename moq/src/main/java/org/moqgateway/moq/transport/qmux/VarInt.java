package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;

/// Variable-length integers of RFC 9000 §16: the two highest bits say whether 1, 2, 4 or 8 bytes
/// hold the value.
final class VarInt {
    /// The largest value: 2^62 - 1.
    static final long MAX = (1L << 62) - 1;

    private VarInt() {}

    /// How many bytes a value takes.
    static int size(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("not between 0 and 2^62-1: " + value);
        }
        if (value < 1 << 6) {
            return 1;
        }
        if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 30 ? 4 : 8;
    }

    /// Writes a value in as few bytes as it takes.
    static void put(ByteBuffer out, long value) {
        switch (size(value)) {
            case 1 -> out.put((byte) value);
            case 2 -> out.putShort((short) (value | 0x4000));
            case 4 -> out.putInt((int) (value | 0x8000_0000L));
            default -> out.putLong(value | 0xC000_0000_0000_0000L);
        }
    }

    /// Reads a value.
    ///
    /// @throws QmuxException when the bytes end within it
    static long get(ByteBuffer in) throws QmuxException {
        if (!in.hasRemaining()) {
            throw new QmuxException("the record ends within a frame");
        }
        int first = in.get(in.position());
        int bytes = 1 << ((first & 0xC0) >> 6);
        if (in.remaining() < bytes) {
            throw new QmuxException("the record ends within a number");
        }
        return switch (bytes) {
            case 1 -> in.get() & 0x3F;
            case 2 -> in.getShort() & 0x3FFF;
            case 4 -> in.getInt() & 0x3FFF_FFFF;
            default -> in.getLong() & MAX;
        };
    }
}
