package org.moqgateway.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.negotiation.SessionProblem;

/// How a client is doing.
///
/// @param name its name
/// @param role which way the media goes
/// @param url the remote, without query and credentials
/// @param broadcast the broadcast path
/// @param state what it is at
/// @param since when it entered that state
/// @param liveSince when the session that is live now began; empty without one
/// @param attempts sessions tried since it was last live
/// @param reconnects sessions that went live after an earlier one had, since the gateway began
/// @param lastError what went wrong last; stays when the client has recovered; empty when nothing
///     ever has
/// @param problems why less is sent than there may be, or why nothing is; empty when all is well
/// @param nextAttempt when it will try again; empty unless it is waiting to
/// @param sessionId names the present session; empty without one
/// @param bitrateBps media bits per second over the last seconds, 0 without a session
public record ClientStatus(
        String name,
        ClientRole role,
        String url,
        String broadcast,
        State state,
        Instant since,
        Optional<Instant> liveSince,
        int attempts,
        long reconnects,
        Optional<Trouble> lastError,
        List<SessionProblem> problems,
        Optional<Instant> nextAttempt,
        Optional<String> sessionId,
        long bitrateBps) {
    /// Copies the list.
    public ClientStatus {
        problems = List.copyOf(problems);
    }

    /// Something that went wrong.
    ///
    /// @param at when
    /// @param message for people, without secrets
    public record Trouble(Instant at, String message) {}

    /// What a client is at.
    public enum State {
        /// Stopped by hand or not begun. Left by a start.
        STOPPED,
        /// A publisher waits for its broadcast.
        WAITING,
        /// Offer, answer, and the way to the peer.
        CONNECTING,
        /// Media flows.
        LIVE,
        /// It failed, and will try again.
        RETRYING,
        /// Terminal: it failed or ended, and was asked to run once.
        ENDED
    }
}
