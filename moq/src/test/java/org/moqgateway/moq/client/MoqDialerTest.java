package org.moqgateway.moq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.tls.TlsTrust;

@Timeout(30)
class MoqDialerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<DialTarget> dialled = Collections.synchronizedList(new ArrayList<>());

    /// Says nothing until it is interrupted: a black hole.
    private Dialer silent(CountDownLatch interrupted) {
        return target -> {
            dialled.add(target);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            throw new IOException("never");
        };
    }

    private Dialer answering(TransportKind kind) {
        return target -> {
            dialled.add(target);
            return new FakeConnection(kind, target.address());
        };
    }

    private Dialer failing(IOException failure) {
        return target -> {
            dialled.add(target);
            throw failure;
        };
    }

    private static MoqDialer dialer(Bindings bindings, Duration delay, String... addresses) {
        return dialer(bindings, delay, LONG, addresses);
    }

    private static MoqDialer dialer(
            Bindings bindings, Duration delay, Duration timeout, String... addresses) {
        return new MoqDialer(
                bindings,
                new DialSettings(
                        List.of("moq-lite-05"),
                        new TlsTrust.SystemRoots(),
                        timeout,
                        delay,
                        delay,
                        host -> {
                            List<InetAddress> found = new ArrayList<>();
                            for (String address : addresses) {
                                found.add(InetAddress.getByName(address));
                            }
                            return found;
                        }));
    }

    private static Bindings webSocket(Dialer dialer) {
        return new Bindings(null, null, dialer, null);
    }

    private static Bindings both(@Nullable Dialer webTransport, @Nullable Dialer webSocket) {
        return new Bindings(null, webTransport, webSocket, null);
    }

    private static final URI WSS = URI.create("wss://relay.example/anon?jwt=abc");
    private static final URI HTTPS = URI.create("https://relay.example/anon?jwt=abc");

    @Test
    void asksForPathAndQueryAtTheAddressAndPort() throws Exception {
        Connection connection =
                dialer(webSocket(answering(TransportKind.WEBSOCKET)), LONG, "192.0.2.7").dial(WSS);
        assertThat(connection.remoteAddress().getPort()).isEqualTo(443);
        DialTarget target = dialled.get(0);
        assertThat(target.target()).isEqualTo("/anon?jwt=abc");
        assertThat(target.uri()).isEqualTo(WSS);
        assertThat(target.address().getHostString()).isEqualTo("192.0.2.7");
        assertThat(target.timeout()).isPositive().isLessThanOrEqualTo(LONG);
    }

    @Test
    void triesTheOtherFamilyBesideAnAddressThatIsABlackHole() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Dialer silent = silent(interrupted);
        Dialer answering = answering(TransportKind.WEBSOCKET);
        Dialer sixIsDead =
                target ->
                        target.address().getAddress().getHostAddress().contains(":")
                                ? silent.dial(target)
                                : answering.dial(target);
        Connection connection =
                dialer(webSocket(sixIsDead), SHORT, "2001:db8::1", "192.0.2.1").dial(WSS);
        assertThat(connection.remoteAddress().getHostString()).isEqualTo("192.0.2.1");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dialled).hasSize(2);
    }

    @Test
    void triesTheNextAddressAtOnceWhenOneFails() throws Exception {
        Dialer answering = answering(TransportKind.WEBSOCKET);
        Dialer firstFails =
                target -> {
                    if (dialled.isEmpty()) {
                        dialled.add(target);
                        throw new ConnectException("refused");
                    }
                    return answering.dial(target);
                };
        long began = System.nanoTime();
        Connection connection =
                dialer(webSocket(firstFails), LONG, "2001:db8::1", "2001:db8::2", "192.0.2.1")
                        .dial(WSS);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG.dividedBy(2));
        assertThat(dialled).hasSize(2);
        assertThat(connection.remoteAddress().getHostString())
                .as("of the other family")
                .isEqualTo("192.0.2.1");
    }

    @Test
    void namesEveryFailure() {
        assertThatThrownBy(
                        () ->
                                dialer(
                                                webSocket(failing(new ConnectException("refused"))),
                                                SHORT,
                                                "192.0.2.1",
                                                "2001:db8::1")
                                        .dial(WSS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("192.0.2.1:443: refused")
                .hasMessageContaining("2001:db8:0:0:0:0:0:1:443: refused");
    }

    @Test
    void givesUpInTime() {
        CountDownLatch interrupted = new CountDownLatch(2);
        assertThatThrownBy(
                        () ->
                                dialer(
                                                webSocket(silent(interrupted)),
                                                SHORT,
                                                Duration.ofMillis(200),
                                                "192.0.2.1",
                                                "192.0.2.2")
                                        .dial(WSS))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void anInterruptEndsTheDialAndEveryAttempt() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        MoqDialer dialer = dialer(webSocket(silent(interrupted)), LONG, "192.0.2.1");
        CompletableFuture<Exception> thrown = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        dialer.dial(WSS);
                                    } catch (IOException | InterruptedException e) {
                                        thrown.complete(e);
                                    }
                                });
        thread.interrupt();
        assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void webSocketWinsWhereQuicIsABlackHole() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        MoqDialer dialer =
                dialer(
                        both(announced(silent(interrupted), reached), answeringAfter(reached)),
                        SHORT,
                        "192.0.2.1");
        assertThat(dialer.dial(HTTPS).kind()).isEqualTo(TransportKind.WEBSOCKET);
        assertThat(dialled).extracting(target -> target.uri().getScheme()).contains("wss");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /// A head start as long as the whole dial: only without it can WebSocket win the second time.
    @Test
    void aHostWhereWebSocketWonGivesNoHeadStartTheNextTime() throws Exception {
        Dialer silent = silent(new CountDownLatch(1));
        Dialer failsOnce =
                target -> {
                    if (dialled.isEmpty()) {
                        dialled.add(target);
                        throw new ConnectException("unreachable");
                    }
                    return silent.dial(target);
                };
        MoqDialer dialer =
                dialer(both(failsOnce, answering(TransportKind.WEBSOCKET)), LONG, "192.0.2.1");
        assertThat(dialer.dial(HTTPS).kind()).isEqualTo(TransportKind.WEBSOCKET);
        assertThat(dialer.dial(HTTPS).kind()).isEqualTo(TransportKind.WEBSOCKET);
    }

    @Test
    void webTransportGetsItsHeadStart() throws Exception {
        MoqDialer dialer =
                dialer(
                        both(
                                answering(TransportKind.WEBTRANSPORT),
                                answering(TransportKind.WEBSOCKET)),
                        LONG,
                        "192.0.2.1");
        assertThat(dialer.dial(HTTPS).kind()).isEqualTo(TransportKind.WEBTRANSPORT);
        assertThat(dialled).hasSize(1);
    }

    private static Dialer announced(Dialer dialer, CountDownLatch reached) {
        return target -> {
            reached.countDown();
            return dialer.dial(target);
        };
    }

    /// WebSocket that answers once the other attempt is under way, however long its head start was.
    private Dialer answeringAfter(CountDownLatch reached) {
        Dialer answering = answering(TransportKind.WEBSOCKET);
        return target -> {
            reached.await();
            return answering.dial(target);
        };
    }

    @Test
    void aLateWinnerIsClosed() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CompletableFuture<FakeConnection> late = new CompletableFuture<>();
        Dialer stubborn =
                target -> {
                    reached.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        late.complete(
                                new FakeConnection(TransportKind.WEBTRANSPORT, target.address()));
                    }
                    return late.join();
                };
        MoqDialer dialer = dialer(both(stubborn, answeringAfter(reached)), SHORT, "192.0.2.1");
        assertThat(dialer.dial(HTTPS).kind()).isEqualTo(TransportKind.WEBSOCKET);
        assertThat(late.get(10, TimeUnit.SECONDS).closed.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void refusedCredentialsEndTheRace() {
        assertThatThrownBy(
                        () ->
                                dialer(
                                                both(
                                                        failing(
                                                                new DialRefusedException(
                                                                        401, "no")),
                                                        answering(TransportKind.WEBSOCKET)),
                                                LONG,
                                                "192.0.2.1")
                                        .dial(HTTPS))
                .isInstanceOf(DialRefusedException.class);
    }

    @Test
    void knowsItsSchemesAndPorts() throws Exception {
        Bindings all =
                new Bindings(
                        answering(TransportKind.QUIC),
                        answering(TransportKind.WEBTRANSPORT),
                        answering(TransportKind.WEBSOCKET),
                        answering(TransportKind.TLS));
        MoqDialer dialer = dialer(all, LONG, "192.0.2.1");
        assertThat(dialer.dial(URI.create("moqt://a")).kind()).isEqualTo(TransportKind.QUIC);
        assertThat(dialer.dial(URI.create("MOQL://a:7/x")).kind()).isEqualTo(TransportKind.QUIC);
        assertThat(dialer.dial(URI.create("tls://a")).kind()).isEqualTo(TransportKind.TLS);
        assertThat(dialer.dial(URI.create("tcp://a:9")).kind()).isEqualTo(TransportKind.TLS);
        assertThat(dialer.dial(URI.create("ws://[::1]/x")).kind())
                .isEqualTo(TransportKind.WEBSOCKET);
        assertThat(dialled)
                .extracting(target -> target.address().getPort())
                .containsExactly(443, 7, 443, 9, 80);
        for (String wrong : List.of("ftp://a", "a/b", "tcp://a", "https:///x", "https://a:99999")) {
            assertThatThrownBy(() -> dialer.dial(URI.create(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysThatABindingIsMissing() {
        assertThatThrownBy(() -> dialer(both(null, null), LONG, "192.0.2.1").dial(HTTPS))
                .hasMessageContaining("WebSocket");
        assertThatThrownBy(
                        () ->
                                dialer(both(null, null), LONG, "192.0.2.1")
                                        .dial(URI.create("moqt://a?jwt=secret")))
                .hasMessageContaining("QUIC")
                .hasMessageNotContaining("secret");
    }

    @Test
    void saysThatANameIsUnknown() {
        MoqDialer dialer =
                new MoqDialer(
                        webSocket(answering(TransportKind.WEBSOCKET)),
                        new DialSettings(
                                List.of("a"),
                                new TlsTrust.SystemRoots(),
                                LONG,
                                LONG,
                                LONG,
                                host -> {
                                    throw new UnknownHostException(host);
                                }));
        assertThatThrownBy(() -> dialer.dial(WSS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("relay.example");
    }

    @Test
    void takesTheFamiliesInTurn() throws Exception {
        List<InetAddress> found = new ArrayList<>();
        for (String address : List.of("::1", "::2", "::3", "192.0.2.1", "192.0.2.2")) {
            found.add(InetAddress.getByName(address));
        }
        assertThat(MoqDialer.interleaved(found))
                .extracting(InetAddress::getHostAddress)
                .containsExactly(
                        "0:0:0:0:0:0:0:1",
                        "192.0.2.1",
                        "0:0:0:0:0:0:0:2",
                        "192.0.2.2",
                        "0:0:0:0:0:0:0:3");
    }
}
