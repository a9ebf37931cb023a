package org.moqgateway.core.negotiation;

/// Our part in the DTLS handshake (RFC 8842 §5).
public enum HandshakeRole {
    /// We are `active`: we send the ClientHello.
    CLIENT,
    /// We are `passive`: we wait for the ClientHello.
    SERVER
}
