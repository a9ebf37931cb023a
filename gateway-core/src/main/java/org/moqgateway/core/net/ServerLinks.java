package org.moqgateway.core.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// Opens ways to servers.
public final class ServerLinks {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int DATAGRAMS_PER_READ = 32;
    private static final int DATAGRAM_BUFFER_BYTES = 1 << 20;

    /// A third of a second of a 3 Mbit/s stream: what waits longer is of no use to a viewer.
    private static final WriteBufferWaterMark STREAM_QUEUE =
            new WriteBufferWaterMark(32 << 10, 128 << 10);

    /// How much the kernel may hold that has not been sent once, beside what is in flight.
    private static final long STREAM_UNSENT_BYTES = 128 << 10;

    private ServerLinks() {}

    /// Begins to open a link. The listener's [ServerLink.Listener#opened] or
    /// [ServerLink.Listener#ended] follows on the loop, within 5 s for a connection and 5 s more
    /// for its TLS handshake. Any thread.
    ///
    /// @param loop one of [MediaLoops]
    /// @return gives up the opening, or closes what it has led to; then the listener hears nothing
    ///     more
    /// @throws IllegalArgumentException if the loop is of another kind
    public static Cancellable open(
            LinkTarget target, MediaLoop loop, ServerLink.Listener listener) {
        if (!(loop instanceof NettyLoop netty)) {
            throw new IllegalArgumentException("a loop of MediaLoops is wanted");
        }
        return target.transport() == LinkTarget.Transport.UDP
                ? datagrams(target, netty, listener)
                : stream(target, netty, listener);
    }

    private static boolean epoll(NettyLoop loop) {
        return loop.eventLoop() instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
    }

    private static Cancellable datagrams(
            LinkTarget target, NettyLoop loop, ServerLink.Listener listener) {
        boolean epoll = epoll(loop);
        boolean six = target.address().getAddress() instanceof Inet6Address;
        SocketProtocolFamily family = six ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        DatagramLink link = new DatagramLink(target, loop, listener, epoll);
        Bootstrap bootstrap =
                new Bootstrap()
                        .option(ChannelOption.SO_RCVBUF, DATAGRAM_BUFFER_BYTES)
                        .option(ChannelOption.SO_SNDBUF, DATAGRAM_BUFFER_BYTES)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(
                                                (epoll ? DATAGRAMS_PER_READ : 1)
                                                        * InboundHandler.MOST_BYTES)
                                        .maxMessagesPerRead(DATAGRAMS_PER_READ));
        if (epoll) {
            bootstrap
                    .channelFactory(() -> new EpollDatagramChannel(family))
                    .option(
                            EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE,
                            InboundHandler.MOST_BYTES);
        } else {
            bootstrap.channelFactory(() -> new NioDatagramChannel(family));
        }
        return connect(bootstrap.handler(link), target, loop, link);
    }

    private static Cancellable stream(
            LinkTarget target, NettyLoop loop, ServerLink.Listener listener) {
        StreamLink link = new StreamLink(target, loop, listener);
        Bootstrap bootstrap =
                new Bootstrap()
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, STREAM_QUEUE);
        if (epoll(loop)) {
            bootstrap
                    .channelFactory(EpollSocketChannel::new)
                    .option(EpollChannelOption.TCP_NOTSENT_LOWAT, STREAM_UNSENT_BYTES);
        } else {
            bootstrap.channelFactory(NioSocketChannel::new);
        }
        bootstrap.handler(
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        LinkTarget.Tls tls = target.tls();
                        if (tls != null) {
                            channel.pipeline().addLast(secured(tls, target.address()));
                        }
                        channel.pipeline().addLast(link);
                    }
                });
        return connect(bootstrap, target, loop, link);
    }

    private static SslHandler secured(LinkTarget.Tls tls, InetSocketAddress address) {
        SSLEngine engine = tls.context().createSSLEngine(tls.host(), address.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        // Certificates are verified beside the loop.
        SslHandler handler = new SslHandler(engine, task -> Thread.ofVirtual().start(task));
        handler.setHandshakeTimeoutMillis(CONNECT_MILLIS);
        return handler;
    }

    // The channel's end needs no witness.
    @SuppressWarnings("FutureReturnValueIgnored")
    static Cancellable connect(
            Bootstrap bootstrap, LinkTarget target, NettyLoop loop, OpeningLink link) {
        ChannelFuture connected = bootstrap.group(loop.eventLoop()).connect(target.address());
        connected.addListener(
                done -> {
                    Throwable cause = done.cause();
                    if (cause != null) {
                        String why = "cannot connect to " + target.name() + ": " + reason(cause);
                        end(loop, link, why);
                    }
                });
        return () -> {
            link.close();
            // One that failed is closed already, or was never made: then it cannot be.
            if (!connected.isDone() || connected.isSuccess()) {
                connected.channel().close();
            }
        };
    }

    /// Where there was no descriptor for the channel, this is another thread than the loop's.
    private static void end(NettyLoop loop, OpeningLink link, String why) {
        if (loop.inLoop()) {
            link.end(why);
        } else {
            loop.execute(() -> link.end(why));
        }
    }

    /// A cause for people: some have no message.
    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
