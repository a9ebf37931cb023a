package org.moqgateway.core.webrtc;

/// The answer of [SessionBroker#accept] to one offer.
public sealed interface AcceptResult {
    /// The offer was taken and the session lives until it is closed or its peer vanishes.
    ///
    /// @param session the live session
    /// @param answerSdp the whole SDP answer with every candidate, CRLF line ends
    record Accepted(PeerSessionHandle session, String answerSdp) implements AcceptResult {}

    /// The offer was refused and nothing was kept of it.
    ///
    /// @param reason the kind of refusal
    /// @param detail one sentence for the person at the other end, without secrets
    record Refused(Refusal reason, String detail) implements AcceptResult {}
}
