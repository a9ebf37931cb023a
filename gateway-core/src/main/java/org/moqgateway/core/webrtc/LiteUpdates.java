package org.moqgateway.core.webrtc;

import java.time.Duration;
import java.util.List;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.negotiation.IceUpdate;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

/// The fragments of a peer that dialled us: it restarts, our lite agent follows (RFC 9725 §4.3).
///
/// Control plane: any thread.
final class LiteUpdates implements PeerSession.IceUpdates {
    private static final Duration ICE_RESTART_DEADLINE = Duration.ofSeconds(2);

    private final NegotiatedSession negotiated;
    private final IceLiteAgent ice;
    private final List<Candidate> candidates;
    private final PeerConnection connection;
    private volatile String etag = SessionRandom.token();
    private volatile IceParameters remoteIce;

    /// @param negotiated what both descriptions agreed on
    /// @param ice our ICE agent
    /// @param candidates our candidates
    LiteUpdates(
            NegotiatedSession negotiated,
            IceLiteAgent ice,
            List<Candidate> candidates,
            PeerConnection connection) {
        this.negotiated = negotiated;
        this.ice = ice;
        this.candidates = List.copyOf(candidates);
        this.connection = connection;
        this.remoteIce = negotiated.remoteIce();
    }

    @Override
    public String etag() {
        return etag;
    }

    @Override
    public boolean isRestart(String sdpFragment) {
        return IceUpdate.read(sdpFragment, remoteIce) instanceof IceUpdate.Restart;
    }

    @Override
    public PatchResult patch(String sdpFragment) {
        return switch (IceUpdate.read(sdpFragment, remoteIce)) {
            // A lite agent sends no checks, so the peer's candidates tell it nothing it needs.
            case IceUpdate.Trickled _ -> new PatchResult.Trickled();
            case IceUpdate.Restart(IceParameters theirs, List<Candidate> _) -> restart(theirs);
            case IceUpdate.Refused refused ->
                    new PatchResult.Refused(Refusals.of(refused.reason()), refused.detail());
        };
    }

    private synchronized PatchResult restart(IceParameters theirs) {
        IceCredentials ours = IceCredentials.random();
        UdpMux.Registration place = connection.registration();
        if (place == null || connection.state() == PeerConnection.State.CLOSED) {
            return new PatchResult.Refused(Refusal.UNPROCESSABLE_OFFER, "the session has ended");
        }
        place.addUfrag(ours.ufrag());
        if (!connection.confined(
                () -> ice.restart(ours).ifPresent(place::removeUfrag), ICE_RESTART_DEADLINE)) {
            place.removeUfrag(ours.ufrag());
            return new PatchResult.Refused(
                    Refusal.UNPROCESSABLE_OFFER, "the session is too busy to restart ICE");
        }
        remoteIce = theirs;
        etag = SessionRandom.token();
        String answer =
                IceUpdate.answerRestart(
                        negotiated, new IceParameters(ours.ufrag(), ours.password()), candidates);
        return new PatchResult.Restarted(etag, answer);
    }
}
