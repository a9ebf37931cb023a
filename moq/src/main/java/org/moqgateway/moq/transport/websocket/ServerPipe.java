package org.moqgateway.moq.transport.websocket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.transport.qmux.MessagePipe;
import org.moqgateway.moq.transport.qmux.QmuxBinding;
import org.moqgateway.moq.transport.qmux.QmuxConnection;
import org.moqgateway.moq.transport.qmux.QmuxSettings;

/// Joins an HTTP server's WebSocket to a connection: one message is being written, at most one more
/// waits.
final class ServerPipe implements MessagePipe, ServerWebSocket {
    /// RFC 6455 §7.4.1.
    static final int NORMAL_CLOSURE = 1000;

    /// What a close frame has room for, in characters of any width.
    private static final int MAX_CLOSE_REASON = 40;

    private static final long CLOSE_NANOS = Duration.ofSeconds(2).toNanos();

    private final TransportLoop loop;
    private final QmuxConnection connection;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private Runnable onWritable = () -> {};
    private @Nullable WebSocketSender sender;
    private boolean writing;
    private boolean gone;
    private @Nullable String closing;
    private TransportLoop.@Nullable Timer deadline;

    ServerPipe(QmuxSettings settings, QmuxBinding binding, TransportLoop loop) {
        this.loop = loop;
        this.connection = new QmuxConnection(settings, binding, this, loop);
    }

    QmuxConnection connection() {
        return connection;
    }

    @Override
    public void opened(WebSocketSender newSender) {
        loop.execute(
                () -> {
                    sender = newSender;
                    if (closing == null) {
                        connection.begin();
                    } else {
                        close(closing);
                    }
                });
    }

    @Override
    public void received(ByteBuffer message, Runnable consumed) {
        loop.execute(
                () -> {
                    try {
                        if (message.remaining() > MAX_MESSAGE_BYTES) {
                            connection.violated("a message larger than we allowed");
                        } else {
                            connection.received(message);
                        }
                    } finally {
                        consumed.run();
                    }
                });
    }

    @Override
    public void heard() {
        loop.execute(connection::heard);
    }

    @Override
    public void violated(String reason) {
        loop.execute(() -> connection.violated(reason));
    }

    @Override
    public void closed(String reason) {
        loop.execute(
                () -> {
                    gone = true;
                    waiting.clear();
                    if (deadline != null) {
                        deadline.cancel();
                    }
                    connection.pipeClosed(reason);
                });
    }

    @Override
    public boolean writable() {
        return sender != null && !gone && closing == null && waiting.isEmpty();
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void send(byte[] record) {
        if (!gone && closing == null) {
            waiting.add(record);
            write();
        }
    }

    private void write() {
        WebSocketSender out = sender;
        if (out == null || writing || gone) {
            return;
        }
        byte[] record = waiting.poll();
        if (record != null) {
            writing = true;
            out.send(ByteBuffer.wrap(record), () -> loop.execute(this::written));
        } else if (closing != null) {
            gone = true;
            out.close(NORMAL_CLOSURE, closing);
        }
    }

    private void written() {
        writing = false;
        write();
        if (writable()) {
            onWritable.run();
        }
    }

    @Override
    public void ping() {
        if (sender != null && !gone) {
            sender.ping();
        }
    }

    @Override
    public void close(String reason) {
        if (closing == null) {
            closing =
                    reason.length() <= MAX_CLOSE_REASON
                            ? reason
                            : reason.substring(0, MAX_CLOSE_REASON);
        }
        if (sender != null && !gone && deadline == null) {
            deadline = loop.schedule(sender::abort, CLOSE_NANOS);
        }
        write();
    }
}
