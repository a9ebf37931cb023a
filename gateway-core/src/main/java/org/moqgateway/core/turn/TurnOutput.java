package org.moqgateway.core.turn;

import java.net.InetSocketAddress;

/// What a [TurnClient] wants done, called while it handles something.
public interface TurnOutput {

    /// Sends a request to the server, at once. Over a stream it must not be dropped.
    ///
    /// @param buffer lent for the call
    void request(byte[] buffer, int offset, int length);

    /// Sends a peer's datagram to the server, when it is flushed.
    ///
    /// @param buffer lent for the call
    void data(byte[] buffer, int offset, int length);

    /// A peer's datagram came.
    ///
    /// @param buffer the one that was handled
    void received(byte[] buffer, int offset, int length, InetSocketAddress peer, long nowNanos);

    /// The server has given us an address. Once.
    ///
    /// @param relayed where peers reach us
    void allocated(InetSocketAddress relayed);

    /// The server names another one to ask instead (RFC 8489 §10). The client is closed.
    void tryAlternate(InetSocketAddress server);

    /// Nothing was allocated, or it is gone. The client is closed.
    ///
    /// @param why for people
    void failed(String why);
}
