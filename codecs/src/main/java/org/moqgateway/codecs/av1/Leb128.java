package org.moqgateway.codecs.av1;

/// Little-endian base-128 numbers (AV1 §4.10.5), up to the size of an array.
final class Leb128 {
    /// A number takes at most so many bytes, leading zeros included.
    private static final int MAX_BYTES = 8;

    private Leb128() {}

    /// Reads a number.
    ///
    /// @return the value in the upper, the bytes read in the lower 32 bits; negative when it is
    ///     cut, longer than 8 bytes or larger than an array can be
    static long read(byte[] bytes, int offset, int end) {
        long value = 0;
        for (int i = 0; i < MAX_BYTES && offset + i < end; i++) {
            int next = bytes[offset + i];
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value > Integer.MAX_VALUE ? -1 : value << 32 | (i + 1);
            }
        }
        return -1;
    }

    /// Bytes of the shortest form.
    static int bytes(int value) {
        int significantBits = 32 - Integer.numberOfLeadingZeros(value | 1);
        return (significantBits + 6) / 7;
    }

    /// Writes the shortest form and returns the position behind it.
    static int write(int value, byte[] target, int offset) {
        int at = offset;
        int rest = value;
        while (rest > 0x7f) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }
}
