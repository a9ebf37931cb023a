package org.moqgateway.moq.transport;

/// Receives the raw QUIC connections of a server, before anybody knows who knocks.
public interface RawAcceptor {
    /// A client has finished its handshake. Called on the connection's loop: start the connection
    /// or close it before ten seconds have passed.
    ///
    /// @param raw its protocol is the agreed ALPN token, such as `moq-lite-05` or `h3`; its target
    ///     is null
    void connected(Connection raw);
}
