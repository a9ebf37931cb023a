package org.moqgateway.moq.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Event loops and UDP sockets that are QUIC's alone, over epoll where its native library loads.
final class QuicSockets implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int LARGEST_DATAGRAM_BYTES = 2048;
    private static final int DATAGRAMS_PER_READ = 32;
    private static final int READS_PER_TURN = 4;

    /// When the codec is told that the socket takes more, it asks every connection.
    private static final WriteBufferWaterMark SEND_QUEUE =
            new WriteBufferWaterMark(2 << 20, 8 << 20);

    private static final long CLOSE_SECONDS = 2;

    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup loops;

    /// Starts the loops.
    ///
    /// @param name of their threads, before their number
    QuicSockets(int threads, String name) {
        AtomicInteger number = new AtomicInteger();
        loops =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        task -> {
                            Thread thread =
                                    new FastThreadLocalThread(
                                            task, name + "-" + number.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        },
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    boolean epoll() {
        return epoll;
    }

    EventLoop next() {
        return loops.next();
    }

    /// Opens a socket on a loop.
    ///
    /// @throws IOException naming the address when it cannot be bound
    Channel bind(EventLoop loop, InetSocketAddress address, ChannelHandler handler)
            throws IOException {
        return bind(bootstrap().group(loop).handler(handler), address);
    }

    /// Opens one of several sockets of the same port; only where [#epoll].
    ///
    /// @throws IOException naming the address when it cannot be bound
    Channel bindShared(EventLoop loop, InetSocketAddress address, ChannelHandler handler)
            throws IOException {
        return bind(
                bootstrap()
                        .group(loop)
                        .handler(handler)
                        .option(UnixChannelOption.SO_REUSEPORT, true),
                address);
    }

    private Bootstrap bootstrap() {
        int readBytes =
                epoll ? DATAGRAMS_PER_READ * LARGEST_DATAGRAM_BYTES : LARGEST_DATAGRAM_BYTES;
        Bootstrap bootstrap =
                new Bootstrap()
                        .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
                        .option(ChannelOption.SO_SNDBUF, BUFFER_BYTES)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, SEND_QUEUE)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(readBytes)
                                        .maxMessagesPerRead(DATAGRAMS_PER_READ * READS_PER_TURN));
        if (epoll) {
            bootstrap
                    .channel(EpollDatagramChannel.class)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM_BYTES);
        } else {
            bootstrap.channel(NioDatagramChannel.class);
        }
        return bootstrap;
    }

    private static Channel bind(Bootstrap bootstrap, InetSocketAddress address) throws IOException {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw new IOException("cannot bind UDP " + address + ": " + cause.getMessage(), cause);
        }
        return bound.channel();
    }

    /// Ends the loops with all their sockets.
    @Override
    public void close() {
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
