package org.moqgateway.core.rtp;

/// Reads and writes unsigned fields in network byte order. The caller has checked the bounds; an
/// index outside the array is its own mistake and throws.
public final class BigEndian {
    private BigEndian() {}

    /// 8 bits as 0..255.
    public static int u8(byte[] buffer, int offset) {
        return buffer[offset] & 0xff;
    }

    /// 16 bits as 0..65535.
    public static int u16(byte[] buffer, int offset) {
        return ((buffer[offset] & 0xff) << 8) | (buffer[offset + 1] & 0xff);
    }

    /// 24 bits as 0..2^24-1.
    public static int u24(byte[] buffer, int offset) {
        return (u16(buffer, offset) << 8) | u8(buffer, offset + 2);
    }

    /// 32 bits in an `int`; use `Integer.toUnsignedLong` to see the unsigned value.
    public static int i32(byte[] buffer, int offset) {
        return (u16(buffer, offset) << 16) | u16(buffer, offset + 2);
    }

    /// 64 bits in a `long`.
    public static long i64(byte[] buffer, int offset) {
        return (Integer.toUnsignedLong(i32(buffer, offset)) << 32)
                | Integer.toUnsignedLong(i32(buffer, offset + 4));
    }

    /// Writes the low 8 bits of `value`.
    public static void put8(byte[] buffer, int offset, int value) {
        buffer[offset] = (byte) value;
    }

    /// Writes the low 16 bits of `value`.
    public static void put16(byte[] buffer, int offset, int value) {
        buffer[offset] = (byte) (value >> 8);
        buffer[offset + 1] = (byte) value;
    }

    /// Writes the low 24 bits of `value`.
    public static void put24(byte[] buffer, int offset, int value) {
        put16(buffer, offset, value >> 8);
        buffer[offset + 2] = (byte) value;
    }

    /// Writes 32 bits.
    public static void put32(byte[] buffer, int offset, int value) {
        put16(buffer, offset, value >> 16);
        put16(buffer, offset + 2, value);
    }

    /// Writes 64 bits.
    public static void put64(byte[] buffer, int offset, long value) {
        put32(buffer, offset, (int) (value >> 32));
        put32(buffer, offset + 4, (int) value);
    }
}
