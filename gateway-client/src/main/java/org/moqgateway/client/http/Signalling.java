package org.moqgateway.client.http;

/// Dials WHIP and WHEP endpoints. Any thread; blocks, within the deadlines of the endpoint.
public interface Signalling extends AutoCloseable {
    /// Posts an offer.
    ///
    /// @return the session that the server has made
    /// @throws SignallingException when it made none
    SignallingSession offer(Endpoint endpoint, String offerSdp)
            throws SignallingException, InterruptedException;

    /// Frees connections and threads.
    @Override
    void close();
}
