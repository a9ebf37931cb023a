package org.moqgateway.core.webrtc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.peer.PeerEnd;

/// A peer session that we began: we offer, the peer answers over whatever signalling the caller
/// has. The same transport, media and counters as a session that was offered to us. Control plane:
/// any thread; calls may block for a moment.
public interface DialledSession extends AutoCloseable {
    /// The session's name, in logs and status.
    String id();

    /// Our offer, with the candidates known when it was made.
    String offer();

    /// Takes the answer to the offer; the way to the peer is looked for from now on.
    ///
    /// @throws DialException naming what is wrong with the answer; the session has ended then
    void answered(String answerSdp) throws DialException;

    /// Takes an offer of the peer's instead of an answer (draft-ietf-wish-whep, 406).
    ///
    /// @return our answer to it
    /// @throws DialException naming what is wrong with the offer; the session has ended then
    String counterOffered(String offerSdp) throws DialException;

    /// Asks further STUN and TURN servers for candidates, those of the `Link` headers.
    void addServers(List<IceServer> servers);

    /// Our candidates that no description or fragment told yet, as
    /// `application/trickle-ice-sdpfrag` (RFC 8840); with `a=end-of-candidates` when there will be
    /// no more. Waits for one.
    ///
    /// @return empty when there was nothing to tell in time, or nothing is left to tell
    Optional<String> trickle(Duration atMost) throws InterruptedException;

    /// Begins an ICE restart, which is given up after 30 s without [#restarted].
    ///
    /// @return the fragment for the peer, with new credentials and candidates
    String restartIce();

    /// Gives an ICE restart up that the peer refused: from then on silence is borne no longer than
    /// otherwise. No effect after [#restarted], or when no restart was begun.
    void abandonRestart();

    /// Takes the peer's fragment in answer to [#restartIce]. Media goes on meanwhile.
    ///
    /// @throws DialException naming what is wrong, such as that the restart was given up meanwhile;
    ///     the session lives on over its old way
    void restarted(String answerFragment) throws DialException;

    /// Sets what is run when the way to the peer is in doubt: our addresses changed, or nothing
    /// authentic came for a while. On a control-plane thread.
    void onDoubt(Runnable listener);

    /// Completed when media can flow.
    CompletableFuture<Void> connected();

    /// Completed when the session is over and nothing is left of it. Its last words are those of
    /// whoever came first: the peer, the network or [#close].
    CompletableFuture<PeerEnd> ended();

    /// A snapshot of the counters.
    SessionStats stats();

    /// Ends the session. Idempotent.
    ///
    /// @param reason for the log
    void close(String reason);

    @Override
    default void close() {
        close("done");
    }
}
