package org.moqgateway.server.moq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.moqgateway.moq.client.Bindings;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.kwik.KwikQuicDialer;
import org.moqgateway.moq.transport.kwik.KwikQuicServer;
import org.moqgateway.moq.transport.kwik.KwikServerConfig;
import org.moqgateway.moq.transport.netty.NettyQuicDialer;
import org.moqgateway.moq.transport.netty.NettyQuicServer;
import org.moqgateway.moq.transport.netty.QuicServerConfig;
import org.moqgateway.moq.transport.tcp.TcpDialer;
import org.moqgateway.moq.transport.websocket.WebSocketDialer;
import org.moqgateway.moq.transport.webtransport.WebTransportDialer;
import org.moqgateway.server.config.QuicStack;

/// The two QUIC stacks behind one choice.
final class QuicStacks {
    /// A relay that was killed and is back at once says nothing, and what it is sent it drops: only
    /// silence tells. So it is asked twice a second, and given up after two seconds or, where the
    /// path is slow, three probe timeouts (RFC 9000 §10.1).
    private static final QuicLimits QUIC_LINKS =
            links(Duration.ofSeconds(2), Duration.ofMillis(500));

    /// The end of a process ends its TCP connections, whereas on a congested path an answer may
    /// queue behind seconds of media: there is more time.
    private static final QuicLimits TCP_LINKS =
            links(Duration.ofSeconds(10), Duration.ofSeconds(1));

    private QuicStacks() {}

    private static QuicLimits links(Duration idle, Duration keepAlive) {
        return new QuicLimits(
                QuicLimits.DEFAULT.streams(),
                idle,
                keepAlive,
                QuicLimits.DEFAULT.streamWindowBytes(),
                QuicLimits.DEFAULT.connectionWindowBytes());
    }

    /// A server on a UDP port of its own.
    ///
    /// @param port the bound port
    record Endpoint(int port, Runnable closer) implements AutoCloseable {
        @Override
        public void close() {
            closer.run();
        }
    }

    /// Everything that dials.
    record ClientStack(Bindings bindings, Runnable closer) implements AutoCloseable {
        @Override
        public void close() {
            closer.run();
        }
    }

    /// Turns `auto` into what there is on this machine.
    static QuicStack chosen(QuicStack wanted) {
        return switch (wanted) {
            case NETTY, KWIK -> wanted;
            case AUTO -> NettyQuicServer.available() ? QuicStack.NETTY : QuicStack.KWIK;
        };
    }

    /// What a server by Netty shows and speaks.
    static QuicServerConfig config(MoqSide moq) {
        return new QuicServerConfig(
                moq.identity(),
                moq.front().applicationProtocols(),
                QuicLimits.DEFAULT,
                moq.budget());
    }

    /// @param threads that Netty serves it with; Kwik has its own
    /// @throws IOException naming the address when it can't be bound
    static Endpoint bind(QuicStack stack, InetSocketAddress address, int threads, MoqSide moq)
            throws IOException {
        return switch (chosen(stack)) {
            case NETTY, AUTO -> {
                NettyQuicServer server =
                        NettyQuicServer.bind(address, threads, config(moq), moq.front());
                yield new Endpoint(server.localAddress().getPort(), server::close);
            }
            case KWIK -> {
                KwikQuicServer server =
                        KwikQuicServer.bind(
                                address,
                                new KwikServerConfig(
                                        moq.identity(),
                                        moq.front().applicationProtocols(),
                                        QuicLimits.DEFAULT),
                                moq.front());
                yield new Endpoint(server.localAddress().getPort(), server::close);
            }
        };
    }

    static ClientStack client(QuicStack stack) {
        return switch (chosen(stack)) {
            case NETTY, AUTO -> {
                NettyQuicDialer dialer = new NettyQuicDialer(QUIC_LINKS);
                yield new ClientStack(bindings(dialer), dialer::close);
            }
            case KWIK -> {
                KwikQuicDialer dialer = new KwikQuicDialer(QUIC_LINKS);
                yield new ClientStack(bindings(dialer), dialer::close);
            }
        };
    }

    private static Bindings bindings(Dialer quic) {
        return new Bindings(
                quic,
                new WebTransportDialer(quic, QUIC_LINKS),
                new WebSocketDialer(TCP_LINKS),
                new TcpDialer(TCP_LINKS));
    }
}
