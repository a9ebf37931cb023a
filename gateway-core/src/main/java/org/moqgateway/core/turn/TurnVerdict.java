package org.moqgateway.core.turn;

/// What became of a message from a TURN server.
public enum TurnVerdict {
    /// An answer to one of our requests.
    ANSWERED,
    /// A peer's datagram, given on.
    RELAYED,
    /// Neither a well-formed STUN message nor ChannelData, or a FINGERPRINT that is wrong.
    MALFORMED,
    /// An answer to nothing that was asked, or a second one.
    UNEXPECTED_RESPONSE,
    /// An answer without the MESSAGE-INTEGRITY that only the server can make.
    BAD_INTEGRITY,
    /// A datagram on a channel that is bound to nobody.
    UNKNOWN_CHANNEL,
    /// A datagram of a peer that we have never permitted.
    FORBIDDEN_PEER,
    /// A request, or an indication of another kind.
    UNSUPPORTED
}
