package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.Received;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.Side;
import org.moqgateway.moq.transport.netty.NettyQuicDialer;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.RetryPacket;

/// What a server by Kwik shows, and whom it lets in.
@Timeout(60)
final class KwikHandshakeIT {
    private static final String PROTOCOL = "moq-lite-05";
    private static final int SOON = 100;
    private static final int TURNED_AWAY = 20;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /// The first certificate is old, but still good.
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.now().minus(Duration.ofDays(12)));

    private final SelfSigned identity = SelfSigned.forHosts(List.of(), now::get);
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final KwikQuicDialer dialer = new KwikQuicDialer(QuicLimits.DEFAULT);
    private KwikQuicServer server;

    @BeforeEach
    void serve() throws Exception {
        server =
                KwikQuicServer.bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new KwikServerConfig(identity, List.of(PROTOCOL), QuicLimits.DEFAULT),
                        accepted::add);
    }

    @AfterEach
    void end() {
        dialer.close();
        server.close();
    }

    private DialTarget target(TlsTrust trust) {
        return target(server, trust);
    }

    private static DialTarget target(KwikQuicServer server, TlsTrust trust) {
        return new DialTarget(
                URI.create("https://localhost:" + server.localAddress().getPort()),
                server.localAddress(),
                List.of(PROTOCOL),
                trust,
                Duration.ofSeconds(10));
    }

    private Side accept() throws InterruptedException {
        Connection connection = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        return new Side(connection);
    }

    private TlsTrust pinned() {
        return new TlsTrust.Pinned(List.of(Fingerprint.sha256(identity.get().certificate())));
    }

    @Test
    void showsTheRenewedCertificateToWhoComesThenAndLeavesTheOthersAlone() throws Exception {
        TlsTrust before = pinned();
        Side client = new Side(dialer.dial(target(before)));
        Side served = accept();
        now.set(Instant.now());
        TlsTrust after = pinned();
        assertThat(after).isNotEqualTo(before);
        assertThatThrownBy(() -> dialer.dial(target(before))).isInstanceOf(IOException.class);
        assertThat(dialer.dial(target(after)).protocol()).isEqualTo(PROTOCOL);
        client.run(
                () -> {
                    SendStream stream = client.connection.openUni();
                    stream.write(Received.pattern(1_000));
                    stream.finish();
                });
        served.next().awaitFinished(1_000);
    }

    @Test
    void wantsProofOfTheAddressWhileManyHandshakesArePending() throws Exception {
        assertThat(retriesOfAClient()).isZero();
        for (int i = 0; i <= PendingHandshakes.RETRY_FROM; i++) {
            server.handshakes().begun(System.nanoTime());
        }
        assertThat(retriesOfAClient()).isPositive();
        try (NettyQuicDialer other = new NettyQuicDialer(QuicLimits.DEFAULT)) {
            assertThat(other.dial(target(pinned())).protocol()).isEqualTo(PROTOCOL);
        }
    }

    /// A client on the same host answers a Retry packet within some ten microseconds.
    @Test
    void knowsTheTokenHoweverSoonTheClientAnswers() throws Exception {
        try (NettyQuicDialer other = new NettyQuicDialer(QuicLimits.DEFAULT)) {
            for (int i = 0; i < SOON; i++) {
                for (int k = 0; k <= PendingHandshakes.RETRY_FROM; k++) {
                    server.handshakes().begun(System.nanoTime());
                }
                Side client = new Side(other.dial(target(pinned())));
                accept();
                client.run(() -> client.connection.close(0, ""));
                for (int k = 0; k <= PendingHandshakes.RETRY_FROM; k++) {
                    server.handshakes().completed(System.nanoTime());
                }
            }
        }
    }

    @Test
    void letsNobodyInWhileThereIsACrowd() throws Exception {
        Side client = new Side(dialer.dial(target(pinned())));
        Side served = accept();
        // A second from now, so that all of them are still pending at the end.
        for (int i = 0; i < PendingHandshakes.REFUSE_FROM; i++) {
            server.handshakes().begun(System.nanoTime() + SECOND_NANOS);
        }
        DialTarget hasty =
                new DialTarget(
                        target(pinned()).uri(),
                        server.localAddress(),
                        List.of(PROTOCOL),
                        pinned(),
                        Duration.ofSeconds(1));
        assertThatThrownBy(() -> dialer.dial(hasty)).isInstanceOf(IOException.class);
        assertThat(accepted).isEmpty();
        client.run(
                () -> {
                    SendStream stream = client.connection.openUni();
                    stream.write(Received.pattern(1_000));
                    stream.finish();
                });
        served.next().awaitFinished(1_000);
    }

    /// While it dials still, or when it has connected.
    @Test
    void aClientHearsThatItIsTurnedAwayRightAfterTheHandshake() throws Exception {
        try (KwikQuicServer full =
                KwikQuicServer.bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new KwikServerConfig(identity, List.of(PROTOCOL), QuicLimits.DEFAULT),
                        connection -> connection.close(9, "full"))) {
            for (int i = 0; i < TURNED_AWAY; i++) {
                assertThat(endOf(target(full, pinned()))).contains("full");
            }
        }
    }

    @Test
    void closesSoonAlsoAfterAClientThatItHasRefused() {
        DialTarget strange =
                new DialTarget(
                        target(pinned()).uri(),
                        server.localAddress(),
                        List.of("strange"),
                        pinned(),
                        Duration.ofSeconds(10));
        assertThatThrownBy(() -> dialer.dial(strange)).isInstanceOf(IOException.class);
        long begin = System.nanoTime();
        server.close();
        assertThat(System.nanoTime() - begin).isLessThan(20 * SECOND_NANOS);
    }

    private String endOf(DialTarget target) throws Exception {
        Connection connection;
        try {
            connection = dialer.dial(target);
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        }
        return new Side(connection).ended().reason();
    }

    private int retriesOfAClient() throws Exception {
        AtomicInteger retries = new AtomicInteger();
        QuicClientConnection client =
                QuicClientConnection.newBuilder()
                        .uri(URI.create("moq://localhost:" + server.localAddress().getPort()))
                        .applicationProtocol(PROTOCOL)
                        .noServerCertificateCheck()
                        .logger(
                                new NullLogger() {
                                    @Override
                                    public void received(
                                            Instant time, int datagram, QuicPacket packet) {
                                        if (packet instanceof RetryPacket) {
                                            retries.incrementAndGet();
                                        }
                                    }
                                })
                        .build();
        client.connect();
        assertThat(accept().connection.protocol()).isEqualTo(PROTOCOL);
        client.close();
        return retries.get();
    }
}
