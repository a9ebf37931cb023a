package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Gives each datagram to the codec that knows its connection, which is nearly always the one
/// behind this handler. One for each socket.
final class QuicDispatch extends ChannelInboundHandlerAdapter {
    private static final int MOST_HANDOVERS = 256;
    private static final int LONG_HEADER = 0x80;
    private static final int PACKET_TYPE = 0x30;

    private final SharedQuicPort port;

    /// Datagrams that came from other sockets and wait for this one's loop.
    private final AtomicInteger handovers = new AtomicInteger();

    QuicDispatch(SharedQuicPort port) {
        this.port = port;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket datagram = (DatagramPacket) message;
        ByteBuf content = datagram.content();
        if (begins(content) && port.full()) {
            datagram.release();
            return;
        }
        ChannelHandlerContext home = port.socket(ConnectionIds.socketOf(content), context);
        if (home == context) {
            context.fireChannelRead(message);
        } else {
            ((QuicDispatch) home.handler()).takeOver(home, datagram);
        }
    }

    /// Initial, of QUIC version 1 (RFC 9000 §17.2.2).
    private static boolean begins(ByteBuf content) {
        if (!content.isReadable()) {
            return false;
        }
        int first = content.getByte(content.readerIndex());
        return (first & LONG_HEADER) != 0 && (first & PACKET_TYPE) == 0;
    }

    private void takeOver(ChannelHandlerContext home, DatagramPacket datagram) {
        if (handovers.get() >= MOST_HANDOVERS) {
            datagram.release();
            return;
        }
        handovers.incrementAndGet();
        try {
            home.executor()
                    .execute(
                            () -> {
                                handovers.decrementAndGet();
                                home.fireChannelRead(datagram);
                                home.fireChannelReadComplete();
                            });
        } catch (RejectedExecutionException e) {
            datagram.release();
        }
    }
}
