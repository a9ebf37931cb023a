package org.moqgateway.core.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP socket of one peer's own, on one loop and one address of this host.
///
/// On Linux it hears of ports that are not bound (ICMP); elsewhere [Listener#unreachable] is never
/// called.
public final class UdpPath implements DatagramPath {

    private static final Logger LOG = LoggerFactory.getLogger(UdpPath.class);
    private static final int DATAGRAMS_PER_READ = 32;
    private static final int READS_PER_TURN = 4;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final WriteBufferWaterMark SEND_QUEUE =
            new WriteBufferWaterMark(256 << 10, 1 << 20);

    private static final int ECONNREFUSED = -111;

    /// ip(7), ipv6(7): an unconnected socket is told of ICMP errors by its next call, once each.
    private static final IntegerUnixChannelOption RECEIVE_ERRORS_4 =
            new IntegerUnixChannelOption("IP_RECVERR", 0, 11);

    private static final IntegerUnixChannelOption RECEIVE_ERRORS_6 =
            new IntegerUnixChannelOption("IPV6_RECVERR", 41, 25);

    private final Channel channel;
    private final LoopSender sender;
    private final InetSocketAddress localAddress;

    private UdpPath(Channel channel, LoopSender sender, InetSocketAddress localAddress) {
        this.channel = channel;
        this.sender = sender;
        this.localAddress = localAddress;
    }

    /// Binds a free port. Control plane: waits for the loop, and is not called on it.
    ///
    /// @param loop one of `loops`
    /// @param address of this host
    /// @throws IOException naming the address
    public static UdpPath open(
            MediaLoops loops, MediaLoop loop, InetAddress address, Listener listener)
            throws IOException {
        if (!(loop instanceof NettyLoop home)) {
            throw new IllegalArgumentException("not a loop of these");
        }
        BindPlan.Target target = BindPlan.Target.of(address);
        boolean segmentation =
                loops.epoll() && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        LoopSockets sockets = new LoopSockets(home, new MuxCounters(), segmentation);
        Inbound inbound = new Inbound(listener, errorOption(loops.epoll(), address));
        ChannelFuture bound =
                bootstrap(loops.epoll(), target)
                        .group(home.eventLoop())
                        .handler(inbound)
                        .bind(new InetSocketAddress(address, 0))
                        .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw BindPlan.failure(address, 0, cause);
        }
        Channel channel = bound.channel();
        sockets.add(target, channel.pipeline().context(inbound));
        InetSocketAddress local =
                new InetSocketAddress(
                        address, ((InetSocketAddress) channel.localAddress()).getPort());
        UdpPath path = new UdpPath(channel, new LoopSender(sockets), local);
        home.execute(() -> inbound.open(path, channel));
        return path;
    }

    private static @Nullable IntegerUnixChannelOption errorOption(
            boolean epoll, InetAddress address) {
        if (!epoll) {
            return null;
        }
        return address instanceof Inet6Address ? RECEIVE_ERRORS_6 : RECEIVE_ERRORS_4;
    }

    private static Bootstrap bootstrap(boolean epoll, BindPlan.Target target) {
        int readBytes =
                epoll ? DATAGRAMS_PER_READ * InboundHandler.MOST_BYTES : InboundHandler.MOST_BYTES;
        Bootstrap bootstrap =
                new Bootstrap()
                        .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
                        .option(ChannelOption.SO_SNDBUF, BUFFER_BYTES)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, SEND_QUEUE)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(readBytes)
                                        .maxMessagesPerRead(DATAGRAMS_PER_READ * READS_PER_TURN));
        if (!epoll) {
            return bootstrap.channelFactory(() -> new NioDatagramChannel(target.family()));
        }
        return bootstrap
                .channelFactory(() -> new EpollDatagramChannel(target.family()))
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, InboundHandler.MOST_BYTES);
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        sender.send(buffer, offset, length, destination);
    }

    @Override
    public void flush() {
        sender.flush();
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        sender.close();
        ChannelFuture closed = channel.close();
        if (!channel.eventLoop().inEventLoop()) {
            closed.awaitUninterruptibly();
        }
    }

    /// Brings datagrams and errors of one socket to the listener. Lives on its loop.
    private static final class Inbound extends ChannelInboundHandlerAdapter {

        private final Listener listener;
        private final @Nullable IntegerUnixChannelOption errors;
        private final byte[] scratch =
                new byte[InboundHandler.MOST_BYTES + InboundHandler.ROOM_BYTES];
        private @Nullable UdpPath path;
        private long batchNanos;
        private boolean inBatch;

        Inbound(Listener listener, @Nullable IntegerUnixChannelOption errors) {
            this.listener = listener;
            this.errors = errors;
        }

        void open(UdpPath opened, Channel channel) {
            path = opened;
            hearErrors(channel, 1);
        }

        private void hearErrors(Channel channel, int on) {
            if (errors == null || !channel.isOpen()) {
                return;
            }
            try {
                if (!channel.config().setOption(errors, on)) {
                    LOG.debug("no {} on this system", errors);
                }
            } catch (ChannelException e) {
                LOG.debug("no {} on this system", errors, e);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof DatagramPacket datagram)) {
                return;
            }
            if (!inBatch) {
                inBatch = true;
                batchNanos = System.nanoTime();
            }
            try {
                read(datagram);
            } finally {
                datagram.release();
            }
        }

        private void read(DatagramPacket datagram) {
            UdpPath to = path;
            int length = datagram.content().readableBytes();
            // One that fills the buffer was cut off by the kernel.
            if (to == null || !to.channel.isOpen() || length >= InboundHandler.MOST_BYTES) {
                return;
            }
            datagram.content().readBytes(scratch, 0, length);
            try {
                listener.datagram(to, scratch, 0, length, datagram.sender(), batchNanos);
            } catch (RuntimeException e) {
                LOG.error("A path's listener failed on a datagram", e);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            inBatch = false;
        }

        /// Failed writes end here, and the errors that ICMP brought. What the kernel keeps of those
        /// for reading counts against the receive buffer: switching the option throws it away.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            boolean refused =
                    (cause instanceof NativeIoException e && e.expectedErr() == ECONNREFUSED)
                            || cause instanceof PortUnreachableException;
            UdpPath of = path;
            if (refused && of != null && context.channel().isOpen()) {
                hearErrors(context.channel(), 0);
                hearErrors(context.channel(), 1);
                listener.unreachable(of, System.nanoTime());
            }
        }
    }
}
