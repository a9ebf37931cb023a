package org.moqgateway.codecs.vp9;

import java.io.ByteArrayOutputStream;

/// Writes bits, highest first.
final class HeaderWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int current;
    private int bits;

    /// `f(n)`
    HeaderWriter u(int count, int value) {
        for (int i = count - 1; i >= 0; i--) {
            current = (current << 1) | ((value >> i) & 1);
            if (++bits == 8) {
                out.write(current);
                current = bits = 0;
            }
        }
        return this;
    }

    /// What was written, filled up with zeros, and some more bytes.
    byte[] bytes(byte... rest) {
        while (bits != 0) {
            u(1, 0);
        }
        out.writeBytes(rest);
        return out.toByteArray();
    }
}
