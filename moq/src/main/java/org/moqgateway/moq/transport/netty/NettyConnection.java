package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A raw QUIC connection, and the handler of its channel once that is established.
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);
    private static final int MOST_EARLY_DATAGRAMS = 64;
    private static final long FAULT_CODE = 0;

    private final QuicChannel channel;
    private final String protocol;
    private final InetSocketAddress remote;
    private final TransportLoop loop;
    private final int maxDatagramBytes;
    private final StopProbe probe;
    private final SendRanks ranks = new SendRanks();
    private final SendTurn turn = new SendTurn(this);
    private final StreamOpening uni;
    private final StreamOpening bidi;
    private final KeepAlive keepAlive;
    private final StreamSweep sweep;
    private final ConnectionEnd end;

    /// What came before the start: channels of streams, and datagrams.
    private final Deque<Object> early = new ArrayDeque<>();

    private int earlyDatagrams;
    private @Nullable ConnectionListener listener;
    private boolean unflushedDatagrams;
    private Runnable onEnd = () -> {};

    /// @param channel established
    /// @param agreed what the handshake brought
    NettyConnection(QuicChannel channel, Agreed agreed) {
        this.channel = channel;
        protocol = agreed.protocol();
        maxDatagramBytes = agreed.maxDatagramBytes();
        remote = agreed.remote();
        loop = new EventLoopTransportLoop(channel.eventLoop());
        end = new ConnectionEnd(channel, loop, turn::send);
        probe = new StopProbe(channel.alloc());
        uni = new StreamOpening(channel, QuicStreamType.UNIDIRECTIONAL);
        bidi = new StreamOpening(channel, QuicStreamType.BIDIRECTIONAL);
        sweep = new StreamSweep(channel, loop);
        keepAlive = new KeepAlive(this, agreed.keepAliveNanos());
    }

    /// What a handshake brought.
    ///
    /// @param maxDatagramBytes 0 when the peer takes none
    record Agreed(
            String protocol, InetSocketAddress remote, int maxDatagramBytes, long keepAliveNanos) {}

    @Override
    public TransportKind kind() {
        return TransportKind.QUIC;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public @Nullable String target() {
        return null;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return channel.remoteSocketAddress() instanceof InetSocketAddress now ? now : remote;
    }

    @Override
    public TransportLoop loop() {
        return loop;
    }

    SendRanks ranks() {
        return ranks;
    }

    StopProbe probe() {
        return probe;
    }

    void stopped(long stream) {
        sweep.stopped(stream);
    }

    void dirty(NettySender sender) {
        turn.dirty(sender);
    }

    void later(Runnable callback) {
        turn.later(callback);
    }

    /// Whether something may still be sent. Any thread.
    boolean open() {
        return end.open();
    }

    /// Whether the listeners may still hear of streams.
    boolean delivers() {
        return end.delivers();
    }

    /// Sets what runs when the channel is gone, before the listener hears of it.
    void onEnd(Runnable action) {
        onEnd = action;
    }

    /// Done when the connection is gone and its farewell has left.
    CompletableFuture<Void> gone() {
        return end.gone();
    }

    @Override
    public void start(ConnectionListener given) {
        listener = given;
        keepAlive.begin();
        sweep.begin();
        for (Object item = early.poll(); item != null; item = early.poll()) {
            switch (item) {
                case QuicStreamChannel stream -> deliver(stream);
                case byte[] datagram -> guarded(() -> given.datagram(ByteBuffer.wrap(datagram)));
                default -> throw new IllegalStateException();
            }
        }
        if (end.over() != null) {
            loop.execute(this::tellEnd);
        }
    }

    @Override
    public SendStream openUni() {
        NettyStream stream = new NettyStream(this, true, false);
        open(stream, uni);
        return stream;
    }

    @Override
    public BidiStream openBidi() {
        NettyStream stream = new NettyStream(this, true, true);
        open(stream, bidi);
        return stream;
    }

    private void open(NettyStream stream, StreamOpening opening) {
        if (open()) {
            opening.open(stream);
        } else {
            stream.end();
        }
    }

    @Override
    public int maxDatagramBytes() {
        return open() ? maxDatagramBytes : 0;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public boolean sendDatagram(ByteBuffer datagram) {
        int length = datagram.remaining();
        if (length == 0 || length > maxDatagramBytes()) {
            return false;
        }
        channel.write(channel.alloc().directBuffer(length).writeBytes(datagram));
        unflushedDatagrams = true;
        turn.schedule();
        return true;
    }

    void flushDatagrams() {
        if (unflushedDatagrams) {
            unflushedDatagrams = false;
            channel.flush();
        }
    }

    /// Sends a datagram without content, which the peer acknowledges and [#datagram] ignores.
    void ping() {
        if (maxDatagramBytes() > 0) {
            QuicheInternals.sendEmptyDatagram(channel);
        }
    }

    @Override
    public PathStats stats() {
        return QuicheStats.of(channel);
    }

    @Override
    public void close(long code, String reason) {
        end.close(code, reason);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        keepAlive.heard();
        if (message instanceof QuicStreamChannel stream) {
            if (listener == null) {
                early.add(stream);
            } else {
                deliver(stream);
            }
            return;
        }
        ByteBuf datagram = (ByteBuf) message;
        try {
            datagram(datagram);
        } finally {
            datagram.release();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void deliver(QuicStreamChannel channel) {
        boolean both = channel.type() == QuicStreamType.BIDIRECTIONAL;
        NettyStream stream = new NettyStream(this, both, true);
        ConnectionListener present = listener;
        guarded(
                () -> {
                    if (present != null && both) {
                        present.bidiStream(stream);
                    } else if (present != null) {
                        present.uniStream(stream);
                    }
                });
        channel.pipeline().addLast(stream);
        channel.eventLoop().register(channel);
    }

    private void datagram(ByteBuf datagram) {
        ConnectionListener present = listener;
        if (!datagram.isReadable()) {
            return;
        }
        if (present != null) {
            int from = datagram.readerIndex();
            int length = datagram.readableBytes();
            guarded(() -> present.datagram(datagram.internalNioBuffer(from, length)));
        } else if (earlyDatagrams++ < MOST_EARLY_DATAGRAMS) {
            byte[] copy = new byte[datagram.readableBytes()];
            datagram.readBytes(copy);
            early.add(copy);
        }
    }

    /// Runs something of the application. A fault there ends this connection and nothing else.
    void guarded(Runnable callback) {
        if (!delivers()) {
            return;
        }
        try {
            callback.run();
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    void fault(RuntimeException cause) {
        LOG.error("A listener of a QUIC connection failed", cause);
        close(FAULT_CODE, "internal error");
    }

    void heard() {
        keepAlive.heard();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case QuicStreamLimitChangedEvent _ -> {
                uni.openAllowed();
                bidi.openAllowed();
            }
            case QuicConnectionCloseEvent close -> end.peerClosed(close);
            default -> context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end.inactive();
        keepAlive.end();
        sweep.end();
        onEnd.run();
        early.clear();
        probe.release();
        if (listener != null) {
            tellEnd();
        }
    }

    private void tellEnd() {
        ConnectionListener present = listener;
        CloseReason reason = end.over();
        if (present != null && reason != null) {
            try {
                present.closed(reason);
            } catch (RuntimeException e) {
                LOG.error("A listener of a QUIC connection failed at its end", e);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end.broken(cause);
        LOG.debug("QUIC connection with {}", remote, cause);
    }
}
