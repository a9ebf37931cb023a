package org.moqgateway.codecs.av1;

import java.util.Arrays;

/// Writes the descriptors `f(n)`, `ns(n)` and `uvlc()` of AV1 §4.10 into an array that is large
/// enough.
final class BitWriter {
    private final byte[] target;
    private int position; // in bits

    /// @param target all zero from `offset` on
    BitWriter(byte[] target, int offset) {
        this.target = target;
        position = 8 * offset;
    }

    BitWriter bits(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            long bit = value >> i & 1;
            target[position >> 3] |= (byte) (bit << (7 - (position & 7)));
            position++;
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return bits(1, value ? 1 : 0);
    }

    /// A number below `n`.
    BitWriter nonSymmetric(int n, int value) {
        int w = 32 - Integer.numberOfLeadingZeros(n);
        int m = (1 << w) - n;
        return value < m ? bits(w - 1, value) : bits(w, value + m);
    }

    /// `uvlc()` of AV1 §4.10.3.
    BitWriter variableLength(long value) {
        int zeros = 63 - Long.numberOfLeadingZeros(value + 1);
        return bits(zeros, 0).bits(zeros + 1, value + 1);
    }

    /// Everything so far, in whole bytes.
    byte[] toBytes() {
        return Arrays.copyOf(target, (position + 7) >> 3);
    }
}
