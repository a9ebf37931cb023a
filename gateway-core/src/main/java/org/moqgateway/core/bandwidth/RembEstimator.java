package org.moqgateway.core.bandwidth;

/// (skeleton) Receive-side estimate for REMB.
@SuppressWarnings("DoNotCallSuggester")
public final class RembEstimator {
    /// Notes received bytes of any stream of the peer.
    public void received(int bytes, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /// Tells the lost share of the last interval in 1/256.
    public void lost(int fractionLost) {
        throw new UnsupportedOperationException();
    }

    /// The estimate to send.
    public long estimateBps(long nowNanos) {
        throw new UnsupportedOperationException();
    }
}
