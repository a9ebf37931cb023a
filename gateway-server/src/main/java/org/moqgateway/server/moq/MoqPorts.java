package org.moqgateway.server.moq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.netty.SharedQuicPort;
import org.moqgateway.moq.transport.tcp.TcpConfig;
import org.moqgateway.moq.transport.tcp.TcpServer;
import org.moqgateway.server.config.HostPort;
import org.moqgateway.server.config.QuicStack;

/// The ports that bring MoQ clients and nothing else.
public final class MoqPorts implements AutoCloseable {
    private final MoqSide moq;
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private @Nullable Integer quicPort;

    /// None yet.
    public MoqPorts(MoqSide moq) {
        this.moq = moq;
    }

    /// Whether QUIC of this stack can live on the media port.
    public static boolean canShare(QuicStack stack) {
        return QuicStacks.chosen(stack) == QuicStack.NETTY;
    }

    /// Takes QUIC on a UDP port of somebody else's.
    ///
    /// @param host adds it to the port
    /// @param port that port
    public void shareQuic(Consumer<SharedQuicPort> host, int port) {
        SharedQuicPort shared = new SharedQuicPort(QuicStacks.config(moq), moq.front());
        closers.push(shared::close);
        host.accept(shared);
        quicPort = port;
    }

    /// Takes a UDP port for QUIC alone.
    ///
    /// @param threads that it is served with
    /// @throws IOException when it can't be bound
    public void bindQuic(QuicStack stack, HostPort address, int threads) throws IOException {
        QuicStacks.Endpoint endpoint = QuicStacks.bind(stack, address.resolve(), threads, moq);
        closers.push(endpoint::close);
        quicPort = endpoint.port();
    }

    /// Takes a TCP port for QMux over TLS.
    ///
    /// @throws IOException when it can't be bound
    public void bindQmux(HostPort address) throws IOException {
        InetSocketAddress resolved = address.resolve();
        TcpServer server =
                TcpServer.start(
                        resolved,
                        new TcpConfig(
                                moq.identity(), moq.protocols(), QuicLimits.DEFAULT, moq.budget()),
                        moq.relay().acceptor());
        closers.push(server::close);
    }

    /// The UDP port of QUIC, when it has one of its own.
    public OptionalInt quicPort() {
        Integer bound = quicPort;
        return bound == null ? OptionalInt.empty() : OptionalInt.of(bound);
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
        closers.clear();
    }
}
