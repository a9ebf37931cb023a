package org.moqgateway.moq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// Many clients of one port.
@Timeout(60)
class NettyQuicServerIT {
    private static final List<String> PROTOCOLS = List.of("moq-lite-05");
    private static final SelfSigned IDENTITY = SelfSigned.forHosts(List.of());
    private static final int THREADS = 4;
    private static final int LOWEST_PORT = 20_000;

    /// That all of them meet the same one of four sockets happens once in 10^13 runs.
    private static final int CLIENTS = 24;

    private final BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    private NettyQuicDialer dialer = new NettyQuicDialer(QuicLimits.DEFAULT);

    @BeforeEach
    void needsTheNativeLibrary() {
        assumeTrue(NettyQuicServer.available());
        dialer = new NettyQuicDialer(QuicLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        dialer.close();
    }

    private NettyQuicServer serve(int port, int loops, ConnectionBudget budget) throws IOException {
        return NettyQuicServer.bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                loops,
                new QuicServerConfig(IDENTITY, PROTOCOLS, QuicLimits.DEFAULT, budget),
                connection ->
                        connection
                                .loop()
                                .execute(() -> threads.add(Thread.currentThread().getName())));
    }

    /// Completes with the reason of a connection's end.
    private static final class End implements ConnectionListener {
        final CompletableFuture<CloseReason> reason = new CompletableFuture<>();

        @Override
        public void uniStream(ReceiveStream stream) {}

        @Override
        public void bidiStream(BidiStream stream) {}

        @Override
        public void datagram(ByteBuffer datagram) {}

        @Override
        public void closed(CloseReason closed) {
            reason.complete(closed);
        }
    }

    private End dial(NettyQuicServer server) throws Exception {
        Connection connection =
                dialer.dial(
                        new DialTarget(
                                URI.create("https://localhost/"),
                                server.localAddress(),
                                PROTOCOLS,
                                new TlsTrust.Anything(),
                                Duration.ofSeconds(20)));
        End end = new End();
        connection.loop().execute(() -> connection.start(end));
        return end;
    }

    @Test
    void sharesItsClientsAmongItsThreads() throws Exception {
        assumeTrue(Epoll.isAvailable());
        try (NettyQuicServer server = serve(0, THREADS, ConnectionBudget.unlimited())) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < CLIENTS; i++) {
                dial(server);
                String thread = threads.poll(10, TimeUnit.SECONDS);
                assertThat(thread).isNotNull();
                seen.add(thread);
            }
            assertThat(seen).hasSizeGreaterThan(1);
        }
    }

    /// On a port that no system gives to sockets without a wish of their own.
    private NettyQuicServer serveWhereNobodyIsPut() throws IOException {
        for (int port = LOWEST_PORT; true; port++) {
            try {
                return serve(port, THREADS, ConnectionBudget.unlimited());
            } catch (IOException taken) {
                assertThat(port).as("%s", taken).isLessThan(LOWEST_PORT + 100);
            }
        }
    }

    @Test
    void takesNoPortThatAnotherServerHas() throws Exception {
        int port;
        try (NettyQuicServer server = serveWhereNobodyIsPut()) {
            port = server.localAddress().getPort();
            int taken = port;
            assertThatThrownBy(() -> serve(taken, THREADS, ConnectionBudget.unlimited()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        try (NettyQuicServer next = serve(port, THREADS, ConnectionBudget.unlimited())) {
            assertThat(next.localAddress().getPort()).isEqualTo(port);
        }
    }

    @Test
    void turnsAwayThoseForWhomItHasNoPlace() throws Exception {
        ConnectionBudget budget = new ConnectionBudget(10, 1);
        try (NettyQuicServer server = serve(0, 1, budget)) {
            End first = dial(server);
            assertThat(threads.poll(10, TimeUnit.SECONDS)).as("it has the place").isNotNull();
            CloseReason refused = dial(server).reason.get(10, TimeUnit.SECONDS);

            assertThat(refused.by()).isEqualTo(CloseReason.By.PEER);
            assertThat(refused.reason()).contains("too many connections");
            assertThat(first.reason).isNotDone();
            dialer.close();
            while (budget.open() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }
}
