package org.moqgateway.moq.transport.tcp;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.transport.loop.SerialLoop;
import org.moqgateway.moq.transport.qmux.QmuxBinding;
import org.moqgateway.moq.transport.qmux.QmuxConnection;
import org.moqgateway.moq.transport.qmux.QmuxSettings;
import org.moqgateway.moq.transport.qmux.QmuxVersion;

/// A client on TCP that is not let in yet: nothing more is read from it until it is.
final class TcpSession implements IncomingSession {
    private static final long DECISION_NANOS = Duration.ofSeconds(10).toNanos();

    /// What the handshake brought.
    ///
    /// @param host the server name that it asked for
    /// @param inBand whether the protocol is agreed on in the transport parameters
    record Client(
            Socket raw,
            QmuxVersion version,
            List<String> protocols,
            @Nullable String host,
            boolean inBand) {}

    private final Client client;
    private final TcpPipe pipe;
    private final SerialLoop loop;
    private final QuicLimits limits;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final TransportLoop.Timer deadline;

    TcpSession(Client client, TcpPipe pipe, SerialLoop loop, QuicLimits limits) {
        this.client = client;
        this.pipe = pipe;
        this.loop = loop;
        this.limits = limits;
        deadline = loop.schedule(this::expire, DECISION_NANOS);
    }

    @Override
    public TransportKind kind() {
        return TransportKind.TLS;
    }

    @Override
    public @Nullable String target() {
        return null;
    }

    @Override
    public @Nullable String host() {
        return client.host();
    }

    @Override
    public List<String> protocols() {
        return client.protocols();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) client.raw().getRemoteSocketAddress();
    }

    @Override
    public Connection accept(String protocol) {
        if (!client.protocols().contains(protocol)) {
            throw new IllegalArgumentException("not offered: " + protocol);
        }
        if (!decided.compareAndSet(false, true)) {
            throw new IllegalStateException("decided already");
        }
        deadline.cancel();
        QmuxSettings settings =
                new QmuxSettings(
                        client.version(),
                        true,
                        limits,
                        client.inBand() ? List.of(protocol) : List.of());
        QmuxConnection connection =
                new QmuxConnection(
                        settings,
                        new QmuxBinding(kind(), protocol, null, remoteAddress()),
                        pipe,
                        loop);
        loop.execute(connection::begin);
        pipe.run(connection);
        return connection;
    }

    @Override
    public void reject(int httpStatus, long code, String reason) {
        if (!decided.get()) {
            accept(client.protocols().getFirst()).close(code, reason);
        }
    }

    /// The acceptor took too long.
    private void expire() {
        if (decided.compareAndSet(false, true)) {
            pipe.abort();
        }
    }
}
