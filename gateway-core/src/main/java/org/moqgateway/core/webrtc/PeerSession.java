package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.List;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerCounters;
import org.moqgateway.core.peer.PeerEnd;

/// One peer session: what all roles share. The media itself is ingest's or egress's.
///
/// Control plane: any thread.
final class PeerSession implements PeerSessionHandle {
    /// What does not change over a session's life.
    ///
    /// @param id the session's name
    /// @param kind publish or play
    /// @param broadcast its path
    /// @param dialled whether we began it
    record Facts(String id, SessionKind kind, String broadcast, boolean dialled) {}

    /// What a peer may change of its way by fragments.
    interface IceUpdates {
        /// See [PeerSessionHandle#etag].
        String etag();

        /// See [PeerSessionHandle#isRestart].
        boolean isRestart(String sdpFragment);

        /// See [PeerSessionHandle#patch].
        PatchResult patch(String sdpFragment);
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
    private final IceUpdates updates;
    private final MediaStats mediaStats;
    private final Instant created = Instant.now();

    PeerSession(Facts facts, PeerConnection connection, IceUpdates updates, MediaStats mediaStats) {
        this.facts = facts;
        this.connection = connection;
        this.updates = updates;
        this.mediaStats = mediaStats;
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
        return updates.etag();
    }

    @Override
    public boolean isRestart(String sdpFragment) {
        return updates.isRestart(sdpFragment);
    }

    @Override
    public PatchResult patch(String sdpFragment) {
        return updates.patch(sdpFragment);
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
                media.problems(),
                facts.dialled());
    }

    private static String word(PeerConnection.State state) {
        return switch (state) {
            case WAITING, HANDSHAKING -> "connecting";
            case CONNECTED -> "connected";
            case CLOSED -> "closed";
        };
    }
}
