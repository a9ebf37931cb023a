package org.moqgateway.codecs.g722;

import java.util.Objects;

/// Decodes G.722 at 64 kbit/s (mode 1) to samples of 16 bits at 16 kHz: two samples of each
/// byte.
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |IH |    IL     |  the codes of the higher and of the lower sub-band
///     +-+-+-+-+-+-+-+-+
///
/// Every byte is valid, and after lost ones the decoder adapts again: its state leaks away. In
/// RTP the clock of G.722 runs at 8 kHz, one tick for each byte (RFC 3551 §4.5.2).
///
/// Thread rule: confined to one thread; one instance for one stream. It allocates nothing.
public final class G722Decoder {
    /// Samples that a byte makes.
    public static final int SAMPLES_PER_BYTE = 2;

    /// G.722 table 11: one half of the impulse response of the receive filter.
    private static final int[] FILTER = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    private final SubBand low = SubBand.lower();
    private final SubBand high = SubBand.higher();
    private final int[] sums = new int[FILTER.length];
    private final int[] differences = new int[FILTER.length];
    private int newest;

    /// Creates a decoder in the state that both ends begin with.
    public G722Decoder() {}

    /// Decodes bytes into twice as many samples.
    ///
    /// @throws IndexOutOfBoundsException when a range does not lie in its array
    public void decode(byte[] codes, int offset, int length, short[] target, int targetOffset) {
        Objects.checkFromIndexSize(offset, length, codes.length);
        Objects.checkFromIndexSize(
                targetOffset, Math.multiplyExact(SAMPLES_PER_BYTE, length), target.length);
        int at = targetOffset;
        for (int i = 0; i < length; i++) {
            int code = codes[offset + i] & 0xff;
            int lower = low.decode(code & 0x3f);
            int higher = high.decode(code >> 6);
            synthesize(lower, higher, target, at);
            at += SAMPLES_PER_BYTE;
        }
    }

    /// The receive quadrature mirror filter (G.722 §4.4).
    private void synthesize(int lower, int higher, short[] target, int at) {
        newest = newest == 0 ? FILTER.length - 1 : newest - 1;
        sums[newest] = lower + higher;
        differences[newest] = lower - higher;
        int first = 0;
        int second = 0;
        for (int i = 0; i < FILTER.length; i++) {
            int past = newest + i < FILTER.length ? newest + i : newest + i - FILTER.length;
            first += differences[past] * FILTER[i];
            second += sums[past] * FILTER[FILTER.length - 1 - i];
        }
        target[at] = saturate(first >> 11);
        target[at + 1] = saturate(second >> 11);
    }

    static short saturate(int value) {
        return (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
