package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.ice.IceTimings;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.turn.TurnTransport;

/// What is gathered, when, and of whom.
@Timeout(60)
class IceGatheringIT {
    private static final InetAddress HOME = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress AWAY = InetAddress.ofLiteral("127.0.0.2");
    private static final IceServer TURN = new IceServer("turn:192.0.2.1", "kim", "old");

    private final MediaLoops loops = MediaLoops.start(1);
    private final FakeRelays relays = new FakeRelays();
    private final AtomicReference<List<InetAddress>> addresses =
            new AtomicReference<>(List.of(HOME));
    private final BlockingQueue<Candidate> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> names = new LinkedBlockingQueue<>();
    private final List<IceTransport> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(IceTransport::close);
        loops.close();
    }

    private IceTransport open(boolean relayOnly) throws IOException {
        TransportParts parts =
                new TransportParts(
                        relays,
                        name -> {
                            names.add(name);
                            return List.of();
                        },
                        new HostWatch(() -> Objects.requireNonNull(addresses.get()), 10),
                        IceTimings.DEFAULT,
                        new SecureRandom());
        IceTransport transport =
                IceTransports.open(
                        loops, new IceTransportSettings(List.of(TURN), relayOnly, true), parts);
        open.add(transport);
        transport.onCandidate(told::add);
        return transport;
    }

    private static RelayGathering.Found relay(int port, InetAddress base) {
        return new RelayGathering.Found(
                new FakePath("198.51.100.7", port), base, TurnTransport.UDP);
    }

    private static void awaitGathered(IceTransport transport) throws InterruptedException {
        assertThat(transport.awaitGathered(Duration.ofSeconds(20))).isTrue();
    }

    private Candidate nextTold(String type) throws InterruptedException {
        Candidate next;
        do {
            next = told.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no such candidate was told");
            }
        } while (!next.type().equals(type));
        return next;
    }

    @Test
    void asksForALostRelayAgainWhenItRestarts() throws Exception {
        IceTransport transport = open(true);
        FakeRelays.Asked first = relays.next();
        RelayGathering.Found found = relay(5000, HOME);
        first.give(found);
        assertThat(nextTold("relay").port()).isEqualTo(5000);
        awaitGathered(transport);
        CountDownLatch lost = new CountDownLatch(1);
        MediaLoop loop = first.request().loop();
        loop.execute(
                () -> {
                    first.request().listener().lost(found.path(), "test");
                    // Behind what that leaves for later.
                    loop.execute(lost::countDown);
                });
        assertThat(lost.await(20, TimeUnit.SECONDS)).isTrue();

        transport.restart();
        relays.next().give(relay(5001, HOME));
        assertThat(nextTold("relay").port()).isEqualTo(5001);
    }

    @Test
    void keepsAGoodRelayWhenItRestarts() throws Exception {
        IceTransport transport = open(true);
        relays.next().give(relay(5000, HOME));
        awaitGathered(transport);
        transport.restart();
        assertThat(transport.candidates()).extracting(Candidate::port).containsExactly(5000);
        assertThat(relays.asked).isEmpty();
    }

    @Test
    void offersNoRelayWhoseWayFromThisHostHasGone() throws Exception {
        IceTransport transport = open(true);
        RelayGathering.Found found = relay(5000, HOME);
        relays.next().give(found);
        awaitGathered(transport);
        addresses.set(List.of(AWAY));
        while (!((FakePath) found.path()).closed) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(transport.candidates()).isEmpty();

        transport.restart();
        assertThat(transport.candidates()).isEmpty();
        relays.next().give(relay(5001, AWAY));
        awaitGathered(transport);
        assertThat(transport.candidates()).extracting(Candidate::port).containsExactly(5001);
    }

    @Test
    void asksAServerAgainThatHasGivenNothing() throws Exception {
        IceTransport transport = open(false);
        relays.next().refuse();
        awaitGathered(transport);
        transport.restart();
        relays.next().give(relay(5000, HOME));
        assertThat(nextTold("relay").port()).isEqualTo(5000);
    }

    /// Whichever comes first.
    @Test
    void prefersRelaysThatAreReachedByDatagrams() throws Exception {
        IceTransport transport = open(true);
        transport.addServers(
                List.of(
                        new IceServer("turn:192.0.2.2", "kim", "old"),
                        new IceServer("turn:192.0.2.3", "kim", "old")));
        List<Long> priorities = new ArrayList<>();
        for (TurnTransport each :
                List.of(TurnTransport.TLS, TurnTransport.TCP, TurnTransport.UDP)) {
            FakePath path = new FakePath("198.51.100.7", 5000 + priorities.size());
            relays.next().give(new RelayGathering.Found(path, HOME, each));
            priorities.add(nextTold("relay").priority());
        }
        assertThat(priorities).isSorted().doesNotHaveDuplicates();
    }

    private static Candidate passive(int port) {
        String text = "1 1 tcp 99 127.0.0.1 " + port + " typ host tcptype passive";
        return Candidate.parse(text).orElseThrow();
    }

    private static RemoteIce remote(List<Candidate> candidates) {
        IceParameters parameters = new IceParameters("abcd", "0123456789012345678901");
        return new RemoteIce(parameters, false, false, candidates);
    }

    private int nextPeer() throws InterruptedException {
        FakeRelays.Asked asked = relays.next();
        asked.refuse();
        return Objects.requireNonNull(asked.peer()).getPort();
    }

    /// Four for each description, not for all.
    @Test
    void connectsToAFewPassiveCandidatesOfEachDescription() throws Exception {
        IceTransport transport = open(false);
        relays.next().refuse();
        List<Candidate> many = IntStream.range(5000, 5008).mapToObj(i -> passive(i)).toList();
        transport.start(remote(many));
        for (int port = 5000; port < 5004; port++) {
            assertThat(nextPeer()).isEqualTo(port);
        }
        assertThat(relays.asked).isEmpty();

        transport.restart();
        relays.next().refuse();
        transport.start(remote(many));
        for (int port = 5000; port < 5004; port++) {
            assertThat(nextPeer()).isEqualTo(port);
        }
        assertThat(relays.asked).isEmpty();
    }

    @Test
    void keepsAConnectionThatStandsWhenItRestarts() throws Exception {
        IceTransport transport = open(false);
        relays.next().refuse();
        transport.start(remote(List.of(passive(5000))));
        FakeRelays.Asked first = relays.next();
        FakePath path = new FakePath("127.0.0.1", 6000);
        first.give(new RelayGathering.Found(path, HOME, TurnTransport.TCP));
        while (path.sent.get() == 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }

        transport.restart();
        relays.next().refuse();
        path.sent.set(0);
        transport.start(remote(List.of(passive(5000), passive(5001))));
        assertThat(Objects.requireNonNull(relays.next().peer()).getPort()).isEqualTo(5001);
        while (path.sent.get() == 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(path.closed).isFalse();
    }

    /// It leads to the peer alone, and nobody is to wait for the answer.
    @Test
    void asksNoStunServerOverAConnection() throws Exception {
        try (StunServer server = new StunServer(20_001, 0)) {
            IceTransport transport = open(false);
            relays.next().refuse();
            transport.start(remote(List.of(passive(5000))));
            FakePath path = new FakePath("127.0.0.1", 6000);
            relays.next().give(new RelayGathering.Found(path, HOME, TurnTransport.TCP));
            while (path.sent.get() == 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            transport.addServers(List.of(new IceServer(server.url(), null, null)));
            assertThat(nextTold("srflx").port()).isEqualTo(20_001);
            awaitGathered(transport);
            assertThat(path.destinations).containsExactly(new InetSocketAddress(HOME, 5000));
        }
    }

    @Test
    void looksForSomeNamesOfEachDescription() throws Exception {
        IceTransport transport = open(false);
        List<Candidate> many =
                IntStream.range(0, 12)
                        .mapToObj(i -> "1 1 udp 9 " + i + ".local 9 typ host")
                        .map(text -> Candidate.parse(text).orElseThrow())
                        .toList();
        transport.start(remote(many));
        transport.restart();
        transport.start(remote(many));
        for (int i = 0; i < 16; i++) {
            assertThat(names.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(names).isEmpty();
    }

    /// Its own network is not to hear of whom a host speaks with.
    @Test
    void asksTheNetworkForNoNamesWhenOnlyRelaysMayBeUsed() throws Exception {
        IceTransport transport = open(true);
        Candidate hidden = Candidate.parse("1 1 udp 9 a.local 9 typ host").orElseThrow();
        Candidate plain = Candidate.parse("1 1 udp 9 2001:db8::1 9 typ host").orElseThrow();
        transport.start(remote(List.of(hidden, plain)));
        relays.next().refuse();
        assertThat(names.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void givesUpWhatIsUnderWayAlone() throws Exception {
        IceTransport transport = open(false);
        for (int i = 0; i < 3; i++) {
            relays.next().refuse();
            transport.restart();
        }
        relays.next();
        transport.close();
        assertThat(relays.cancelled).hasValue(1);
    }

    private static Candidate host(String address) {
        return Candidate.parse("1 1 udp 9 " + address + " 9 typ host").orElseThrow();
    }

    @Test
    void asksForARelayOfIpv6ForAPeerThatHasNothingElse() throws Exception {
        IceTransport transport = open(true);
        FakeRelays.Asked first = relays.next();
        assertThat(first.request().family()).isEqualTo(StandardProtocolFamily.INET);
        first.give(relay(5000, HOME));
        transport.start(remote(List.of(host("2001:db8::1"), host("2001:db8::2"))));
        FakeRelays.Asked second = relays.next();
        assertThat(second.request().family()).isEqualTo(StandardProtocolFamily.INET6);
        FakePath six = new FakePath("2001:db8::7", 5001);
        second.give(new RelayGathering.Found(six, HOME, TurnTransport.UDP));
        awaitGathered(transport);
        assertThat(transport.candidates())
                .extracting(Candidate::port)
                .containsExactlyInAnyOrder(5000, 5001);

        transport.addRemoteCandidates(List.of(host("2001:db8::3")));
        assertThat(relays.asked).isEmpty();
        transport.restart();
        transport.start(remote(List.of(host("2001:db8::1"))));
        assertThat(relays.asked).isEmpty();
    }

    @Test
    void asksForNoRelayOfIpv6ForAPeerThatHasBoth() throws Exception {
        IceTransport transport = open(true);
        relays.next().give(relay(5000, HOME));
        transport.start(remote(List.of(host("2001:db8::1"), host("192.0.2.7"))));
        transport.addRemoteCandidates(List.of(host("2001:db8::2")));
        awaitGathered(transport);
        assertThat(relays.asked).isEmpty();
    }

    /// As where the server has no such addresses.
    @Test
    void asksOnceForEachDescriptionWhatAServerDoesNotHave() throws Exception {
        IceTransport transport = open(true);
        relays.next().give(relay(5000, HOME));
        transport.start(remote(List.of(host("2001:db8::1"))));
        relays.next().refuse();
        transport.addRemoteCandidates(List.of(host("2001:db8::2")));
        awaitGathered(transport);
        assertThat(relays.asked).isEmpty();
        assertThat(transport.candidates()).extracting(Candidate::port).containsExactly(5000);
    }

    @Test
    void takesTheCredentialsThatWereToldLast() throws Exception {
        IceTransport transport = open(true);
        IceServer fresh = new IceServer(TURN.url(), "kim", "new");
        transport.addServers(List.of(fresh));
        FakeRelays.Asked stale = relays.next();
        assertThat(stale.server()).isEqualTo(TURN);
        assertThat(relays.asked).isEmpty();
        stale.refuse();
        FakeRelays.Asked second = relays.next();
        assertThat(second.server()).isEqualTo(fresh);
        second.give(relay(5000, HOME));
        awaitGathered(transport);
        transport.addServers(List.of(fresh));
        assertThat(relays.asked).isEmpty();
    }
}
