package org.moqgateway.codecs.h264;

import java.io.ByteArrayOutputStream;

/// Writes the syntax elements of H.264 §7.2 and makes NAL units of them.
final class BitStringWriter {
    private final StringBuilder bits = new StringBuilder();

    BitStringWriter u(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            bits.append(value >> i & 1);
        }
        return this;
    }

    BitStringWriter flag(boolean value) {
        return u(1, value ? 1 : 0);
    }

    BitStringWriter ue(long value) {
        int length = 64 - Long.numberOfLeadingZeros(value + 1);
        return u(length - 1, 0).u(length, value + 1);
    }

    BitStringWriter se(long value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    BitStringWriter bytes(byte[] bytes) {
        for (byte value : bytes) {
            u(8, value);
        }
        return this;
    }

    /// Header byte, trailing bits and emulation prevention added.
    byte[] toNal(int header) {
        StringBuilder rbsp = new StringBuilder(bits).append('1');
        while (rbsp.length() % 8 != 0) {
            rbsp.append('0');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header);
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
