package org.moqgateway.codecs.nal;

import java.io.ByteArrayOutputStream;

/// Writes the syntax elements of H.264 and H.265 §7.2 and makes NAL units of them.
public final class BitStringWriter {
    private final StringBuilder bits = new StringBuilder();

    /// Begins with no bits.
    public BitStringWriter() {}

    /// `u(n)`.
    public BitStringWriter u(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            bits.append(value >> i & 1);
        }
        return this;
    }

    /// `u(1)`.
    public BitStringWriter flag(boolean value) {
        return u(1, value ? 1 : 0);
    }

    /// `ue(v)`.
    public BitStringWriter ue(long value) {
        int length = 64 - Long.numberOfLeadingZeros(value + 1);
        return u(length - 1, 0).u(length, value + 1);
    }

    /// `se(v)`.
    public BitStringWriter se(long value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /// What another writer wrote.
    public BitStringWriter append(BitStringWriter other) {
        bits.append(other.bits);
        return this;
    }

    /// Whole bytes.
    public BitStringWriter bytes(byte[] bytes) {
        for (byte value : bytes) {
            u(8, value);
        }
        return this;
    }

    /// Header bytes, trailing bits and emulation prevention added.
    public byte[] toNal(int... header) {
        StringBuilder rbsp = new StringBuilder(bits).append('1');
        while (rbsp.length() % 8 != 0) {
            rbsp.append('0');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int headerByte : header) {
            out.write(headerByte);
        }
        int zeros = 0;
        for (int i = 0; i < rbsp.length(); i += 8) {
            int value = Integer.parseInt(rbsp, i, i + 8, 2);
            if (zeros == 2 && value <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
