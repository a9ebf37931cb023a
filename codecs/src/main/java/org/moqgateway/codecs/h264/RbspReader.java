package org.moqgateway.codecs.h264;

/// Reads bits of a raw byte sequence payload (H.264 §7.3.1, §9.1), leaving out the
/// emulation prevention bytes on the way: `00 00 03` reads as `00 00`.
///
/// Reading beyond the end, or a code that no encoder writes, turns the reader into the failed
/// state, in which it reads zeros: a parser checks [#failed()] where a value steers a loop, and at
/// its end. Thread rule: confined to one thread; reused by `reset`.
final class RbspReader {
    private static final byte[] NONE = {};

    private byte[] buffer = NONE;
    private int position;
    private int end;
    private int zeros;
    private int current;
    private int bitsLeft;
    private boolean failed;

    /// Starts behind the header byte of a NAL unit.
    RbspReader resetToNal(byte[] bytes, int offset, int length) {
        buffer = bytes;
        end = offset + length;
        position = Math.min(offset + 1, end);
        zeros = 0;
        bitsLeft = 0;
        failed = false;
        return this;
    }

    boolean failed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    /// Bytes that were not looked at yet, emulation prevention included.
    int bytesLeft() {
        return end - position;
    }

    int bit() {
        if (bitsLeft == 0) {
            loadByte();
        }
        if (failed) {
            return 0;
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    boolean flag() {
        return bit() != 0;
    }

    /// `u(n)`, at most 32 bits.
    long bits(int count) {
        if (count == 8 && bitsLeft == 0) {
            return alignedByte();
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) {
        for (int i = 0; i < count && !failed; i++) {
            bit();
        }
    }

    /// `ue(v)`, 0 … 2³² - 2.
    long unsignedExpGolomb() {
        int leadingZeros = 0;
        while (!failed && bit() == 0) {
            if (++leadingZeros > 31) {
                failed = true;
            }
        }
        return failed ? 0 : (1L << leadingZeros) - 1 + bits(leadingZeros);
    }

    /// `ue(v)` that must not exceed a limit.
    int unsignedExpGolomb(int max) {
        long value = unsignedExpGolomb();
        if (value > max) {
            failed = true;
            return 0;
        }
        return (int) value;
    }

    /// `se(v)`, §9.1.1.
    long signedExpGolomb() {
        long code = unsignedExpGolomb();
        return (code & 1) == 0 ? -(code >> 1) : (code + 1) >> 1;
    }

    /// Long runs of bytes, as SEI messages have them, need not go bit by bit.
    private int alignedByte() {
        loadByte();
        bitsLeft = 0;
        return failed ? 0 : current;
    }

    private void loadByte() {
        if (position < end && zeros >= 2 && buffer[position] == 3) {
            position++;
            zeros = 0;
        }
        if (position >= end) {
            failed = true;
            return;
        }
        current = buffer[position++] & 0xff;
        zeros = current == 0 ? zeros + 1 : 0;
        bitsLeft = 8;
    }
}
