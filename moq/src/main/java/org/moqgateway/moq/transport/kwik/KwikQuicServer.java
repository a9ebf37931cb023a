package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.RawAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.kwik.core.ConnectionListener;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnection;
import tech.kwik.core.server.ServerConnector;
import tech.kwik.core.server.impl.ServerConnectorImpl;

/// A QUIC server by Kwik, on a UDP socket of its own. Any thread.
public final class KwikQuicServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KwikQuicServer.class);
    private static final int MAX_CONNECTIONS = 2_000;
    private static final long EXCESSIVE_LOAD = 0x107;

    /// How long a close waits for clients that are still being told. Kwik would wait for half a
    /// minute, also for one that it has refused.
    private static final int CLOSE_SECONDS = 5;

    static {
        ServerConnectorImpl.DEFAULT_CLOSE_TIMEOUT_IN_SECONDS = CLOSE_SECONDS;
    }

    private final SteadySocket socket;
    private final ServerConnector connector;
    private final ServerWatch watch;
    private final QuicLimits limits;
    private final RawAcceptor acceptor;
    private final PendingHandshakes handshakes = new PendingHandshakes(System.nanoTime());
    private final Map<KwikConnection, String> connections = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timers =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("kwik-timers").factory());

    private KwikQuicServer(InetSocketAddress bind, KwikServerConfig config, RawAcceptor acceptor)
            throws IOException {
        this.acceptor = acceptor;
        this.limits = config.limits();
        this.watch = new ServerWatch();
        this.socket = new SteadySocket(bind, this::crowded, this::broken);
        try {
            connector =
                    CurrentIdentity.connector(
                            socket,
                            config.identity(),
                            ServerSettings.of(limits, this::retry),
                            watch);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        for (String protocol : config.protocols()) {
            connector.registerApplicationProtocol(protocol, new Factory());
        }
    }

    /// Binds and serves.
    ///
    /// @param bind port 0 picks a free one
    /// @param acceptor gets every connection whose handshake succeeded
    /// @throws IOException naming the address when it is in use or not of this host
    public static KwikQuicServer bind(
            InetSocketAddress bind, KwikServerConfig config, RawAcceptor acceptor)
            throws IOException {
        try {
            KwikQuicServer server = new KwikQuicServer(bind, config, acceptor);
            server.connector.start();
            return server;
        } catch (IOException e) {
            throw new IOException("cannot serve QUIC on " + bind + ": " + e.getMessage(), e);
        }
    }

    /// The bound address.
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// Closes every connection with code 0, and the socket. Waits until the peers were told, but no
    /// longer than five seconds. Idempotent.
    @Override
    public void close() {
        if (!socket.isClosed()) {
            // First, so that no farewell is repeated on a socket that is closed.
            timers.shutdownNow();
            connections.keySet().forEach(connection -> connection.close(0, ""));
            connector.close();
        }
    }

    /// A client asks to connect.
    private boolean retry() {
        long now = System.nanoTime();
        handshakes.begun(now);
        return handshakes.count(now) > PendingHandshakes.RETRY_FROM;
    }

    /// What it knows of clients that want to connect.
    PendingHandshakes handshakes() {
        return handshakes;
    }

    private boolean crowded() {
        return handshakes.count(System.nanoTime()) >= PendingHandshakes.REFUSE_FROM;
    }

    private void broken() {
        LOG.error("QUIC on {} receives nothing any more and ends", localAddress());
        Thread.ofVirtual().name("kwik-broken").start(this::close);
    }

    private KwikConnection connected(String protocol, QuicConnection quic) {
        InetSocketAddress remote = ((ServerConnection) quic).getInitialRemoteAddress();
        KwikConnection connection =
                new KwikConnection(quic, new SerialLoop(timers), protocol, remote);
        handshakes.completed(System.nanoTime());
        connection.confirmed();
        String id = watch.add(connection);
        connections.put(connection, id);
        connection.onEnd(
                () -> {
                    connections.remove(connection);
                    watch.remove(id);
                });
        quic.setConnectionListener(new Terminations(connection));
        quic.setDatagramHandler(connection::datagram, new DirectExecutor());
        if (connections.size() > MAX_CONNECTIONS) {
            connection.close(EXCESSIVE_LOAD, "too many connections");
        } else {
            Duration keepAlive = limits.keepAlive();
            connection.keepAlive(keepAlive.toNanos());
            connection.loop().execute(() -> acceptor.connected(connection));
        }
        return connection;
    }

    /// Passes on how a connection ended.
    record Terminations(KwikConnection connection) implements ConnectionListener {
        @Override
        public void disconnected(ConnectionTerminatedEvent event) {
            connection.terminated(event);
        }
    }

    private final class Factory implements ApplicationProtocolConnectionFactory {
        @Override
        public ApplicationProtocolConnection createConnection(
                String protocol, QuicConnection quic) {
            KwikConnection connection = connected(protocol, quic);
            return new ApplicationProtocolConnection() {
                @Override
                public void acceptPeerInitiatedStream(QuicStream stream) {
                    connection.accept(stream);
                }
            };
        }

        @Override
        public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
            return limits.streams();
        }

        @Override
        public int maxConcurrentPeerInitiatedBidirectionalStreams() {
            return limits.streams();
        }

        @Override
        public boolean enableDatagramExtension() {
            return true;
        }
    }
}
