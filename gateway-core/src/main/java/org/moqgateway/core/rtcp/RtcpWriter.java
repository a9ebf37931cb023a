package org.moqgateway.core.rtcp;

/// (skeleton) Appends RTCP packets to a buffer, making one compound packet.
@SuppressWarnings("DoNotCallSuggester")
public final class RtcpWriter {
    /// Starts anew in `buffer` from `offset`; nothing is written at or behind `limit`.
    public RtcpWriter begin(byte[] buffer, int offset, int limit) {
        throw new UnsupportedOperationException();
    }

    /// The buffer given to begin.
    public byte[] buffer() {
        throw new UnsupportedOperationException();
    }

    /// Bytes written since begin.
    public int length() {
        throw new UnsupportedOperationException();
    }

    /// Bytes still free.
    public int remaining() {
        throw new UnsupportedOperationException();
    }

    /// Appends an SR without blocks; fill in the returned view.
    public SenderInfo senderReport(int senderSsrc) {
        throw new UnsupportedOperationException();
    }

    /// Appends an RR without blocks.
    public void receiverReport(int senderSsrc) {
        throw new UnsupportedOperationException();
    }

    /// Appends a block to the SR/RR just written; fill in the returned view.
    public ReportBlock reportBlock() {
        throw new UnsupportedOperationException();
    }

    /// Appends an SDES with a CNAME.
    public void cname(int ssrc, byte[] cname) {
        throw new UnsupportedOperationException();
    }

    /// Appends a BYE.
    public void bye(int ssrc) {
        throw new UnsupportedOperationException();
    }

    /// Appends a PLI.
    public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
        throw new UnsupportedOperationException();
    }

    /// Appends an FIR.
    public void fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {
        throw new UnsupportedOperationException();
    }

    /// Appends a generic NACK of ascending sequence numbers; returns how many fitted.
    public int nack(int senderSsrc, int mediaSsrc, int[] sequenceNumbers, int count) {
        throw new UnsupportedOperationException();
    }

    /// Appends a REMB for `mediaSsrcs`.
    public void receiverEstimate(int senderSsrc, long bitrateBps, int... mediaSsrcs) {
        throw new UnsupportedOperationException();
    }
}
