package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.StreamReader;

/// One stream, whoever opened it, and the handler of its channel. A stream that we open has no
/// channel while the peer allows no more of its kind.
final class NettyStream extends ChannelInboundHandlerAdapter implements BidiStream {
    private final NettyConnection connection;
    private final boolean receives;
    private final NettySender sender;
    private @Nullable QuicStreamChannel channel;
    private @Nullable ChannelHandlerContext context;
    private @Nullable StreamReader reader;
    private boolean receiveOver;

    /// @param sends whether we may send on it
    /// @param receives whether the peer may
    NettyStream(NettyConnection connection, boolean sends, boolean receives) {
        this.connection = connection;
        this.receives = receives;
        this.receiveOver = !receives;
        this.sender = new NettySender(connection, this);
        if (!sends) {
            sender.end();
        }
    }

    @Nullable QuicStreamChannel channel() {
        return channel;
    }

    @Nullable ChannelHandlerContext context() {
        return context;
    }

    /// Whether nothing is left of it; one that waits for its channel is not wanted any more then.
    boolean over() {
        return receiveOver && sender.over();
    }

    /// The connection has ended, or a stream was opened after that.
    void end() {
        receiveOver = true;
        sender.end();
    }

    /// Lets Netty forget the stream once both directions have ended.
    void forgetIfOver() {
        QuicStreamChannel present = channel;
        if (present != null && over() && present.isActive() && connection.open()) {
            QuicheInternals.forget(present);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        channel = (QuicStreamChannel) added.channel();
        if (receives && reader == null) {
            added.channel().config().setAutoRead(false);
        }
        sender.pump();
    }

    @Override
    public long id() {
        return channel == null ? UNKNOWN_ID : channel.streamId();
    }

    @Override
    public void reader(StreamReader given) {
        reader = given;
        QuicStreamChannel present = channel;
        if (present != null && !receiveOver) {
            present.config().setAutoRead(true);
        }
    }

    @Override
    public void stop(long code) {
        if (receiveOver) {
            return;
        }
        receiveOver = true;
        QuicStreamChannel present = channel;
        if (present != null && connection.open()) {
            QuicheInternals.stop(present, code);
            connection.stopped(present.streamId());
        }
        forgetIfOver();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            StreamReader present = reader;
            connection.heard();
            if (!receiveOver && present != null && connection.delivers()) {
                present.data(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
            }
        } catch (RuntimeException e) {
            connection.fault(e);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            received(StreamReader::finished);
        }
    }

    /// A reset by the peer comes this way. Netty reports anything else that breaks a stream here
    /// too, after which nothing more can come: the connection is about to end.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
            received(present -> present.reset(reset.applicationProtocolCode()));
        }
    }

    private void received(Consumer<StreamReader> end) {
        if (receiveOver) {
            return;
        }
        receiveOver = true;
        StreamReader present = reader;
        try {
            if (present != null && connection.delivers()) {
                end.accept(present);
            }
        } catch (RuntimeException e) {
            connection.fault(e);
        }
        forgetIfOver();
    }

    @Override
    public void sendOrder(long order) {
        sender.sendOrder(order);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        sender.write(bytes, offset, length);
    }

    @Override
    public boolean writable() {
        return sender.writable();
    }

    @Override
    public void onWritable(Runnable action) {
        sender.onWritable(action);
    }

    @Override
    public void finish() {
        sender.finish();
    }

    @Override
    public void reset(long code) {
        sender.reset(code);
    }

    @Override
    public void onStopped(StopListener listener) {
        sender.onStopped(listener);
    }
}
