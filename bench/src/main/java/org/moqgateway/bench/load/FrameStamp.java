package org.moqgateway.bench.load;

/// The moment of sending, written into the picture itself: eight bytes to be recognized by, then
/// the time in groups of seven bits, each with its top bit set. No byte is zero, so that no
/// bitstream needs to escape it.
final class FrameStamp {
    /// Bytes of a stamp.
    static final int BYTES = 18;

    /// What [#find] returns when there is none.
    static final long NONE = Long.MIN_VALUE;

    private static final byte[] MAGIC = {
        (byte) 0xC3, 0x5A, (byte) 0x96, 0x69, (byte) 0xA5, 0x3C, (byte) 0xE7, 0x7E
    };
    private static final int GROUPS = BYTES - MAGIC.length;

    private FrameStamp() {}

    /// Writes [#BYTES] bytes.
    ///
    /// @param nanos of [System#nanoTime], whose origin all processes of a Linux machine share
    static void write(byte[] buffer, int offset, long nanos) {
        System.arraycopy(MAGIC, 0, buffer, offset, MAGIC.length);
        for (int i = 0; i < GROUPS; i++) {
            buffer[offset + MAGIC.length + i] = (byte) (0x80 | (nanos >>> (7 * i)));
        }
    }

    /// Looks for a stamp that begins within `range` bytes.
    ///
    /// @return its time, or [#NONE]
    static long find(byte[] buffer, int offset, int length, int range) {
        int last = offset + Math.min(range, length - BYTES);
        for (int at = offset; at <= last; at++) {
            if (buffer[at] == MAGIC[0] && matches(buffer, at)) {
                return read(buffer, at + MAGIC.length);
            }
        }
        return NONE;
    }

    private static boolean matches(byte[] buffer, int at) {
        for (int i = 1; i < MAGIC.length; i++) {
            if (buffer[at + i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static long read(byte[] buffer, int at) {
        long nanos = 0;
        for (int i = 0; i < GROUPS; i++) {
            nanos |= (buffer[at + i] & 0x7fL) << (7 * i);
        }
        return nanos;
    }
}
