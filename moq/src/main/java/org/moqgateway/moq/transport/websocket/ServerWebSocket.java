package org.moqgateway.moq.transport.websocket;

import java.nio.ByteBuffer;

/// Hears what an HTTP server's WebSocket does. Any thread, one call at a time.
public interface ServerWebSocket {
    /// Largest message that is taken; a server refuses larger ones by itself where it can.
    int MAX_MESSAGE_BYTES = 16 * 1024;

    /// The upgrade is done.
    void opened(WebSocketSender sender);

    /// A binary message came.
    ///
    /// @param message from position to limit; lent until `consumed` has run
    /// @param consumed run once, from any thread, when the next message may come
    void received(ByteBuffer message, Runnable consumed);

    /// A sign of life without content came: a pong or a ping.
    void heard();

    /// The peer broke a rule of the binding, such as by a text message.
    ///
    /// @param reason for people
    void violated(String reason);

    /// The socket is gone, or never came. The last call.
    ///
    /// @param reason for people
    void closed(String reason);
}
