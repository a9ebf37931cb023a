package org.moqgateway.core.srtp;

import java.util.Arrays;

/// Which packet indices of one SSRC were accepted (RFC 3711 §3.3.2), 1024 back: a retransmission on
/// the same SSRC may come a round trip late.
final class ReplayWindow {

    static final int SIZE = 1024;

    private static final int WORDS = SIZE / Long.SIZE;

    /// One bit per index, at `index % SIZE`.
    private final long[] accepted = new long[WORDS];

    private long highest;

    /// @param firstIndex the first accepted one
    ReplayWindow(long firstIndex) {
        highest = firstIndex;
        mark(firstIndex);
    }

    /// The index nearest to the highest one that ends in this sequence number (RFC 3711 §3.3.1);
    /// negative before the first rollover.
    long guessIndex(int sequenceNumber) {
        int newest = (int) (highest & 0xffff);
        long rolloverCounter = highest >>> 16;
        if (newest < 0x8000) {
            if (sequenceNumber - newest > 0x8000) {
                rolloverCounter--;
            }
        } else if (newest - 0x8000 > sequenceNumber) {
            rolloverCounter++;
        }
        return (rolloverCounter << 16) | sequenceNumber;
    }

    /// The least index above the highest one that ends in this sequence number.
    long nextIndex(int sequenceNumber) {
        long index = (highest & ~0xffffL) | sequenceNumber;
        return index > highest ? index : index + 0x10000;
    }

    /// Zero if the index is new, else the code of the error.
    int check(long index) {
        if (index > highest) {
            return 0;
        }
        if (index < 0 || highest - index >= SIZE) {
            return SrtpError.TOO_OLD.code();
        }
        return marked(index) ? SrtpError.REPLAYED.code() : 0;
    }

    /// Remembers an index that [#check] let pass and whose packet was authentic.
    void accept(long index) {
        if (index - highest >= SIZE) {
            Arrays.fill(accepted, 0);
            highest = index;
        }
        while (highest < index) {
            highest++;
            accepted[word(highest)] &= ~bit(highest);
        }
        mark(index);
    }

    private void mark(long index) {
        accepted[word(index)] |= bit(index);
    }

    private boolean marked(long index) {
        return (accepted[word(index)] & bit(index)) != 0;
    }

    private static int word(long index) {
        return (int) (index / Long.SIZE % WORDS);
    }

    private static long bit(long index) {
        return 1L << (index & (Long.SIZE - 1));
    }
}
