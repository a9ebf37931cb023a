package org.moqgateway.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/// Takes datagrams off one socket and brings them to their peers; those of QUIC to the handlers
/// behind this one, if there are any. Lives on one loop.
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
    private boolean quicInBatch;

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
        int length = datagram.content().readableBytes();
        sockets.counters().received.increment();
        sockets.counters().receivedBytes.add(length);
        if (sockets.quic() && isQuic(datagram.content())) {
            quicInBatch = true;
            context.fireChannelRead(datagram);
            return;
        }
        try {
            read(datagram, length);
        } finally {
            datagram.release();
        }
    }

    /// By its first byte, so that nothing is copied for it.
    private static boolean isQuic(ByteBuf content) {
        return content.readableBytes() >= DatagramKind.SHORTEST_BYTES
                && DatagramKind.isQuic(content.getUnsignedByte(content.readerIndex()));
    }

    private void read(DatagramPacket datagram, int length) {
        ByteBuf content = datagram.content();
        // One that fills the buffer was cut off by the kernel.
        if (length >= MOST_BYTES) {
            sockets.counters().droppedMalformed.increment();
            return;
        }
        content.readBytes(scratch, 0, length);
        DatagramKind kind = DatagramKind.of(scratch, 0, length);
        if (kind == DatagramKind.OTHER || kind == DatagramKind.QUIC) {
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
        if (quicInBatch) {
            quicInBatch = false;
            context.fireChannelReadComplete();
        }
    }

    /// Failed writes end here, and on some systems the ICMP errors of earlier ones: neither
    /// concerns the socket.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        sockets.counters().sendFailed.increment();
    }
}
