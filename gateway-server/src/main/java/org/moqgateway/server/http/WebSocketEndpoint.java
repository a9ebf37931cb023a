package org.moqgateway.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.websocket.ServerWebSocket;
import org.moqgateway.moq.transport.websocket.WebSocketSender;

/// Passes what happens on a WebSocket of Jetty on. The next message is asked for when the last one
/// was looked at: a client that sends faster has to wait.
public final class WebSocketEndpoint implements Session.Listener {
    private final ServerWebSocket socket;
    private @Nullable Session session;
    private @Nullable String failure;

    WebSocketEndpoint(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        socket.opened(new Sender(opened));
        opened.demand();
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        socket.received(
                payload,
                () -> {
                    callback.succeed();
                    demand();
                });
    }

    /// Takes a text message piece by piece: whole ones would be put together first, however
    /// long they grow.
    @Override
    public void onWebSocketPartialText(String piece, boolean last) {
        socket.violated("text messages are not for QMux");
        demand();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        socket.heard();
        demand();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        failure = String.valueOf(cause.getMessage());
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        socket.closed(
                failure != null
                        ? failure
                        : "the WebSocket was closed with " + statusCode + " " + reason);
        callback.succeed();
    }

    /// Also when we have said our close already: the peer's has still to be read.
    private void demand() {
        if (session != null) {
            session.demand();
        }
    }

    private record Sender(Session session) implements WebSocketSender {
        @Override
        public void send(ByteBuffer message, Runnable done) {
            session.sendBinary(message, Callback.from(done, _ -> done.run()));
        }

        @Override
        public void ping() {
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }

        @Override
        public void close(int status, String reason) {
            session.close(status, reason, Callback.NOOP);
        }

        @Override
        public void abort() {
            session.disconnect();
        }
    }
}
