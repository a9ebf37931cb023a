package org.moqgateway.moq.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.RawAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server side of QUIC on the sockets of one UDP port, whoever else lives on that port. Any
/// thread, unless a method says otherwise.
///
/// Every socket has a codec of its own on its own loop, and a connection stays with the codec that
/// its first datagram reached. When the client's address changes, the kernel may have its datagrams
/// read from another socket: they are handed over.
public final class SharedQuicPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedQuicPort.class);
    private static final int MOST_SOCKETS = 256;

    /// So many unfinished handshakes make the next clients prove their address.
    private static final int BUSY_HANDSHAKES = 256;

    /// So many make the next clients wait: their packets are dropped, and sent again.
    static final int MOST_HANDSHAKES = 4096;

    /// Of HTTP/3 (RFC 9114 §8.1).
    private static final long H3_EXCESSIVE_LOAD = 0x107;

    /// Of a MoQ session.
    private static final long INTERNAL_ERROR = 0x1;

    private final QuicServerConfig config;
    private final RawAcceptor acceptor;
    private final ServerContexts contexts;
    private final byte[] retryKey = RetryTokens.newKey();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final List<ChannelHandlerContext> sockets = new CopyOnWriteArrayList<>();
    private final LiveConnections connections = new LiveConnections();

    /// Serves no socket yet.
    public SharedQuicPort(QuicServerConfig config, RawAcceptor acceptor) {
        this.config = config;
        this.acceptor = acceptor;
        this.contexts = new ServerContexts(config.identity(), config.protocols());
    }

    /// Adds a socket of the port: handlers at the end of its pipeline, which take each
    /// `DatagramPacket` that is fired to them for QUIC's. What they send passes no handler that
    /// stood there before and is not an outbound one.
    ///
    /// @param channel bound, of a datagram socket
    public void serve(Channel channel) {
        if (sockets.size() >= MOST_SOCKETS) {
            throw new IllegalStateException("too many sockets");
        }
        QuicDispatch dispatch = new QuicDispatch(this);
        channel.pipeline().addLast(dispatch);
        sockets.add(channel.pipeline().context(dispatch));
        channel.pipeline()
                .addLast(
                        QuicheCodecs.flushes(),
                        codec(sockets.size() - 1, channel instanceof EpollDatagramChannel));
    }

    private ChannelHandler codec(int socket, boolean epoll) {
        return QuicheCodecs.configure(new QuicServerCodecBuilder(), config.limits())
                .localConnectionIdLength(ConnectionIds.LENGTH)
                .connectionIdAddressGenerator(new ConnectionIds(socket))
                .tokenHandler(
                        new RetryTokens(
                                retryKey,
                                () -> handshakes.get() >= BUSY_HANDSHAKES,
                                () -> System.nanoTime() / 1_000_000))
                .sslEngineProvider(channel -> contexts.get().newEngine(channel.alloc()))
                .option(
                        QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                        QuicheCodecs.segments(epoll))
                .handler(
                        new ChannelInitializer<QuicChannel>() {
                            @Override
                            protected void initChannel(QuicChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new Handshake(
                                                        config.protocols(),
                                                        config.limits(),
                                                        connection -> established(connection),
                                                        handshakes));
                            }
                        })
                .build();
    }

    private void established(NettyConnection connection) {
        Optional<ConnectionBudget.Lease> place =
                config.budget().take(connection.remoteAddress().getAddress());
        if (place.isEmpty()) {
            connection.close(
                    connection.protocol().equals("h3") ? H3_EXCESSIVE_LOAD : INTERNAL_ERROR,
                    "too many connections");
            return;
        }
        connections.add(connection, place.get()::close);
        try {
            acceptor.connected(connection);
        } catch (RuntimeException e) {
            LOG.error("A QUIC connection could not be accepted", e);
            connection.close(0, "internal error");
        }
    }

    /// Whether a datagram that may begin a handshake is not even looked at.
    boolean full() {
        return handshakes.get() >= MOST_HANDSHAKES;
    }

    /// The place in the pipeline of a socket that datagrams for it are fired from, if there is one
    /// of that number.
    ChannelHandlerContext socket(int number, ChannelHandlerContext otherwise) {
        return number >= 0 && number < sockets.size() ? sockets.get(number) : otherwise;
    }

    /// Connections whose handshake has succeeded and that are not closed.
    public int connections() {
        return connections.size();
    }

    /// Handshakes that are under way.
    public int handshakes() {
        return handshakes.get();
    }

    /// Closes every connection with code 0 and takes no more. The sockets stay open. Idempotent;
    /// waits for the connections' farewells unless called on a loop.
    @Override
    public void close() {
        connections.close();
    }
}
