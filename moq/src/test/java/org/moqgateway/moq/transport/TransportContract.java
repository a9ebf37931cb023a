package org.moqgateway.moq.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// What every binding must keep, whichever two stacks speak it. A binding's test extends this and
/// says how its ends are made; it may say what its library cannot do, and why.
@Timeout(60)
public abstract class TransportContract {
    /// What a library may not be able to do.
    public enum Feature {
        /// The code of STOP_SENDING reaches who is stopped; otherwise it hears some other.
        STOP_CODES,
        /// What was lost of a stream is repaired before the next one in order has ended; otherwise
        /// neighbours may change places on a path that loses.
        PROMPT_REPAIR,
        /// Certificates are checked.
        CERTIFICATES
    }

    private static final int MEGABYTE = 1 << 20;
    private static final int NARROW_BYTES_PER_SECOND = 2 << 20;
    private static final int LEAK_ROUNDS = 3;
    private static final int AT_A_TIME = 4;

    /// Of one connection; its streams alone are more.
    private static final long LEAKED_BYTES = 4 << 10;

    /// What is spoken in these tests.
    public static final List<String> PROTOCOLS = List.of("moq-lite-05");

    /// Starts a server and a dialer.
    ///
    /// @param protocols what the server speaks
    /// @param limits what both allow, as far as the binding knows such limits
    protected abstract Endpoints open(List<String> protocols, QuicLimits limits) throws Exception;

    /// Opens a path to a server: [UdpPath] or [TcpPath].
    protected abstract TestPath path(InetSocketAddress server) throws IOException;

    /// What this binding cannot do.
    protected Set<Feature> lacks() {
        return EnumSet.noneOf(Feature.class);
    }

    /// How many connections are opened and closed in the search for leaks.
    protected int connections() {
        return 1000;
    }

    /// How long the library keeps what belongs to a connection after its end (RFC 9000 §10.2).
    protected Duration lingers() {
        return Duration.ZERO;
    }

    private void needs(Feature feature) {
        assumeThat(lacks()).doesNotContain(feature);
    }

    private Pair direct() throws Exception {
        return Pair.direct(open(PROTOCOLS, QuicLimits.DEFAULT), PROTOCOLS);
    }

    private Pair narrow() throws Exception {
        Endpoints endpoints = open(PROTOCOLS, QuicLimits.DEFAULT);
        TestPath path = path(endpoints.address());
        Pair pair = Pair.over(path, endpoints, PROTOCOLS);
        path.limit(NARROW_BYTES_PER_SECOND);
        return pair;
    }

    @Test
    void bothSidesKnowTheProtocolAndEachOther() throws Exception {
        Endpoints endpoints = open(List.of("moq-lite-05", "moq-lite-04"), QuicLimits.DEFAULT);
        try (Pair pair = Pair.direct(endpoints, List.of("strange", "moq-lite-04"))) {
            for (Side side : pair.sides()) {
                assertThat(side.connection.protocol()).isEqualTo("moq-lite-04");
                assertThat(side.connection.remoteAddress().getAddress().isLoopbackAddress())
                        .isTrue();
            }
        }
    }

    @Test
    void carriesTenMegabytesOnAUniStreamEitherWay() throws Exception {
        try (Pair pair = direct()) {
            for (Side side : pair.sides()) {
                side.run(
                        () -> {
                            SendStream stream = side.connection.openUni();
                            stream.write(Received.pattern(10 * MEGABYTE));
                            stream.finish();
                        });
                pair.opposite(side).next().awaitFinished(10 * MEGABYTE);
            }
        }
    }

    @Test
    void answersOnABidiStreamEitherWay() throws Exception {
        try (Pair pair = direct()) {
            for (Side side : pair.sides()) {
                BidiStream asked = side.call(side.connection::openBidi);
                Received answer = side.call(() -> new Received(asked, asked));
                side.run(() -> asked.write(Received.pattern(100)));
                Received question = pair.opposite(side).next();
                question.awaitData();
                pair.opposite(side)
                        .run(
                                () -> {
                                    BidiStream back = bidi(question);
                                    back.write(Received.pattern(MEGABYTE), 0, MEGABYTE);
                                    back.finish();
                                });
                answer.awaitFinished(MEGABYTE);
                side.run(asked::finish);
                question.awaitFinished(100);
            }
        }
    }

    @Test
    void joinsManySmallWritesInOrder() throws Exception {
        try (Pair pair = direct()) {
            byte[] bytes = Received.pattern(100_000);
            pair.client()
                    .run(
                            () -> {
                                SendStream stream = pair.client().connection.openUni();
                                for (int i = 0; i < bytes.length; i += 100) {
                                    stream.write(bytes, i, 100);
                                }
                                stream.finish();
                                stream.finish();
                            });
            pair.server().next().awaitFinished(bytes.length);
        }
    }

    @Test
    void aStreamMayBeEmpty() throws Exception {
        try (Pair pair = direct()) {
            pair.client().run(() -> pair.client().connection.openUni().finish());
            pair.server().next().awaitFinished(0);
        }
    }

    @Test
    void opensMoreStreamsThanThePeerAllowsAtATime() throws Exception {
        try (Pair pair = direct()) {
            for (Side side : pair.sides()) {
                side.run(
                        () -> {
                            for (int i = 0; i < 2000; i++) {
                                SendStream stream = side.connection.openUni();
                                stream.write(Received.pattern(50));
                                stream.finish();
                            }
                        });
                for (int i = 0; i < 2000; i++) {
                    pair.opposite(side).next().awaitFinished(50);
                }
            }
        }
    }

    @Test
    void tellsAWriterToWaitAndWhenToGoOn() throws Exception {
        try (Pair pair = narrow()) {
            AtomicLong written = new AtomicLong();
            CountDownLatch writable = new CountDownLatch(3);
            byte[] block = Received.pattern(1 << 16);
            SendStream stream = pair.client().call(pair.client().connection::openUni);
            Runnable fill =
                    () -> {
                        while (stream.writable()) {
                            assertThat(written.addAndGet(block.length)).isLessThan(8 * MEGABYTE);
                            stream.write(block);
                        }
                        writable.countDown();
                    };
            pair.client()
                    .run(
                            () -> {
                                stream.onWritable(fill);
                                fill.run();
                            });
            assertThat(writable.await(Side.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            pair.client().run(() -> stream.onWritable(stream::finish));
            Received received = pair.server().next();
            assertThat(received.end.get(Side.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(true);
            assertThat(received.bytes).isEqualTo(written.get());
        }
    }

    @Test
    void carriesTheCodeOfAReset() throws Exception {
        try (Pair pair = direct()) {
            for (Side side : pair.sides()) {
                SendStream stream = side.call(side.connection::openUni);
                side.run(() -> stream.write(Received.pattern(10)));
                Received received = pair.opposite(side).next();
                received.awaitData();
                side.run(
                        () -> {
                            stream.reset(77);
                            stream.reset(78);
                            assertThat(stream.writable()).isFalse();
                            stream.write(Received.pattern(10));
                        });
                assertThat(received.awaitReset()).isEqualTo(77);
            }
        }
    }

    @Test
    void aResetDropsWhatWaitsEvenAfterTheFinish() throws Exception {
        try (Pair pair = narrow()) {
            SendStream stream = pair.client().call(pair.client().connection::openUni);
            pair.client()
                    .run(
                            () -> {
                                stream.write(Received.pattern(4 * MEGABYTE));
                                stream.finish();
                            });
            Received received = pair.server().next();
            received.awaitData();
            pair.client().run(() -> stream.reset(5));
            received.awaitReset();
            assertThat(received.bytes).isLessThan(4 * MEGABYTE);
        }
    }

    @Test
    void tellsAWriterThatItIsStopped() throws Exception {
        try (Pair pair = direct()) {
            for (Side side : pair.sides()) {
                SendStream stream = side.call(side.connection::openUni);
                AtomicLong code = new AtomicLong(-1);
                CountDownLatch stopped = new CountDownLatch(1);
                side.run(
                        () -> {
                            stream.onStopped(
                                    given -> {
                                        code.set(given);
                                        stopped.countDown();
                                    });
                            stream.write(Received.pattern(10));
                        });
                Received received = pair.opposite(side).next();
                pair.opposite(side).run(() -> received.stream.stop(99));
                assertThat(stopped.await(Side.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                if (!lacks().contains(Feature.STOP_CODES)) {
                    assertThat(code).hasValue(99);
                }
                side.run(() -> assertThat(stream.writable()).isFalse());
                assertThat(received.end).isNotDone();
            }
        }
    }

    @Test
    void streamsOfHigherOrderOvertake() throws Exception {
        try (Pair pair = narrow()) {
            Connection client = pair.client().connection;
            pair.client()
                    .run(
                            () -> {
                                for (int order = 0; order < 5; order++) {
                                    SendStream stream = client.openUni();
                                    stream.sendOrder(order);
                                    stream.write(Received.pattern(MEGABYTE / 2 + order));
                                    stream.finish();
                                }
                            });
            List<Received> received = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                received.add(pair.server().next());
            }
            for (Received one : received) {
                one.end.get(Side.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            received.sort(Comparator.comparingLong(one -> one.endNanos));
            int displaced = lacks().contains(Feature.PROMPT_REPAIR) ? 1 : 0;
            for (int place = 0; place < 5; place++) {
                long order = received.get(place).bytes - MEGABYTE / 2;
                assertThat(place).isCloseTo((int) (4 - order), within(displaced));
            }
            overtaken(pair);
        }
    }

    /// A stream that is opened when another has long been at it.
    private static void overtaken(Pair pair) throws Exception {
        Connection client = pair.client().connection;
        Received slow = begin(pair, client, 1, 3 * MEGABYTE);
        slow.awaitData();
        Received fast = begin(pair, client, 2, MEGABYTE / 4);
        fast.awaitFinished(MEGABYTE / 4);
        assertThat(slow.end).isNotDone();
        slow.awaitFinished(3 * MEGABYTE);
    }

    private static Received begin(Pair pair, Connection client, long order, int length)
            throws Exception {
        pair.client()
                .run(
                        () -> {
                            SendStream stream = client.openUni();
                            stream.sendOrder(order);
                            stream.write(Received.pattern(length));
                            stream.finish();
                        });
        return pair.server().next();
    }

    @Test
    void carriesDatagramsEitherWay() throws Exception {
        try (Pair pair = direct()) {
            for (Side side : pair.sides()) {
                int largest = side.call(side.connection::maxDatagramBytes);
                assertThat(largest).isBetween(1000, 65_535);
                byte[] datagram = Received.pattern(1000);
                assertThat(side.call(() -> side.connection.sendDatagram(ByteBuffer.wrap(datagram))))
                        .isTrue();
                assertThat(
                                pair.opposite(side)
                                        .datagrams
                                        .poll(Side.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isEqualTo(datagram);
                assertThat(
                                side.call(
                                        () ->
                                                side.connection.sendDatagram(
                                                        ByteBuffer.allocate(largest + 1))))
                        .isFalse();
            }
        }
    }

    @Test
    void carriesTheCodeOfAClose() throws Exception {
        for (int closing = 0; closing < 2; closing++) {
            try (Pair pair = direct()) {
                Side side = pair.sides().get(closing);
                side.connection.close(42, "enough");
                side.connection.close(43, "again");
                CloseReason there = pair.opposite(side).ended();
                assertThat(there.by()).isEqualTo(CloseReason.By.PEER);
                assertThat(there.code()).isEqualTo(42);
                assertThat(there.reason()).isEqualTo("enough");
                assertThat(side.ended())
                        .isEqualTo(new CloseReason(CloseReason.By.LOCAL, 42, "enough"));
                nothingThrowsAnyMore(side);
                nothingThrowsAnyMore(pair.opposite(side));
            }
        }
    }

    private static void nothingThrowsAnyMore(Side side) throws Exception {
        side.run(
                () -> {
                    SendStream stream = side.connection.openUni();
                    stream.sendOrder(3);
                    stream.write(Received.pattern(10));
                    assertThat(stream.writable()).isFalse();
                    stream.finish();
                    stream.reset(1);
                    BidiStream bidi = side.connection.openBidi();
                    bidi.reader(new Received(bidi, bidi));
                    bidi.stop(1);
                    assertThat(side.connection.sendDatagram(ByteBuffer.allocate(10))).isFalse();
                    assertThat(side.connection.maxDatagramBytes()).isZero();
                    assertThat(side.connection.stats()).isNotNull();
                });
    }

    @Test
    void whatWasSentBeforeTheCloseMayArrive() throws Exception {
        try (Pair pair = direct()) {
            pair.client()
                    .run(
                            () -> {
                                pair.client().connection.openUni().write(Received.pattern(50));
                                pair.client().connection.close(0, "");
                            });
            assertThat(pair.server().ended().code()).isZero();
        }
    }

    @Test
    void keepsBackWhatComesBeforeTheStart() throws Exception {
        try (Endpoints endpoints = open(PROTOCOLS, QuicLimits.DEFAULT)) {
            Side client =
                    new Side(endpoints.dial(endpoints.address(), PROTOCOLS, endpoints.trust()));
            Connection server = endpoints.accepted();
            client.run(
                    () -> {
                        SendStream stream = client.connection.openUni();
                        stream.write(Received.pattern(1000));
                        stream.finish();
                        client.connection.sendDatagram(ByteBuffer.wrap(Received.pattern(100)));
                    });
            // A whole other connection later, the stream has arrived.
            Side other =
                    new Side(endpoints.dial(endpoints.address(), PROTOCOLS, endpoints.trust()));
            Side otherServer = new Side(endpoints.accepted());
            other.run(() -> other.connection.openUni().finish());
            otherServer.next().awaitFinished(0);
            Side late = new Side(server);
            late.next().awaitFinished(1000);
            assertThat(late.datagrams.poll(Side.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(Received.pattern(100));
        }
    }

    @Test
    void noticesThatThePeerIsLostAndStaysWhileItIsNot() throws Exception {
        Endpoints endpoints = open(PROTOCOLS, QuicLimits.DEFAULT.withIdle(Duration.ofSeconds(2)));
        TestPath path = path(endpoints.address());
        try (Pair pair = Pair.over(path, endpoints, PROTOCOLS)) {
            assertThatThrownBy(() -> pair.server().closed.get(4, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            path.cut();
            for (Side side : pair.sides()) {
                assertThat(side.ended().by()).isEqualTo(CloseReason.By.TRANSPORT);
            }
        }
    }

    @Test
    void knowsItsPath() throws Exception {
        try (Pair pair = direct()) {
            begin(pair, pair.client().connection, 0, MEGABYTE).awaitFinished(MEGABYTE);
            PathStats stats = pair.client().call(pair.client().connection::stats);
            assertThat(stats.bytesSent()).isGreaterThanOrEqualTo(MEGABYTE);
            assertThat(stats.rttNanos()).isBetween(0L, 5_000_000_000L);
            assertThat(stats.sendRateBps()).isNotNegative();
            PathStats there = pair.server().call(pair.server().connection::stats);
            assertThat(there.bytesReceived()).isGreaterThanOrEqualTo(MEGABYTE);
        }
    }

    @Test
    void refusesAClientWithoutACommonProtocol() throws Exception {
        try (Endpoints endpoints = open(PROTOCOLS, QuicLimits.DEFAULT)) {
            assertThatThrownBy(
                            () ->
                                    endpoints.dial(
                                            endpoints.address(),
                                            List.of("strange"),
                                            endpoints.trust()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAServerWithAnotherCertificateThanThePinnedOne() throws Exception {
        needs(Feature.CERTIFICATES);
        TlsTrust other = new TlsTrust.Pinned(List.of("ab".repeat(32)));
        try (Endpoints endpoints = open(PROTOCOLS, QuicLimits.DEFAULT)) {
            for (TlsTrust trust : List.of(other, new TlsTrust.SystemRoots())) {
                assertThatThrownBy(() -> endpoints.dial(endpoints.address(), PROTOCOLS, trust))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    /// What is kept for a connection grows in every round; what else lives in this process
    /// comes and goes.
    @Test
    @Timeout(300)
    void leavesNothingBehind() throws Exception {
        try (Endpoints endpoints = open(PROTOCOLS, QuicLimits.DEFAULT)) {
            int round = connections() / LEAK_ROUNDS;
            churn(endpoints, connections() / 10);
            Thread.sleep(lingers());
            long descriptors = descriptors();
            int threads = Thread.activeCount();
            long least = Long.MAX_VALUE;
            long before = usedBytes();
            for (int i = 0; i < LEAK_ROUNDS; i++) {
                churn(endpoints, round);
                Thread.sleep(lingers());
                long after = usedBytes();
                least = Math.min(least, after - before);
                before = after;
            }
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 8);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 4);
            assertThat(least).isLessThan(round * LEAKED_BYTES);
        }
    }

    /// Some at a time: what takes long is that the ends wait for each other.
    private static void churn(Endpoints endpoints, int connections) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (int left = connections; left > 0; left -= AT_A_TIME) {
                comeAndGo(endpoints, threads, Math.min(left, AT_A_TIME));
            }
        }
    }

    private static void comeAndGo(Endpoints endpoints, ExecutorService threads, int connections)
            throws Exception {
        Callable<Connection> dial =
                () -> endpoints.dial(endpoints.address(), PROTOCOLS, endpoints.trust());
        List<Side> clients = new ArrayList<>();
        for (Future<Connection> each : threads.invokeAll(Collections.nCopies(connections, dial))) {
            clients.add(new Side(each.get()));
        }
        List<Side> servers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            servers.add(new Side(endpoints.accepted()));
        }
        for (Side client : clients) {
            client.run(() -> client.connection.openUni().write(Received.pattern(100)));
        }
        for (Side server : servers) {
            server.next().awaitData();
        }
        clients.forEach(client -> client.connection.close(0, ""));
        for (Side server : servers) {
            server.ended();
        }
    }

    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    /// A collection may leave what a reference queue has yet to clear: the least of some counts.
    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static BidiStream bidi(Received received) {
        BidiStream bidi = received.bidi;
        if (bidi == null) {
            throw new AssertionError("not a stream in both directions");
        }
        return bidi;
    }
}
