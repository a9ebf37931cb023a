package org.moqgateway.moq.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// A [TcpServer] that lets everybody in, and a [TcpDialer].
final class TcpEndpoints implements Endpoints {
    private static final TlsIdentity IDENTITY = SelfSigned.forHosts(List.of("localhost")).get();

    private final TcpServer server;
    private final TcpDialer dialer;
    private final String scheme;
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();

    TcpEndpoints(boolean tls, List<String> protocols, QuicLimits limits) throws IOException {
        @Nullable Supplier<TlsIdentity> identity = tls ? () -> IDENTITY : null;
        server =
                TcpServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new TcpConfig(identity, protocols, limits, ConnectionBudget.unlimited()),
                        session -> accepted.add(session.accept(session.protocols().getFirst())));
        dialer = new TcpDialer(limits);
        scheme = tls ? "tls" : "tcp";
    }

    @Override
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public TlsTrust trust() {
        return new TlsTrust.Pinned(List.of(Fingerprint.sha256(IDENTITY.certificate())));
    }

    @Override
    public Connection dial(InetSocketAddress address, List<String> protocols, TlsTrust trust)
            throws IOException, InterruptedException {
        URI uri = URI.create(scheme + "://localhost:" + address.getPort());
        return dialer.dial(new DialTarget(uri, address, protocols, trust, Duration.ofSeconds(10)));
    }

    @Override
    public Connection accepted() throws InterruptedException {
        Connection connection = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(connection).as("a client").isNotNull();
        return connection;
    }

    @Override
    public void close() {
        server.close();
    }
}
