package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.CertificateTrust;
import tech.kwik.core.QuicClientConnection;

/// Opens raw QUIC connections by Kwik. Kwik offers one ALPN token at a time, so the target's
/// protocols are tried one after the other, as long as the server refuses just that. Any thread.
public final class KwikQuicDialer implements Dialer, AutoCloseable {
    static {
        // Kwik would print that certificates are not checked whenever names are not.
        System.setProperty("tech.kwik.core.no-security-warnings", "true");
    }

    private static final long FAREWELL_MILLIS = 500;

    private final QuicLimits limits;
    private final Set<KwikConnection> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timers =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("kwik-timers").factory());

    /// Starts its timers.
    public KwikQuicDialer(QuicLimits limits) {
        this.limits = limits;
    }

    @Override
    public Connection dial(DialTarget target) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + target.timeout().toNanos();
        List<String> protocols = target.protocols();
        for (String protocol : protocols.subList(0, protocols.size() - 1)) {
            try {
                return dial(target, protocol, deadline);
            } catch (ClientWatch.TlsRefusal e) {
                if (!e.ofProtocol()) {
                    throw e;
                }
            }
        }
        return dial(target, protocols.getLast(), deadline);
    }

    private Connection dial(DialTarget target, String protocol, long deadline)
            throws IOException, InterruptedException {
        ClientWatch watch = new ClientWatch();
        QuicClientConnection quic =
                builder(target, protocol, deadline - System.nanoTime()).logger(watch).build();
        KwikConnection connection =
                new KwikConnection(quic, new SerialLoop(timers), protocol, target.address());
        watch.show(connection);
        connections.add(connection);
        connection.onEnd(() -> connections.remove(connection));
        quic.setPeerInitiatedStreamCallback(connection::accept);
        quic.setDatagramHandler(connection::datagram, new DirectExecutor());
        // Before it connects: a server may close as soon as the handshake is over.
        quic.setConnectionListener(new KwikQuicServer.Terminations(connection));
        boolean connected = false;
        try {
            watch.connect(quic);
            connected = true;
        } finally {
            if (!connected) {
                connections.remove(connection);
            }
        }
        connection.keepAlive(limits.keepAlive().toNanos());
        return connection;
    }

    private QuicClientConnection.Builder builder(DialTarget target, String protocol, long nanos)
            throws IOException {
        QuicClientConnection.Builder builder =
                QuicClientConnection.newBuilder()
                        .host(target.uri().getHost())
                        .port(target.address().getPort())
                        .proxy(target.address().getAddress().getHostAddress())
                        .applicationProtocol(protocol)
                        .connectTimeout(Duration.ofNanos(Math.max(1_000_000, nanos)))
                        .maxIdleTimeout(limits.idle())
                        .defaultStreamReceiveBufferSize((long) limits.streamWindowBytes())
                        .maxOpenPeerInitiatedUnidirectionalStreams(limits.streams())
                        .maxOpenPeerInitiatedBidirectionalStreams(limits.streams())
                        .enableDatagramExtension();
        if (!CertificateTrust.bindsNames(target.trust())) {
            // Switches the check of names off; the trust manager below still checks certificates.
            builder.noServerCertificateCheck();
        }
        return builder.customTrustManager(CertificateTrust.of(target.trust()));
    }

    /// Closes every connection with code 0, and ends the timers. Idempotent.
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        if (!timers.isShutdown()) {
            connections.forEach(connection -> connection.close(0, ""));
            // A farewell may wait for the end of its handshake, and is repeated.
            timers.schedule(timers::shutdown, FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
