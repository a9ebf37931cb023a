package org.moqgateway.moq.transport.quic;

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
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.Endpoints;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.RawAcceptor;
import org.moqgateway.moq.transport.kwik.KwikQuicDialer;
import org.moqgateway.moq.transport.kwik.KwikQuicServer;
import org.moqgateway.moq.transport.kwik.KwikServerConfig;
import org.moqgateway.moq.transport.netty.NettyQuicDialer;
import org.moqgateway.moq.transport.netty.NettyQuicServer;
import org.moqgateway.moq.transport.netty.QuicServerConfig;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;
import org.moqgateway.moq.transport.webtransport.WebTransportDialer;

/// A server of one stack behind a [QuicFront], and a dialer of one stack: raw QUIC or WebTransport.
public final class StackEndpoints implements Endpoints {
    /// Who speaks QUIC.
    public enum Stack {
        NETTY,
        KWIK
    }

    /// What is spoken over it.
    public enum Binding {
        RAW,
        WEBTRANSPORT
    }

    /// Which stacks, and what over them.
    ///
    /// @param server who serves
    /// @param client who dials
    public record Setup(Stack server, Stack client, Binding binding) {}

    private static final SelfSigned IDENTITY = SelfSigned.forHosts(List.of());

    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final Serving serving;
    private final Dialing dialing;
    private final Dialer dialer;

    /// Starts both.
    public StackEndpoints(Setup setup, List<String> protocols, QuicLimits limits)
            throws IOException {
        QuicFront front =
                new QuicFront(
                        limits,
                        protocols,
                        session -> accepted.add(session.accept(session.protocols().getFirst())));
        List<String> tokens = front.applicationProtocols();
        serving =
                switch (setup.server()) {
                    case NETTY -> netty(tokens, limits, front);
                    case KWIK -> kwik(tokens, limits, front);
                };
        dialing =
                switch (setup.client()) {
                    case NETTY -> netty(limits);
                    case KWIK -> kwik(limits);
                };
        dialer =
                switch (setup.binding()) {
                    case RAW -> dialing.dialer();
                    case WEBTRANSPORT -> new WebTransportDialer(dialing.dialer(), limits);
                };
    }

    private record Serving(InetSocketAddress address, Runnable close) {}

    private record Dialing(Dialer dialer, Runnable close) {}

    private static Dialing netty(QuicLimits limits) throws IOException {
        NettyQuicDialer dialer = new NettyQuicDialer(limits);
        return new Dialing(dialer, dialer::close);
    }

    private static Dialing kwik(QuicLimits limits) {
        KwikQuicDialer dialer = new KwikQuicDialer(limits);
        return new Dialing(dialer, dialer::close);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Serving netty(List<String> tokens, QuicLimits limits, RawAcceptor acceptor)
            throws IOException {
        NettyQuicServer server =
                NettyQuicServer.bind(
                        loopback(), new QuicServerConfig(IDENTITY, tokens, limits), acceptor);
        return new Serving(server.localAddress(), server::close);
    }

    private static Serving kwik(List<String> tokens, QuicLimits limits, RawAcceptor acceptor)
            throws IOException {
        KwikQuicServer server =
                KwikQuicServer.bind(
                        loopback(), new KwikServerConfig(IDENTITY, tokens, limits), acceptor);
        return new Serving(server.localAddress(), server::close);
    }

    @Override
    public InetSocketAddress address() {
        return serving.address();
    }

    @Override
    public TlsTrust trust() {
        return new TlsTrust.Pinned(List.of(Fingerprint.sha256(IDENTITY.get().certificate())));
    }

    @Override
    public Connection dial(InetSocketAddress to, List<String> protocols, TlsTrust trust)
            throws IOException, InterruptedException {
        return dialer.dial(
                new DialTarget(
                        URI.create("https://localhost:" + to.getPort() + "/anon"),
                        to,
                        protocols,
                        trust,
                        Duration.ofSeconds(5)));
    }

    @Override
    public Connection accepted() throws InterruptedException {
        Connection next = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a session").isNotNull();
        return next;
    }

    @Override
    public void close() {
        dialing.close().run();
        serving.close().run();
    }
}
