package org.moqgateway.core.webrtc;

/// Why an offer or an SDP fragment was not taken. Each reason has one HTTP status, chosen by the
/// HTTP side.
public enum Refusal {
    /// The SDP does not parse; the detail names the line. 400.
    MALFORMED_SDP,
    /// The SDP parses but can't be served: no ICE credentials, no fingerprint, two videos. 422.
    UNPROCESSABLE_OFFER,
    /// Offer and gateway share no codec. 422.
    NO_COMMON_CODEC,
    /// A viewer asked for a broadcast that nobody publishes now. 409, to be tried again.
    NOT_LIVE,
    /// The name is live and [ConflictPolicy#REJECT] protects the first publisher. 409.
    CONFLICT,
    /// The gateway holds as many sessions as its setting allows. 503, to be tried again.
    TOO_MANY_SESSIONS,
    /// The gateway is draining. 503.
    SHUTTING_DOWN
}
