package org.moqgateway.codecs.nal;

/// Reads bits of a raw byte sequence payload (H.264 §7.3.1, §9.1; H.265 §7.3.1, §9.2), leaving
/// out the emulation prevention bytes on the way: `00 00 03` reads as `00 00`.
///
/// Reading beyond the end, or a code that no encoder writes, turns the reader into the failed
/// state, in which it reads zeros: a parser checks [#failed()] where a value steers a loop, and
/// at its end. Thread rule: confined to one thread; reused by `reset`.
public final class RbspReader {
    private static final byte[] NONE = {};

    private byte[] buffer = NONE;
    private int position;
    private int end;
    private int zeros;
    private int current;
    private int bitsLeft;
    private boolean failed;
    private boolean prevention;

    /// Creates a reader of nothing.
    public RbspReader() {}

    /// Starts behind the header of a NAL unit, which is lent until the next call.
    ///
    /// @param headerBytes 1 for H.264, 2 for H.265
    public RbspReader resetToNal(byte[] bytes, int offset, int length, int headerBytes) {
        buffer = bytes;
        end = offset + length;
        position = Math.min(offset + headerBytes, end);
        zeros = 0;
        bitsLeft = 0;
        failed = false;
        prevention = true;
        return this;
    }

    /// Starts with bytes that are no NAL unit: nothing in them is emulation prevention. They
    /// are lent until the next call.
    public RbspReader resetToPlainBytes(byte[] bytes, int offset, int length) {
        resetToNal(bytes, offset, length, 0);
        prevention = false;
        return this;
    }

    /// Whether something could not be read since the reset.
    public boolean failed() {
        return failed;
    }

    /// Says that a value makes no sense.
    public void fail() {
        failed = true;
    }

    /// Bytes that were not looked at yet, emulation prevention included.
    public int bytesLeft() {
        return end - position;
    }

    /// `u(1)` as a number.
    public int bit() {
        if (bitsLeft == 0) {
            loadByte();
        }
        if (failed) {
            return 0;
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    /// `u(1)` as a truth value.
    public boolean flag() {
        return bit() != 0;
    }

    /// `u(n)`, at most 32 bits.
    public long bits(int count) {
        if (count == 8 && bitsLeft == 0) {
            return alignedByte();
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /// Leaves out so many bits.
    public void skip(int count) {
        for (int i = 0; i < count && !failed; i++) {
            bit();
        }
    }

    /// `ue(v)`, 0 … 2³² - 2.
    public long unsignedExpGolomb() {
        int leadingZeros = 0;
        while (!failed && bit() == 0) {
            if (++leadingZeros > 31) {
                failed = true;
            }
        }
        return failed ? 0 : (1L << leadingZeros) - 1 + bits(leadingZeros);
    }

    /// `ue(v)` that must not exceed a limit.
    public int unsignedExpGolomb(int max) {
        long value = unsignedExpGolomb();
        if (value > max) {
            failed = true;
            return 0;
        }
        return (int) value;
    }

    /// `se(v)`, §9.1.1.
    public long signedExpGolomb() {
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
        if (prevention && position < end && zeros >= 2 && buffer[position] == 3) {
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
