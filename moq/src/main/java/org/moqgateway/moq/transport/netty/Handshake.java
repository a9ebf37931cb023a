package org.moqgateway.moq.transport.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicDatagramExtensionEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.QuicLimits;

/// Handles a channel until its handshake is over, then makes room for the connection.
final class Handshake extends ChannelInboundHandlerAdapter {
    /// How long a peer may take.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// no_application_protocol as a QUIC error (RFC 9001 §8.1).
    private static final int NO_APPLICATION_PROTOCOL = 0x178;

    private final List<String> protocols;
    private final QuicLimits limits;
    private final Consumer<NettyConnection> established;
    private final AtomicInteger pending;
    private int maxDatagramBytes;
    private @Nullable Future<?> deadline;

    /// @param protocols one of which must have been agreed on
    /// @param established gets the connection
    /// @param pending counts the handshakes that are neither over nor given up
    Handshake(
            List<String> protocols,
            QuicLimits limits,
            Consumer<NettyConnection> established,
            AtomicInteger pending) {
        this.protocols = protocols;
        this.limits = limits;
        this.established = established;
        this.pending = pending;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        pending.incrementAndGet();
        deadline =
                context.executor()
                        .schedule(
                                () -> tooLate(context), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void tooLate(ChannelHandlerContext context) {
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        pending.decrementAndGet();
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicDatagramExtensionEvent datagrams) {
            maxDatagramBytes = datagrams.maxLength();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        QuicChannel channel = (QuicChannel) context.channel();
        String protocol = agreed(channel.sslEngine());
        if (protocol == null || !(channel.remoteSocketAddress() instanceof InetSocketAddress to)) {
            context.executor().execute(() -> refuse(channel));
            return;
        }
        NettyConnection connection =
                new NettyConnection(
                        channel,
                        new NettyConnection.Agreed(
                                protocol, to, maxDatagramBytes, keepAliveNanos(protocol)));
        context.pipeline().replace(this, null, connection);
        established.accept(connection);
    }

    /// HTTP/3 has no datagram without content: a peer may end the connection or the session over
    /// one (RFC 9297 §2.1). WebTransport keeps its sessions alive by itself.
    private long keepAliveNanos(String protocol) {
        return protocol.equals("h3") ? 0 : limits.keepAlive().toNanos();
    }

    /// TLS goes on without a protocol when there is no common one; QUIC must not (RFC 9001 §8.1).
    private @Nullable String agreed(@Nullable SSLEngine engine) {
        String protocol = engine == null ? null : engine.getApplicationProtocol();
        return protocol != null && protocols.contains(protocol) ? protocol : null;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void refuse(QuicChannel channel) {
        channel.close(
                false, NO_APPLICATION_PROTOCOL, Unpooled.copiedBuffer("no common protocol", UTF_8));
    }

    /// The reason reaches who waits for the channel; strangers' mistakes concern nobody.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
}
