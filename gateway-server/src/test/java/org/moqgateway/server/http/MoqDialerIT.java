package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.client.Bindings;
import org.moqgateway.moq.client.DialSettings;
import org.moqgateway.moq.client.MoqDialer;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.netty.NettyQuicDialer;
import org.moqgateway.moq.transport.tls.TlsTrust;
import org.moqgateway.moq.transport.websocket.WebSocketDialer;

/// Finding a way where one of them is a black hole, on real sockets.
@Timeout(60)
class MoqDialerIT {
    private static final List<String> PROTOCOLS = List.of("moq-lite-05");

    /// Opens what has a port number of a server's, too.
    @FunctionalInterface
    private interface Opener<T> {
        T open(int port) throws IOException;
    }

    /// A server, and what makes another way to it useless.
    private record Obstructed<T extends Closeable>(WebSocketEndpoints endpoints, T obstacle)
            implements AutoCloseable {
        /// Somebody else may have the server's number where the obstacle is to be: then it is
        /// another server.
        static <T extends Closeable> Obstructed<T> open(Opener<T> opener) throws IOException {
            while (true) {
                WebSocketEndpoints endpoints =
                        new WebSocketEndpoints(PROTOCOLS, QuicLimits.DEFAULT);
                try {
                    return new Obstructed<>(endpoints, opener.open(endpoints.address().getPort()));
                } catch (BindException taken) {
                    endpoints.close();
                }
            }
        }

        int port() {
            return endpoints.address().getPort();
        }

        @Override
        public void close() throws IOException {
            try (endpoints) {
                obstacle.close();
            }
        }
    }

    private static DatagramSocket swallowing(int port) throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// Takes connections and never says a word: as dead as a black hole, but on loopback.
    private static ServerSocket mute(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getByName("127.0.0.2"));
    }

    @Test
    void fallsBackToWebSocketWhereUdpIsSwallowed() throws Exception {
        try (Obstructed<DatagramSocket> server = Obstructed.open(MoqDialerIT::swallowing);
                NettyQuicDialer quic = new NettyQuicDialer(QuicLimits.DEFAULT)) {
            assertThat(server.obstacle().isBound()).isTrue();
            // The race of https, with a plain WebSocket since the server has no TLS.
            MoqDialer dialer =
                    new MoqDialer(
                            new Bindings(
                                    null,
                                    target ->
                                            quic.dial(
                                                    new DialTarget(
                                                            target.uri(),
                                                            target.address(),
                                                            List.of("h3"),
                                                            target.trust(),
                                                            target.timeout())),
                                    new WebSocketDialerWithoutTls(new WebSocketDialer()),
                                    null),
                            DialSettings.standard(PROTOCOLS, new TlsTrust.Anything()));
            URI uri = URI.create("https://localhost:" + server.port() + "/anon");
            long began = System.nanoTime();
            Connection connection = dialer.dial(uri);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(connection.kind()).isEqualTo(TransportKind.WEBSOCKET);
            assertThat(took).isBetween(Duration.ofMillis(200), Duration.ofSeconds(20));
            connection.close(0, "");
        }
    }

    @Test
    void fallsBackToTheOtherFamilyWhereOneAnswersNothing() throws Exception {
        try (Obstructed<ServerSocket> server = Obstructed.open(MoqDialerIT::mute)) {
            DialSettings standard = DialSettings.standard(PROTOCOLS, new TlsTrust.SystemRoots());
            MoqDialer dialer =
                    new MoqDialer(
                            new Bindings(null, null, new WebSocketDialer(), null),
                            new DialSettings(
                                    PROTOCOLS,
                                    standard.trust(),
                                    standard.timeout(),
                                    standard.attemptDelay(),
                                    standard.webSocketDelay(),
                                    host ->
                                            List.of(
                                                    InetAddress.getByName("127.0.0.2"),
                                                    InetAddress.getLoopbackAddress())));
            Connection connection =
                    dialer.dial(URI.create("ws://localhost:" + server.port() + "/x"));
            assertThat(connection.remoteAddress().getAddress())
                    .isEqualTo(InetAddress.getLoopbackAddress());
            connection.close(0, "");
        }
    }
}
