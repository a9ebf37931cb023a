package org.moqgateway.core.bandwidth;

import org.moqgateway.core.rtcp.RtcpWriter;

/// (skeleton) Collects arrivals of transport-wide sequence numbers and writes feedback.
@SuppressWarnings("DoNotCallSuggester")
public final class TwccFeedbackGenerator {
    /// Notes a packet.
    public void received(int transportSequenceNumber, int mediaSsrc, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /// When the next feedback is due; `Long.MAX_VALUE` when there is nothing to tell.
    public long nextFeedbackNanos() {
        throw new UnsupportedOperationException();
    }

    /// Appends one feedback message when due and there is something to tell; call again until
    /// false.
    public boolean writeFeedback(RtcpWriter writer, int senderSsrc, long nowNanos) {
        throw new UnsupportedOperationException();
    }
}
