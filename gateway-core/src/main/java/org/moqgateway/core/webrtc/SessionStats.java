package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.List;
import org.moqgateway.core.negotiation.SessionProblem;

/// A snapshot of one peer session's counters, counted from its start.
///
/// @param id the session's name
/// @param kind whether the peer publishes or plays
/// @param broadcast the broadcast path
/// @param state a word for people: `connecting`, `connected`, `closed`
/// @param created when the offer was taken
/// @param rttMicros smoothed round-trip time, 0 before it is known
/// @param packetsSent RTP packets sent, retransmissions included
/// @param packetsReceived RTP packets that passed SRTP
/// @param bytesSent bytes of UDP payload sent
/// @param bytesReceived bytes of UDP payload received
/// @param packetsLost RTP packets lost for good, as far as this side knows
/// @param nacks negative acknowledgements sent (ingest) or answered (egress)
/// @param plis picture loss indications sent (ingest) or received (egress)
/// @param retransmitted RTP packets repaired (ingest) or sent again (egress)
/// @param bitrateBps media bits per second over the last seconds
/// @param problems why the session carries less than its peer may expect
/// @param dialled whether we began it: the peer is the server then
public record SessionStats(
        String id,
        SessionKind kind,
        String broadcast,
        String state,
        Instant created,
        long rttMicros,
        long packetsSent,
        long packetsReceived,
        long bytesSent,
        long bytesReceived,
        long packetsLost,
        long nacks,
        long plis,
        long retransmitted,
        long bitrateBps,
        List<SessionProblem> problems,
        boolean dialled) {
    /// Copies the list.
    public SessionStats {
        problems = List.copyOf(problems);
    }

    /// Of a session that we have begun and nobody has answered.
    static SessionStats offered(String id, SessionKind kind, String broadcast, Instant created) {
        return new SessionStats(
                id,
                kind,
                broadcast,
                "connecting",
                created,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                true);
    }
}
