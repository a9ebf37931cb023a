package org.moqgateway.bench.load;

import java.util.Arrays;

/// Writes the bits of one H.264 NAL unit and escapes what looks like a start code (H.264 §7.3.1).
/// One thread.
final class BitWriter {
    private byte[] bytes = new byte[1024];
    private int bits;

    /// Forgets what was written.
    BitWriter reset() {
        Arrays.fill(bytes, 0, (bits + 7) / 8, (byte) 0);
        bits = 0;
        return this;
    }

    /// The low `count` bits of a value, `u(count)`.
    BitWriter bits(int value, int count) {
        grow(count);
        for (int i = count - 1; i >= 0; i--) {
            if ((value >> i & 1) != 0) {
                bytes[bits >> 3] |= (byte) (0x80 >> (bits & 7));
            }
            bits++;
        }
        return this;
    }

    /// An unsigned Exp-Golomb code, `ue(v)` (H.264 §9.1).
    BitWriter unsigned(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return bits(0, length - 1).bits(value + 1, length);
    }

    /// A signed Exp-Golomb code, `se(v)` (H.264 §9.1.1).
    BitWriter signed(int value) {
        return unsigned(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /// Zero bits up to the next byte.
    BitWriter align() {
        bits = (bits + 7) / 8 * 8;
        return this;
    }

    /// Whole bytes; the writer must be aligned.
    BitWriter bytes(byte[] source, int offset, int length) {
        grow(8 * length);
        System.arraycopy(source, offset, bytes, bits >> 3, length);
        bits += 8 * length;
        return this;
    }

    /// The stop bit (`rbsp_trailing_bits`).
    BitWriter stop() {
        return bits(1, 1).align();
    }

    private void grow(int more) {
        int needed = (bits + more + 7) / 8;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * needed);
        }
    }

    /// Appends the NAL unit behind a start code, with emulation prevention.
    ///
    /// @param target large enough: half as much again as was written, and four bytes
    /// @return the position behind it
    int appendNal(byte[] target, int position) {
        int out = position;
        target[out++] = 0;
        target[out++] = 0;
        target[out++] = 0;
        target[out++] = 1;
        int zeros = 0;
        for (int i = 0; i < bits >> 3; i++) {
            if (zeros == 2 && (bytes[i] & 0xfc) == 0) {
                target[out++] = 3;
                zeros = 0;
            }
            target[out++] = bytes[i];
            zeros = bytes[i] == 0 ? zeros + 1 : 0;
        }
        return out;
    }

    /// Whole bytes written so far.
    int length() {
        return bits >> 3;
    }
}
