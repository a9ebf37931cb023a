package org.moqgateway.core.rtcp;

/// (skeleton)
@SuppressWarnings("DoNotCallSuggester")
public final class TransportFeedback {
    /// Receives the packets of one feedback message in sequence order.
    public interface Visitor {
        /// A packet that arrived at `arrivalUs` of the receiver's clock.
        void received(int transportSequenceNumber, long arrivalUs);

        /// A packet that has not arrived so far.
        void notReceived(int transportSequenceNumber);
    }

    /// Counter of feedback messages, 0..255.
    public int feedbackCount() {
        throw new UnsupportedOperationException();
    }

    /// First sequence number reported on.
    public int baseSequenceNumber() {
        throw new UnsupportedOperationException();
    }

    /// Packets reported on.
    public int statusCount() {
        throw new UnsupportedOperationException();
    }

    /// Of those, received.
    public int receivedCount() {
        throw new UnsupportedOperationException();
    }

    /// Walks through.
    public void forEach(Visitor visitor) {
        throw new UnsupportedOperationException();
    }
}
