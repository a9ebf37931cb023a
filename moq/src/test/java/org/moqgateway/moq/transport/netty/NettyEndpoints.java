package org.moqgateway.moq.transport.netty;

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
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// A server and a dialer, both Netty's, with raw QUIC between them.
final class NettyEndpoints implements Endpoints {
    private static final SelfSigned IDENTITY = SelfSigned.forHosts(List.of());

    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final NettyQuicServer server;
    private final NettyQuicDialer dialer;

    NettyEndpoints(List<String> protocols, QuicLimits limits) throws IOException {
        server =
                NettyQuicServer.bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new QuicServerConfig(IDENTITY, protocols, limits),
                        accepted::add);
        dialer = new NettyQuicDialer(limits);
    }

    @Override
    public InetSocketAddress address() {
        return server.localAddress();
    }

    @Override
    public TlsTrust trust() {
        return new TlsTrust.Pinned(List.of(Fingerprint.sha256(IDENTITY.get().certificate())));
    }

    @Override
    public Connection dial(InetSocketAddress address, List<String> protocols, TlsTrust trust)
            throws IOException, InterruptedException {
        return dialer.dial(
                new DialTarget(
                        URI.create("https://localhost:" + address.getPort() + "/anon"),
                        address,
                        protocols,
                        trust,
                        Duration.ofSeconds(5)));
    }

    @Override
    public Connection accepted() throws InterruptedException {
        Connection next = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a connection").isNotNull();
        return next;
    }

    @Override
    public void close() {
        dialer.close();
        server.close();
    }
}
