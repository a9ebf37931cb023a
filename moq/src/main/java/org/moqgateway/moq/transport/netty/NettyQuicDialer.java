package org.moqgateway.moq.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.CertificateTrust;

/// Opens raw QUIC connections, each on a socket of its own; the target's protocols are offered as
/// ALPN tokens, so that `h3` alone gives a connection for WebTransport. Any thread.
public final class NettyQuicDialer implements Dialer, AutoCloseable {
    private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    private final QuicLimits limits;
    private final LiveConnections connections = new LiveConnections();
    private final QuicSockets sockets = new QuicSockets(THREADS, "quic-client");

    /// Starts its loops.
    public NettyQuicDialer(QuicLimits limits) {
        this.limits = limits;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public Connection dial(DialTarget target) throws IOException, InterruptedException {
        CompletableFuture<Connection> established = new CompletableFuture<>();
        Channel socket = socket(target);
        try {
            watch(socket, target, established);
            connect(socket, target, established);
            return established.get(target.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            socket.close();
            throw failure(target, e.getCause());
        } catch (TimeoutException e) {
            socket.close();
            throw failure(target, e);
        } catch (InterruptedException e) {
            socket.close();
            throw e;
        }
    }

    /// Ties the socket to the server's address, so that the kernel tells when nobody listens
    /// there. Whether a socket is closed needs no looking after.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void watch(
            Channel socket, DialTarget target, CompletableFuture<Connection> established)
            throws InterruptedException {
        socket.pipeline()
                .addFirst(
                        new PortWatch(
                                () -> {
                                    established.completeExceptionally(
                                            new PortUnreachableException("nobody listens there"));
                                    socket.close();
                                }));
        socket.connect(target.address()).await();
    }

    private Channel socket(DialTarget target) throws IOException {
        InetAddress to = target.address().getAddress();
        if (to == null) {
            throw new IOException("unknown host " + target.address().getHostString());
        }
        byte[] any = new byte[to instanceof Inet6Address ? 16 : 4];
        ChannelHandler codec =
                QuicheCodecs.configure(new QuicClientCodecBuilder(), limits)
                        .sslEngineProvider(engines(target))
                        .build();
        Channel socket =
                sockets.bind(
                        sockets.next(),
                        new InetSocketAddress(InetAddress.getByAddress(any), 0),
                        QuicheCodecs.flushes());
        socket.pipeline().addLast(codec);
        return socket;
    }

    private static Function<QuicChannel, QuicSslEngine> engines(DialTarget target)
            throws IOException {
        QuicSslContext context =
                QuicSslContextBuilder.forClient()
                        .trustManager(CertificateTrust.of(target.trust()))
                        .endpointIdentificationAlgorithm(
                                CertificateTrust.bindsNames(target.trust()) ? "HTTPS" : null)
                        .applicationProtocols(target.protocols().toArray(String[]::new))
                        .earlyData(false)
                        .build();
        String host = target.uri().getHost();
        return channel -> context.newEngine(channel.alloc(), host, target.address().getPort());
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void connect(
            Channel socket, DialTarget target, CompletableFuture<Connection> established) {
        Handshake handshake =
                new Handshake(
                        target.protocols(),
                        limits,
                        connection -> {
                            connections.add(connection, () -> {});
                            established.complete(connection);
                        },
                        new AtomicInteger());
        Future<QuicChannel> connecting =
                QuicChannel.newBootstrap(socket)
                        .handler(handshake)
                        .option(
                                QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                                QuicheCodecs.segments(sockets.epoll()))
                        // Netty's own timer would outlive the handshake; who dials has one.
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                        .remoteAddress(target.address())
                        .connect();
        connecting.addListener(
                done -> {
                    if (done.isSuccess()) {
                        connecting
                                .getNow()
                                .closeFuture()
                                .addListener(
                                        closed -> {
                                            established.completeExceptionally(
                                                    new IOException("no common protocol"));
                                            socket.close();
                                        });
                    } else {
                        established.completeExceptionally(done.cause());
                        socket.close();
                    }
                });
    }

    private static IOException failure(DialTarget target, @Nullable Throwable cause) {
        String why =
                switch (cause) {
                    case TimeoutException _ -> "no answer within " + target.timeout();
                    case QuicClosedChannelException closed -> reason(closed.event());
                    case null -> "unknown reason";
                    default -> String.valueOf(cause.getMessage());
                };
        return new IOException("QUIC to " + target.address() + " failed: " + why, cause);
    }

    private static String reason(@Nullable QuicConnectionCloseEvent event) {
        return event == null
                ? "the connection broke"
                : "refused with QUIC error 0x" + Integer.toHexString(event.error());
    }

    /// Closes every connection with code 0, and ends the loops. Idempotent.
    @Override
    public void close() {
        connections.close();
        sockets.close();
    }
}
