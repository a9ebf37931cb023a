package org.moqgateway.moq.transport.websocket;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.transport.loop.SerialLoop;
import org.moqgateway.moq.transport.qmux.MessagePipe;
import org.moqgateway.moq.transport.qmux.QmuxBinding;
import org.moqgateway.moq.transport.qmux.QmuxConnection;
import org.moqgateway.moq.transport.qmux.QmuxSettings;
import org.moqgateway.moq.transport.qmux.Subprotocol;

/// Joins a WebSocket of OkHttp to a connection. OkHttp's own threads bring messages and wait while
/// too many of them have not been looked at.
final class ClientPipe extends WebSocketListener implements MessagePipe {
    private static final int MAX_MESSAGE_BYTES = 16 * 1024;
    private static final int MAX_UNREAD_MESSAGES = 64;

    /// OkHttp says how much waits but not when it has left; it is asked once a millisecond while
    /// more than this waits.
    private static final long HIGH_WATER_BYTES = 32 * 1024;

    private static final long POLL_NANOS = 1_000_000;
    private static final long CLOSE_NANOS = 2_000_000_000L;

    private final DialTarget target;
    private final List<String> offered;
    private final QuicLimits limits;
    private final MessageBound bound;
    private final CompletableFuture<Connection> established = new CompletableFuture<>();
    private final TransportLoop loop = new SerialLoop();
    private final Semaphore unread = new Semaphore(MAX_UNREAD_MESSAGES);
    private Runnable onWritable = () -> {};
    private boolean polling;
    private boolean closing;
    private TransportLoop.@Nullable Timer deadline;
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable QmuxConnection connection;

    ClientPipe(DialTarget target, List<String> offered, QuicLimits limits, MessageBound bound) {
        this.bound = bound;
        this.limits = limits;
        this.target = target;
        this.offered = offered;
    }

    /// Completes when the server has agreed, or fails with an [IOException].
    CompletableFuture<Connection> established() {
        return established;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        bound.seen();
        String token = response.header("Sec-WebSocket-Protocol");
        Subprotocol agreed =
                token == null || !offered.contains(token)
                        ? null
                        : Subprotocol.parse(token).orElse(null);
        if (agreed == null) {
            webSocket.cancel();
            established.completeExceptionally(
                    new IOException("the server chose no sub-protocol that was offered: " + token));
            return;
        }
        socket = webSocket;
        QmuxConnection opened =
                new QmuxConnection(
                        new QmuxSettings(agreed.version(), false, limits, List.of()),
                        new QmuxBinding(
                                TransportKind.WEBSOCKET,
                                agreed.protocol(),
                                target.target(),
                                target.address()),
                        this,
                        loop);
        connection = opened;
        loop.execute(opened::begin);
        if (!established.complete(opened)) {
            opened.close(0, "nobody waits for it any more");
        }
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
        bound.seen();
        QmuxConnection to = connection;
        if (to == null) {
            return;
        }
        unread.acquireUninterruptibly();
        loop.execute(
                () -> {
                    unread.release();
                    if (bytes.size() > MAX_MESSAGE_BYTES) {
                        to.violated("a message larger than we allowed");
                    } else {
                        to.received(bytes.asByteBuffer());
                    }
                });
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        QmuxConnection to = connection;
        if (to != null) {
            loop.execute(() -> to.violated("text messages are not for QMux"));
        }
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        webSocket.close(ServerPipe.NORMAL_CLOSURE, null);
        ended("the WebSocket was closed with " + code + " " + reason);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
        String message = String.valueOf(failure.getMessage());
        if (response != null && response.code() != 101) {
            established.completeExceptionally(
                    new DialRefusedException(
                            response.code(),
                            target.uri().getRawAuthority() + " answered " + response.code()));
        } else {
            established.completeExceptionally(new IOException(message, failure));
        }
        ended(message);
    }

    private void ended(String reason) {
        QmuxConnection to = connection;
        if (to != null) {
            loop.execute(
                    () -> {
                        if (deadline != null) {
                            deadline.cancel();
                        }
                        closing = true;
                        to.pipeClosed(reason);
                    });
        }
    }

    @Override
    public boolean writable() {
        WebSocket to = socket;
        if (to == null || closing) {
            return false;
        }
        if (to.queueSize() < HIGH_WATER_BYTES) {
            return true;
        }
        poll();
        return false;
    }

    private void poll() {
        if (!polling) {
            polling = true;
            loop.schedule(
                    () -> {
                        polling = false;
                        if (writable()) {
                            onWritable.run();
                        }
                    },
                    POLL_NANOS);
        }
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void send(byte[] record) {
        WebSocket to = socket;
        if (to != null) {
            // Refused only by a socket that has failed, of which we are told.
            to.send(ByteString.of(record));
        }
    }

    /// OkHttp pings by itself, tells nobody of the answers, and fails the socket when one is
    /// missing.
    @Override
    public void ping() {
        QmuxConnection of = connection;
        if (of != null) {
            of.heard();
        }
    }

    @Override
    public void close(String reason) {
        WebSocket to = socket;
        if (to != null && !closing) {
            closing = true;
            to.close(ServerPipe.NORMAL_CLOSURE, null);
            deadline = loop.schedule(to::cancel, CLOSE_NANOS);
        }
    }
}
