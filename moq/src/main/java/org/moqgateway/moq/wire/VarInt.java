package org.moqgateway.moq.wire;

/// The variable-length integer of QUIC (RFC 9000 §16): the two top bits of the first byte tell the
/// length, the rest is the value in network byte order.
///
/// ```text
///  00xxxxxx                            1 byte,  up to 63
///  01xxxxxx xxxxxxxx                   2 bytes, up to 16383
///  10xxxxxx xxxxxxxx (2 more)          4 bytes, up to 1073741823
///  11xxxxxx xxxxxxxx (6 more)          8 bytes, up to 4611686018427387903
/// ```
///
/// A longer form than needed is read like the shortest; the shortest is written.
public final class VarInt {
    /// The greatest value, 2^62 - 1.
    public static final long MAX_VALUE = (1L << 62) - 1;

    /// The longest form in bytes.
    public static final int MAX_LENGTH = 8;

    /// The answer of [#decode] when bytes are missing.
    public static final long INCOMPLETE = -1;

    private VarInt() {}

    /// Bytes of the shortest form: 1, 2, 4 or 8.
    ///
    /// @throws IllegalArgumentException when the value is negative or above [#MAX_VALUE]
    public static int length(long value) {
        if (value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException("not within 0..2^62-1: " + value);
        }
        if (value < 1L << 6) {
            return 1;
        }
        if (value < 1L << 14) {
            return 2;
        }
        return value < 1L << 30 ? 4 : 8;
    }

    /// Bytes of the form that begins with `firstByte`.
    public static int lengthFromFirstByte(byte firstByte) {
        return 1 << ((firstByte & 0xff) >>> 6);
    }

    /// Writes the shortest form at `offset`.
    ///
    /// @return bytes written
    /// @throws IllegalArgumentException when the value is negative or above [#MAX_VALUE]
    /// @throws IndexOutOfBoundsException when there is no room
    public static int encode(long value, byte[] destination, int offset) {
        int length = length(value);
        long rest = value;
        for (int i = length - 1; i >= 0; i--) {
            destination[offset + i] = (byte) rest;
            rest >>>= 8;
        }
        destination[offset] |= (byte) (Integer.numberOfTrailingZeros(length) << 6);
        return length;
    }

    /// Reads the value at `offset`; its length is [#lengthFromFirstByte] of the byte there.
    ///
    /// @param limit end of the readable bytes, exclusive
    /// @return the value, or [#INCOMPLETE]
    public static long decode(byte[] source, int offset, int limit) {
        if (offset >= limit) {
            return INCOMPLETE;
        }
        int length = lengthFromFirstByte(source[offset]);
        if (length > limit - offset) {
            return INCOMPLETE;
        }
        long value = source[offset] & 0x3f;
        for (int i = 1; i < length; i++) {
            value = value << 8 | (source[offset + i] & 0xff);
        }
        return value;
    }

    /// A signed number as one of small amount whatever its sign: 0, -1, 1, -2 … become 0, 1, 2,
    /// 3 …
    ///
    /// @throws IllegalArgumentException when the number is not within -2^61..2^61-1
    public static long zigzag(long signed) {
        if (signed < -(1L << 61) || signed >= 1L << 61) {
            throw new IllegalArgumentException("not within -2^61..2^61-1: " + signed);
        }
        return (signed << 1) ^ (signed >> 63);
    }

    /// The signed number that [#zigzag] made `value` of.
    public static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
