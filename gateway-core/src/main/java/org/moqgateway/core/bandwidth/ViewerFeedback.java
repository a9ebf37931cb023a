package org.moqgateway.core.bandwidth;

import org.moqgateway.core.rtcp.TransportFeedback;

/// Counts what a viewer tells about the way to it: transport-wide feedback and REMB. One thread.
public final class ViewerFeedback implements TransportFeedback.Visitor {
    private long packetsReceived;
    private long packetsMissing;
    private long receiverEstimateBps;

    /// Adds up one transport-wide feedback message.
    public void onTransportFeedback(TransportFeedback feedback) {
        feedback.forEach(this);
    }

    @Override
    public void received(int transportSequenceNumber, long arrivalUs) {
        packetsReceived++;
    }

    @Override
    public void notReceived(int transportSequenceNumber) {
        packetsMissing++;
    }

    /// Keeps the latest REMB.
    public void onReceiverEstimate(long bitrateBps) {
        receiverEstimateBps = bitrateBps;
    }

    /// Packets reported as received; one reported twice counts twice.
    public long packetsReceived() {
        return packetsReceived;
    }

    /// Packets reported as missing, some of which may have come later.
    public long packetsMissing() {
        return packetsMissing;
    }

    /// The latest REMB, 0 before the first.
    public long receiverEstimateBps() {
        return receiverEstimateBps;
    }
}
