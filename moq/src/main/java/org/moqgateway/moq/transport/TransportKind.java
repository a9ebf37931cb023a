package org.moqgateway.moq.transport;

/// The bindings of moq-lite (moq-lite-05 Transports).
public enum TransportKind {
    /// Native QUIC streams; the version is the ALPN token.
    QUIC,
    /// WebTransport over HTTP/3; the version is agreed by `WT-Available-Protocols` and
    /// `WT-Protocol`.
    WEBTRANSPORT,
    /// QMux records in WebSocket messages; the version is the sub-protocol.
    WEBSOCKET,
    /// QMux records over TCP and TLS; the version is part of the ALPN token. Also over TCP
    /// alone; the version is then agreed by the transport parameters.
    TLS;

    /// Whether the handshake carries a request target. Where it does not, the client sends it in
    /// SETUP, from moq-lite-05 on.
    public boolean carriesTarget() {
        return this == WEBTRANSPORT || this == WEBSOCKET;
    }
}
