package org.moqgateway.core.dtls;

/// Which side of the handshake we are: `a=setup:active` makes the client (RFC 5763 §5).
public enum DtlsRole {
    /// Sends the first ClientHello.
    CLIENT,
    /// Waits for it.
    SERVER
}
