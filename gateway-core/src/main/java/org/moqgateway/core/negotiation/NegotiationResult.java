package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.SessionDescription;

/// What a description of the peer came to.
public sealed interface NegotiationResult {

    /// Both sides agree.
    ///
    /// @param answer the answer: ours from [Answerer], the peer's from [Offerer#digest]
    /// @param problems why sections stay empty that need not, had the broadcast been another
    record Accepted(
            NegotiatedSession session, SessionDescription answer, List<SessionProblem> problems)
            implements NegotiationResult {
        /// Copies the list.
        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /// There can be no session.
    ///
    /// @param detail what is wrong with the description, for a person
    record Refused(Reason reason, String detail) implements NegotiationResult {}

    /// Why a description was refused.
    enum Reason {
        /// Not a session description (RFC 8866); the detail names the line.
        MALFORMED_SDP,
        /// Well-formed, but not what a WHIP or WHEP session can be made of.
        UNPROCESSABLE_OFFER,
        /// Well-formed and suitable, but we share no codec.
        NO_COMMON_CODEC
    }
}
