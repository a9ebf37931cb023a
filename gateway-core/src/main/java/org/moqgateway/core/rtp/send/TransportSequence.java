package org.moqgateway.core.rtp.send;

/// The transport-wide sequence numbers of one peer: one counter for all of its streams. One thread.
public final class TransportSequence {
    private int next;

    /// Numbering starts at the low 16 bits of `first`.
    public TransportSequence(int first) {
        next = first;
    }

    /// The next number, 0..65535.
    public int next() {
        return next++ & 0xffff;
    }
}
