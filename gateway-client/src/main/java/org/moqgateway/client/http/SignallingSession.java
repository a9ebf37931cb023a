package org.moqgateway.client.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.ice.IceServer;

/// A session on a WHIP or WHEP server. Any thread; blocks, within the deadlines of its endpoint.
public interface SignallingSession {
    /// The session URL. Where the server has named none, or one that must not be used, the URL that
    /// has answered: media flows, but nobody can be told of candidates or of the end.
    URI url();

    /// What the server said: its answer, or with [#counterOffer] an offer of its own.
    String description();

    /// Whether [#description] is an offer, which wants [#answer] (406, WHEP).
    boolean counterOffer();

    /// The servers of the `Link` headers, eight at most, foreign words all of them.
    List<IceServer> iceServers();

    /// Answers the server's offer.
    ///
    /// @throws SignallingException when it did not take the answer
    void answer(String answerSdp) throws SignallingException, InterruptedException;

    /// Tells candidates, after the answer to a restart if one is under way. A server that does not
    /// take them (405, 415, 501; 400, 422, 428) is not asked again.
    ///
    /// @return whether it took them
    /// @throws SignallingException when the session is gone or the server is
    boolean trickle(String sdpFragment) throws SignallingException, InterruptedException;

    /// Restarts ICE. Candidates that are being told meanwhile are given up.
    ///
    /// @return the server's fragment; empty when it cannot restart, or has not answered with one
    /// @throws SignallingException when the session is gone or the server is, or when it may do so
    ///     later (409, 429, 5xx but 501)
    Optional<String> restart(String sdpFragment) throws SignallingException, InterruptedException;

    /// Ends the session on the server, once. Takes three seconds at most, also on a thread that is
    /// interrupted, and never fails: who cannot be told will notice.
    void delete();
}
