package org.moqgateway.codecs.av1;

import java.util.Objects;

/// Reads the descriptors `f(n)`, `ns(n)` and `uvlc()` of AV1 §4.10.
///
/// After the end every read gives zero and [#failed()] holds, so that a parser checks once.
final class BitReader {
    private static final byte[] NO_BYTES = {};

    private byte[] buffer = NO_BYTES;
    private long position; // in bits
    private long end;
    private boolean failed;

    BitReader reset(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        this.buffer = buffer;
        position = 8L * offset;
        end = 8L * (offset + length);
        failed = false;
        return this;
    }

    /// Whether something was read beyond the end, or cannot be.
    boolean failed() {
        return failed;
    }

    /// Makes [#failed()] hold: a value breaks a rule.
    void fail() {
        failed = true;
    }

    /// `f(1)`.
    boolean flag() {
        return bits(1) != 0;
    }

    /// `f(count)`, at most 32 bits.
    long bits(int count) {
        if (failed || count > end - position) {
            failed = true;
            return 0;
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            int bit = buffer[(int) (position >> 3)] >> (7 - (int) (position & 7)) & 1;
            value = value << 1 | bit;
            position++;
        }
        return value;
    }

    /// `f(count)` of at most 31 bits.
    int number(int count) {
        return (int) bits(count);
    }

    void skip(int count) {
        if (count > end - position) {
            failed = true;
        } else {
            position += count;
        }
    }

    /// `ns(n)`: a number below `n`.
    int nonSymmetric(int n) {
        int w = 32 - Integer.numberOfLeadingZeros(n);
        int m = (1 << w) - n;
        int value = number(w - 1);
        return value < m ? value : (value << 1) - m + number(1);
    }

    /// `uvlc()`.
    long variableLength() {
        int leadingZeros = 0;
        while (!flag() && !failed) {
            leadingZeros++;
        }
        if (failed || leadingZeros >= 32) {
            return failed ? 0 : 0xffff_ffffL;
        }
        return bits(leadingZeros) + (1L << leadingZeros) - 1;
    }
}
