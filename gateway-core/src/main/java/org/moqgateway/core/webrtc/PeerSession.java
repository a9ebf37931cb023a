package org.moqgateway.core.webrtc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.negotiation.IceUpdate;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerCounters;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

/// One peer session: what both server roles share. The media itself is ingest's or egress's.
///
/// Control plane: any thread.
final class PeerSession implements PeerSessionHandle {
    private static final Duration ICE_RESTART_DEADLINE = Duration.ofSeconds(2);

    /// What does not change over a session's life.
    ///
    /// @param id the session's name
    /// @param kind publish or play
    /// @param broadcast its path
    /// @param negotiated what both descriptions agreed on
    /// @param ice our ICE agent
    /// @param candidates our candidates
    record Facts(
            String id,
            SessionKind kind,
            String broadcast,
            NegotiatedSession negotiated,
            IceLiteAgent ice,
            List<Candidate> candidates) {
        Facts {
            candidates = List.copyOf(candidates);
        }
    }

    /// Tells the media's own counters.
    @FunctionalInterface
    interface MediaStats {
        /// The counters, at most a second old.
        Media read();

        /// Ingest's and egress's counters under common names.
        record Media(
                long lost,
                long nacks,
                long plis,
                long retransmitted,
                long rttMicros,
                long bps,
                List<SessionProblem> problems) {}
    }

    private final Facts facts;
    private final PeerConnection connection;
    private final MediaStats mediaStats;
    private final Instant created = Instant.now();
    private volatile String etag = SessionRandom.token();
    private volatile IceParameters remoteIce;

    PeerSession(Facts facts, PeerConnection connection, MediaStats mediaStats) {
        this.facts = facts;
        this.connection = connection;
        this.mediaStats = mediaStats;
        this.remoteIce = facts.negotiated().remoteIce();
    }

    PeerConnection connection() {
        return connection;
    }

    @Override
    public String id() {
        return facts.id();
    }

    @Override
    public SessionKind kind() {
        return facts.kind();
    }

    @Override
    public String broadcast() {
        return facts.broadcast();
    }

    @Override
    public Instant created() {
        return created;
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
                () -> facts.ice().restart(ours).ifPresent(place::removeUfrag),
                ICE_RESTART_DEADLINE)) {
            place.removeUfrag(ours.ufrag());
            return new PatchResult.Refused(
                    Refusal.UNPROCESSABLE_OFFER, "the session is too busy to restart ICE");
        }
        remoteIce = theirs;
        etag = SessionRandom.token();
        String answer =
                IceUpdate.answerRestart(
                        facts.negotiated(),
                        new IceParameters(ours.ufrag(), ours.password()),
                        facts.candidates());
        return new PatchResult.Restarted(etag, answer);
    }

    @Override
    public void close(String reason) {
        connection.close(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, reason));
    }

    @Override
    public SessionStats stats() {
        PeerCounters counters = connection.counters();
        MediaStats.Media media = mediaStats.read();
        return new SessionStats(
                facts.id(),
                facts.kind(),
                facts.broadcast(),
                word(connection.state()),
                created,
                media.rttMicros(),
                counters.packetsSent(),
                counters.packetsReceived(),
                counters.bytesSent(),
                counters.bytesReceived(),
                media.lost(),
                media.nacks(),
                media.plis(),
                media.retransmitted(),
                media.bps(),
                media.problems());
    }

    private static String word(PeerConnection.State state) {
        return switch (state) {
            case WAITING, HANDSHAKING -> "connecting";
            case CONNECTED -> "connected";
            case CLOSED -> "closed";
        };
    }
}
