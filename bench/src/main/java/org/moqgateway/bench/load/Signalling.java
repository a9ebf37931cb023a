package org.moqgateway.bench.load;

import java.io.IOException;
import java.net.InetAddress;

/// How offers reach a server. Any thread; blocks.
public interface Signalling {
    /// Sends an offer.
    ///
    /// @throws IOException when the server cannot be reached or refuses, with its words
    Answer offer(String offerSdp) throws IOException, InterruptedException;

    /// Our address as the server sees it, for the offer's candidate.
    InetAddress localAddress() throws IOException;

    /// The server's answer.
    ///
    /// @param sdp the session description
    /// @param hangUp ends the session on the server; failures are swallowed
    record Answer(String sdp, Runnable hangUp) {}
}
