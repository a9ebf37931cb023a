package org.moqgateway.moq.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.transport.TransportKind;

@Timeout(30)
class ReconnectingTest {
    private static final URI HOME = URI.create("https://relay.example/anon?jwt=secret");
    private static final CloseReason GONE = new CloseReason(CloseReason.By.TRANSPORT, 0, "silence");

    private final BlockingQueue<LinkState> states = new LinkedBlockingQueue<>();
    private final AtomicLong nowNanos = new AtomicLong();
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private final List<URI> opened = Collections.synchronizedList(new ArrayList<>());

    private final Reconnecting.Pause time =
            new Reconnecting.Pause() {
                @Override
                public long nowNanos() {
                    return nowNanos.get();
                }

                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    waits.add(duration);
                    nowNanos.addAndGet(duration.toNanos());
                }
            };

    private Reconnecting start(
            Reconnecting.Opener opener, Reconnecting.Link link, Backoff backoff) {
        return Reconnecting.start(
                HOME,
                opener,
                link,
                backoff,
                new Reconnecting.Observer(states::add, time, new Random(3)));
    }

    private Connection connection(URI uri) {
        opened.add(uri);
        return new FakeConnection(
                TransportKind.WEBSOCKET, InetSocketAddress.createUnresolved("relay.example", 443));
    }

    private Connection refused(URI uri) throws IOException {
        opened.add(uri);
        throw new IOException("refused");
    }

    private static CompletableFuture<CloseReason> ended() {
        return CompletableFuture.completedFuture(GONE);
    }

    private <T extends LinkState> T next(Class<T> kind) throws InterruptedException {
        LinkState state = states.poll(10, TimeUnit.SECONDS);
        assertThat(state).isInstanceOf(kind);
        return kind.cast(state);
    }

    private void lives(Duration duration) {
        nowNanos.addAndGet(duration.toNanos());
    }

    @Test
    void waitsLongerEachTimeWithJitterUntilItGivesUp() throws Exception {
        Backoff backoff =
                new Backoff(
                        Duration.ofSeconds(1),
                        2,
                        Duration.ofSeconds(5),
                        Optional.of(Duration.ofSeconds(60)));
        Reconnecting link = start(this::refused, connection -> ended(), backoff);
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
        List<Long> longest = List.of(1000L, 2000L, 4000L, 5000L, 5000L);
        for (int i = 0; i < longest.size(); i++) {
            assertThat(waits.get(i).toMillis()).isBetween(longest.get(i) / 2, longest.get(i));
        }
        assertThat(waits).doesNotHaveDuplicates();
        assertThat(nowNanos.get()).isLessThanOrEqualTo(60_000_000_000L);
        assertThat(states.stream().reduce((first, second) -> second))
                .contains(new LinkState.Stopped("given up: refused"));
    }

    @Test
    void beginsAgainWithAShortWaitAfterASessionThatLived() throws Exception {
        CountDownLatch enough = new CountDownLatch(12);
        Reconnecting link =
                start(
                        this::connection,
                        connection -> {
                            enough.countDown();
                            if (opened.size() == 6) {
                                lives(Duration.ofSeconds(30));
                            }
                            return enough.getCount() == 0 ? new CompletableFuture<>() : ended();
                        },
                        Backoff.standard());
        assertThat(enough.await(10, TimeUnit.SECONDS)).isTrue();
        link.close();
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(waits.get(4)).isGreaterThanOrEqualTo(Duration.ofMillis(2500));
        assertThat(waits.get(5)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(waits.get(6)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void tellsItsStatesWithoutTheToken() throws Exception {
        CompletableFuture<CloseReason> session = new CompletableFuture<>();
        Reconnecting link = start(this::connection, connection -> session, Backoff.standard());
        URI plain = URI.create("https://relay.example/anon");
        assertThat(next(LinkState.Connecting.class).uri()).isEqualTo(plain);
        assertThat(next(LinkState.Connected.class))
                .isEqualTo(new LinkState.Connected(plain, "moq-lite-05"));
        session.complete(GONE);
        assertThat(next(LinkState.Lost.class).reason()).contains("silence");
        link.close();
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void closingEndsTheSessionAndEverything() throws Exception {
        CompletableFuture<FakeConnection> running = new CompletableFuture<>();
        Reconnecting link =
                start(
                        this::connection,
                        connection -> {
                            running.complete((FakeConnection) connection);
                            return new CompletableFuture<>();
                        },
                        Backoff.standard());
        FakeConnection connection = running.get(10, TimeUnit.SECONDS);
        link.close();
        link.close();
        assertThat(connection.closed.get(10, TimeUnit.SECONDS).by())
                .isEqualTo(CloseReason.By.LOCAL);
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(opened).hasSize(1);
    }

    @Test
    void closingEndsADial() throws Exception {
        CountDownLatch dialling = new CountDownLatch(1);
        Reconnecting link =
                start(
                        uri -> {
                            dialling.countDown();
                            new CountDownLatch(1).await();
                            throw new IOException("never");
                        },
                        connection -> ended(),
                        Backoff.standard());
        assertThat(dialling.await(10, TimeUnit.SECONDS)).isTrue();
        link.close();
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aRefusalThatWillNotChangeEndsIt() throws Exception {
        Reconnecting link =
                start(
                        uri -> {
                            opened.add(uri);
                            throw new DialRefusedException(
                                    opened.size() == 1 ? 503 : 403, "status");
                        },
                        connection -> ended(),
                        Backoff.standard());
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(opened).hasSize(2);
    }

    @Test
    void followsARedirectAtOnceAndComesBackWhenItFails() throws Exception {
        CompletableFuture<Reconnecting> self = new CompletableFuture<>();
        CountDownLatch back = new CountDownLatch(1);
        URI other = URI.create("https://relay.example:8443/anon");
        Reconnecting link =
                start(
                        uri -> {
                            if (uri.equals(other)) {
                                opened.add(uri);
                                throw new DialRefusedException(404, "not here");
                            }
                            return connection(uri);
                        },
                        connection -> {
                            if (opened.size() > 1) {
                                back.countDown();
                                return new CompletableFuture<>();
                            }
                            lives(Duration.ofSeconds(10));
                            assertThat(
                                            self.join()
                                                    .redirect(
                                                            "https://evil.example/",
                                                            RedirectPolicy.SAME_HOST))
                                    .isFalse();
                            assertThat(
                                            self.join()
                                                    .redirect(
                                                            other.toString(),
                                                            RedirectPolicy.SAME_HOST))
                                    .isTrue();
                            return ended();
                        },
                        Backoff.standard());
        self.complete(link);
        assertThat(back.await(10, TimeUnit.SECONDS)).isTrue();
        link.close();
        assertThat(opened).containsExactly(HOME, other, HOME);
        assertThat(waits.get(0)).isZero();
        assertThat(waits.get(1)).isPositive();
    }

    @Test
    void dialsAnewBesideASessionWhoseServerAsksToGo() throws Exception {
        CompletableFuture<Reconnecting> self = new CompletableFuture<>();
        List<FakeConnection> sessions = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch fourth = new CountDownLatch(4);
        Reconnecting link =
                start(
                        this::connection,
                        connection -> {
                            FakeConnection fake = (FakeConnection) connection;
                            sessions.add(fake);
                            lives(Duration.ofSeconds(10));
                            fourth.countDown();
                            if (sessions.size() < 4) {
                                self.join().redirect("", RedirectPolicy.SAME_HOST);
                            }
                            return fake.closed;
                        },
                        Backoff.standard());
        self.complete(link);
        assertThat(fourth.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waits).hasSize(3).allMatch(Duration::isZero);
        assertThat(sessions)
                .extracting(session -> session.closed.isDone())
                .as("one beside the present one is left")
                .containsExactly(true, true, false, false);
        link.close();
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(sessions).allMatch(session -> session.closed.isDone());
    }

    @Test
    void survivesMistakesOfTheDialAndOfTheSession() throws Exception {
        CountDownLatch third = new CountDownLatch(1);
        Reconnecting link =
                start(
                        uri -> {
                            if (opened.isEmpty()) {
                                opened.add(uri);
                                throw new IllegalArgumentException("no such port");
                            }
                            return connection(uri);
                        },
                        connection -> {
                            if (opened.size() < 3) {
                                throw new IllegalStateException("no such protocol");
                            }
                            third.countDown();
                            return new CompletableFuture<>();
                        },
                        Backoff.standard());
        assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waits).hasSize(2).allMatch(Duration::isPositive);
        link.close();
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void survivesASessionThatFails() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        Reconnecting link =
                start(
                        this::connection,
                        connection -> {
                            twice.countDown();
                            return CompletableFuture.failedFuture(new IOException("bad"));
                        },
                        Backoff.standard());
        assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
        link.close();
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }
}
