package org.moqgateway.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/// Takes datagrams off one socket and brings them to their peers. Lives on one loop.
final class InboundHandler extends ChannelInboundHandlerAdapter {

    /// Longest datagram that is read. Media and handshakes stay under an Ethernet frame.
    static final int MOST_BYTES = 2048;

    /// What a handler may write behind a datagram.
    static final int ROOM_BYTES = 64;

    private final LoopSockets sockets;
    private final Routes routes;
    private final byte[] scratch = new byte[MOST_BYTES + ROOM_BYTES];
    private long batchNanos;
    private boolean inBatch;

    InboundHandler(LoopSockets sockets, Routes routes) {
        this.sockets = sockets;
        this.routes = routes;
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
        ByteBuf content = datagram.content();
        int length = content.readableBytes();
        sockets.counters().received.increment();
        sockets.counters().receivedBytes.add(length);
        // One that fills the buffer was cut off by the kernel.
        if (length >= MOST_BYTES) {
            sockets.counters().droppedMalformed.increment();
            return;
        }
        content.readBytes(scratch, 0, length);
        DatagramKind kind = DatagramKind.of(scratch, 0, length);
        if (kind == DatagramKind.OTHER) {
            sockets.counters().droppedMalformed.increment();
            return;
        }
        Peer peer = routes.find(kind, scratch, length, datagram.sender());
        if (peer == null) {
            sockets.counters().droppedUnknown.increment();
            return;
        }
        peer.deliver(sockets, scratch, length, datagram.sender(), batchNanos);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inBatch = false;
    }

    /// Failed writes end here, and on some systems the ICMP errors of earlier ones: neither
    /// concerns the socket.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        sockets.counters().sendFailed.increment();
    }
}
