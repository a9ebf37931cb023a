package org.moqgateway.core.ice;

/// What became of a datagram that was given to an ICE agent.
public enum IceVerdict {
    /// An authenticated request, answered with success.
    ANSWERED,
    /// An authenticated response to one of our own requests.
    RESPONSE_ACCEPTED,
    /// A Binding indication: keeps a NAT open, proves nothing.
    INDICATION,
    /// Not a well-formed STUN message of RFC 8489 §5.
    MALFORMED,
    /// FINGERPRINT is there and does not match.
    BAD_FINGERPRINT,
    /// A request without USERNAME or MESSAGE-INTEGRITY.
    UNAUTHENTICATED,
    /// USERNAME does not start with a ufrag of ours.
    UNKNOWN_USERNAME,
    /// MESSAGE-INTEGRITY does not match the password.
    BAD_INTEGRITY,
    /// An authenticated request with an attribute that we would have to understand, answered with
    /// 420.
    UNKNOWN_ATTRIBUTE,
    /// The peer claims our role, answered with 487.
    ROLE_CONFLICT,
    /// A response that matches none of our requests, or not the address we asked.
    UNEXPECTED_RESPONSE,
    /// An authenticated error response.
    ERROR_RESPONSE,
    /// A STUN method other than Binding.
    UNSUPPORTED_METHOD,
    /// A bad request, and too many of late to answer this one.
    RATE_LIMITED
}
