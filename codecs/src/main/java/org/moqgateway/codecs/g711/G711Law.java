package org.moqgateway.codecs.g711;

import java.util.Objects;

/// The two laws of ITU-T G.711, which spread 8 bits over the range of 13 or 14: one byte is one
/// sample at 8 kHz.
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |S| seg | step  |  sign, segment, step in it; μ-law inverts all bits, A-law every second
///     +-+-+-+-+-+-+-+-+
///
/// Thread rule: any thread.
public enum G711Law {
    /// μ-law, of America and Japan: PCMU, static payload type 0.
    MU_LAW,
    /// A-law, of the rest of the world: PCMA, static payload type 8.
    A_LAW;

    @SuppressWarnings("ImmutableEnumChecker") // a table, filled once and never handed out
    private final short[] samples = new short[256];

    static {
        for (int code = 0; code < 256; code++) {
            MU_LAW.samples[code] = muLaw(code);
            A_LAW.samples[code] = aLaw(code);
        }
    }

    /// G.711 table 2, 14 bits shifted to 16: each segment is twice as wide as the one before.
    private static short muLaw(int code) {
        int inverted = ~code;
        int step = (inverted & 0x0f) * 2 + 33;
        int magnitude = ((step << (inverted >> 4 & 7)) - 33) << 2;
        return (short) ((inverted & 0x80) != 0 ? -magnitude : magnitude);
    }

    /// G.711 table 1, 13 bits shifted to 16: the first two segments have the same width.
    private static short aLaw(int code) {
        int toggled = code ^ 0x55;
        int segment = toggled >> 4 & 7;
        int step = (toggled & 0x0f) * 2 + (segment == 0 ? 1 : 33);
        int magnitude = step << (Math.max(segment, 1) + 2);
        return (short) ((toggled & 0x80) != 0 ? magnitude : -magnitude);
    }

    /// The sample that a code means, 16 bits.
    public short sample(int code) {
        return samples[code & 0xff];
    }

    /// Decodes bytes into as many samples.
    ///
    /// @throws IndexOutOfBoundsException when a range does not lie in its array
    public void decode(byte[] codes, int offset, int length, short[] target, int targetOffset) {
        Objects.checkFromIndexSize(offset, length, codes.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] = samples[codes[offset + i] & 0xff];
        }
    }
}
