package org.moqgateway.core.turn;

/// How a TURN server is reached. Peers are always reached over UDP.
public enum TurnTransport {
    /// A datagram each.
    UDP,
    /// A connection.
    TCP,
    /// A connection within TLS.
    TLS
}
