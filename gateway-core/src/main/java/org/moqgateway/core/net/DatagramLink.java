package org.moqgateway.core.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;

/// A connected UDP socket. Lives on one loop.
final class DatagramLink extends OpeningLink {

    private final MuxCounters counters = new MuxCounters();
    private final LoopSockets sockets;
    private final LoopSender sender;
    private final byte[] scratch = new byte[InboundHandler.MOST_BYTES + InboundHandler.ROOM_BYTES];
    private InetSocketAddress local = new InetSocketAddress(0);
    private long batchNanos;
    private boolean inBatch;

    DatagramLink(LinkTarget target, NettyLoop loop, Listener listener, boolean epoll) {
        super(target, listener);
        boolean segmentation = epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        sockets = new LoopSockets(loop, counters, segmentation);
        sender = new LoopSender(sockets);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (context.channel().localAddress() instanceof InetSocketAddress bound) {
            local = bound;
        }
        sockets.add(BindPlan.Target.of(target().address().getAddress()), context);
        open();
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
            int length = datagram.content().readableBytes();
            // One that fills the buffer was cut off by the kernel.
            if (length < InboundHandler.MOST_BYTES) {
                datagram.content().readBytes(scratch, 0, length);
                deliver(scratch, 0, length, batchNanos);
            }
        } finally {
            datagram.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inBatch = false;
    }

    /// ICMP errors come here, and failed writes.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof PortUnreachableException) {
            unreachable(System.nanoTime());
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void offer(byte[] buffer, int offset, int length) {
        sender.send(buffer, offset, length, target().address());
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        sender.send(buffer, offset, length, target().address());
    }

    @Override
    public void flush() {
        sender.flush();
    }

    @Override
    public void close() {
        sender.close();
        super.close();
    }
}
