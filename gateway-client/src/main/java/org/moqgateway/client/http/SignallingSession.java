package org.moqgateway.client.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.ice.IceServer;

/// A session on a WHIP or WHEP server. Any thread; blocks, within the deadlines of its endpoint.
public interface SignallingSession {
    /// The session URL.
    URI url();

    /// What the server said: its answer, or with [#counterOffer] an offer of its own.
    String description();

    /// Whether [#description] is an offer, which wants [#answer] (406, WHEP).
    boolean counterOffer();

    /// The servers of the `Link` headers.
    List<IceServer> iceServers();

    /// Answers the server's offer.
    ///
    /// @throws SignallingException when it did not take the answer
    void answer(String answerSdp) throws SignallingException, InterruptedException;

    /// Tells candidates. A server that does not take them (405, 415, 501) is not asked again.
    ///
    /// @return whether it took them
    /// @throws SignallingException when the session is gone or the server is
    boolean trickle(String sdpFragment) throws SignallingException, InterruptedException;

    /// Restarts ICE.
    ///
    /// @return the server's fragment; empty when it cannot restart
    /// @throws SignallingException when the session is gone or the server is
    Optional<String> restart(String sdpFragment) throws SignallingException, InterruptedException;

    /// Ends the session on the server. Never fails: who cannot be told will notice.
    void delete();
}
