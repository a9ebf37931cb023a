package org.moqgateway.moq.transport.websocket;

import java.nio.ByteBuffer;

/// The sending side of an open WebSocket, as an HTTP server gives it. Called from the connection's
/// loop, one message at a time; nothing here blocks.
public interface WebSocketSender {
    /// Sends a binary message.
    ///
    /// @param message from position to limit; the sender's until `done` has run
    /// @param done run once, from any thread, when the next message may come or the socket failed
    void send(ByteBuffer message, Runnable done);

    /// Sends a ping.
    void ping();

    /// Sends a close frame, once what was sent before has left.
    void close(int status, String reason);

    /// Drops the connection.
    void abort();
}
