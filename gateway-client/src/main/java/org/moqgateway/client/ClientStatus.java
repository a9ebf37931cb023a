package org.moqgateway.client;

import java.time.Instant;
import java.util.Optional;

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
/// @param lastError what went wrong last, for people; empty when nothing has since the start
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
        Optional<String> lastError,
        Optional<Instant> nextAttempt,
        Optional<String> sessionId,
        long bitrateBps) {
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
