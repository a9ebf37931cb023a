package org.moqgateway.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;

/// A TCP connection, plain or within TLS. Lives on one loop.
final class StreamLink extends OpeningLink {

    private final NettyLoop loop;
    private final StreamDeframer deframer;
    private InetSocketAddress local = new InetSocketAddress(0);

    StreamLink(LinkTarget target, NettyLoop loop, Listener listener) {
        super(target, listener);
        this.loop = loop;
        this.deframer = new StreamDeframer(target.framing());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (context.channel().localAddress() instanceof InetSocketAddress bound) {
            local = bound;
        }
        if (target().tls() == null) {
            open();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            Throwable cause = handshake.cause();
            if (cause == null) {
                open();
            } else {
                end("no TLS with " + target().name() + ": " + ServerLinks.reason(cause));
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            return;
        }
        try {
            read(bytes, System.nanoTime());
        } finally {
            bytes.release();
        }
    }

    private void read(ByteBuf bytes, long nowNanos) {
        while (bytes.isReadable() && !closed()) {
            int count = Math.min(bytes.readableBytes(), deframer.wanted());
            bytes.readBytes(deframer.buffer(), deframer.position(), count);
            switch (deframer.advance(count)) {
                case INCOMPLETE -> {}
                case MESSAGE ->
                        deliver(deframer.buffer(), deframer.offset(), deframer.length(), nowNanos);
                case BROKEN -> end(target().name() + " sends what is not framed");
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(target().name() + " failed: " + ServerLinks.reason(cause));
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void offer(byte[] buffer, int offset, int length) {
        ChannelHandlerContext place = context();
        if (place != null && !place.channel().isWritable()) {
            return;
        }
        send(buffer, offset, length);
    }

    // A failed write closes the connection, which is noticed.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void send(byte[] buffer, int offset, int length) {
        ChannelHandlerContext place = context();
        if (place == null || closed() || !loop.inLoop()) {
            return;
        }
        ByteBuf bytes = place.alloc().directBuffer(length, length);
        bytes.writeBytes(buffer, offset, length);
        place.write(bytes, place.voidPromise());
    }

    @Override
    public void flush() {
        ChannelHandlerContext place = context();
        if (place != null && !closed() && loop.inLoop()) {
            place.flush();
        }
    }
}
