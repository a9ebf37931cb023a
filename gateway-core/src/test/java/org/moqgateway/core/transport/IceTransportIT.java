package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.ice.IceTimings;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.srtp.SrtpSession;

@Timeout(60)
class IceTransportIT {
    private static final IceTransportSettings LOOPBACK =
            new IceTransportSettings(List.of(), false, true);

    /// Below those that the kernel gives: one that a socket has too is no candidate of its own.
    private static final int MAPPED_PORT = 20_001;

    private final MediaLoops loops = MediaLoops.start(2);
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void warmUp() {
        SrtpSession.warmUp();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        loops.close();
    }

    private DialledPeer peer(DtlsRole role, boolean sends) throws IOException {
        DialledPeer peer =
                new DialledPeer(IceTransports.open(loops, LOOPBACK, new NoRelays()), role, sends);
        open.add(peer);
        return peer;
    }

    private static void introduce(DialledPeer one, DialledPeer other) {
        IceTransport a = one.transport;
        IceTransport b = other.transport;
        IceParameters ours = a.local();
        List<Candidate> candidates = a.candidates();
        a.start(new RemoteIce(b.local(), false, false, b.candidates()));
        b.start(new RemoteIce(ours, false, true, candidates));
    }

    private static void awaitConnected(DialledPeer... peers) {
        for (DialledPeer peer : peers) {
            peer.connected.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void twoFullAgentsCarryMedia() throws Exception {
        DialledPeer client = peer(DtlsRole.CLIENT, true);
        DialledPeer server = peer(DtlsRole.SERVER, true);
        assertThat(client.transport.candidates()).isNotEmpty();
        assertThat(client.transport.awaitGathered(Duration.ZERO)).isTrue();
        introduce(client, server);
        awaitConnected(client, server);
        client.awaitPackets(10);
        server.awaitPackets(10);
    }

    @Test
    void aKilledPeerIsNoticedFast() throws Exception {
        for (boolean sends : new boolean[] {true, false}) {
            DialledPeer client = peer(DtlsRole.CLIENT, sends);
            DialledPeer server = peer(DtlsRole.SERVER, true);
            introduce(client, server);
            awaitConnected(client, server);
            client.awaitPackets(60);
            // The sockets go without a word, as a killed process's do.
            server.transport.close();
            long killed = System.nanoTime();
            PeerEnd end = client.ended.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(end.reason()).isEqualTo(PeerEnd.Reason.VANISHED);
            assertThat(System.nanoTime() - killed).isLessThan(TimeUnit.SECONDS.toNanos(4));
        }
    }

    @Test
    void mediaGoesOnWhileIceRestarts() throws Exception {
        DialledPeer client = peer(DtlsRole.CLIENT, true);
        DialledPeer server = peer(DtlsRole.SERVER, true);
        introduce(client, server);
        awaitConnected(client, server);
        client.awaitPackets(5);
        IceParameters before = client.transport.local();
        client.transport.restart();
        server.transport.restart();
        assertThat(client.transport.local()).isNotEqualTo(before);
        server.awaitPackets(5);
        introduce(client, server);
        client.awaitPackets(50);
        server.awaitPackets(50);
        assertThat(client.connection.ending()).isNull();
    }

    @Test
    void aRefusedRestartLeavesTheCredentialsThatThePeerKnows() throws Exception {
        DialledPeer client = peer(DtlsRole.CLIENT, true);
        DialledPeer server = peer(DtlsRole.SERVER, true);
        introduce(client, server);
        awaitConnected(client, server);
        IceParameters before = client.transport.local();
        IceParameters refused = client.transport.restart();
        assertThat(client.transport.local()).isEqualTo(refused).isNotEqualTo(before);
        client.transport.abandonRestart();
        client.awaitLoop();
        assertThat(client.transport.local()).isEqualTo(before);

        IceParameters next = client.transport.restart();
        client.transport.abandonRestart();
        IceParameters last = client.transport.restart();
        server.transport.restart();
        assertThat(last).isNotIn(before, refused, next);
        introduce(client, server);
        client.awaitPackets(50);
        server.awaitPackets(50);
        assertThat(client.transport.local()).isEqualTo(last);
    }

    @Test
    void forbiddenCandidatesEndTheConnectionWithAClearWord() throws Exception {
        DialledPeer client =
                new DialledPeer(
                        IceTransports.open(
                                loops,
                                new IceTransportSettings(List.of(), false, false),
                                new NoRelays()),
                        DtlsRole.CLIENT,
                        false);
        open.add(client);
        client.transport.start(
                new RemoteIce(
                        new IceParameters("abcd", "0123456789012345678901"),
                        true,
                        false,
                        List.of(
                                Candidate.parse("1 1 udp 1 169.254.169.254 80 typ host")
                                        .orElseThrow(),
                                Candidate.parse("1 1 udp 1 127.0.0.1 80 typ host").orElseThrow())));
        PeerEnd end = client.ended.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(end.reason()).isEqualTo(PeerEnd.Reason.NEVER_CONNECTED);
        assertThat(end.detail())
                .contains("all forbidden")
                .as("told by the caller")
                .doesNotContain("127.0.0.1");
        assertThat(client.transport.refusedCandidates())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("169.254.169.254 (link-local)");
    }

    @Test
    void asksStunServersAndTellsWhatTheySee() throws Exception {
        BlockingQueue<Candidate> told = new LinkedBlockingQueue<>();
        try (StunServer server = new StunServer(MAPPED_PORT, 1);
                IceTransport transport = IceTransports.open(loops, LOOPBACK, new NoRelays())) {
            transport.onCandidate(told::add);
            transport.addServers(List.of(new IceServer(server.url(), null, null)));
            assertThat(transport.awaitGathered(Duration.ofSeconds(20))).isTrue();
            Candidate reflexive = told.poll(20, TimeUnit.SECONDS);
            assertThat(reflexive).isNotNull();
            assertThat(reflexive.type()).isEqualTo("srflx");
            assertThat(reflexive.port()).isEqualTo(MAPPED_PORT);
            assertThat(reflexive.extensions()).containsSequence("raddr", "127.0.0.1", "rport");
            assertThat(transport.candidates()).contains(reflexive);
            assertThat(server.requests.get()).isGreaterThanOrEqualTo(2);

            transport.restart();
            assertThat(transport.awaitGathered(Duration.ofSeconds(20))).isTrue();
            assertThat(transport.candidates()).extracting(Candidate::type).contains("srflx");
        }
    }

    @Test
    void doesNotWaitForServersThatDoNotAnswer() throws Exception {
        IceTransportSettings settings =
                new IceTransportSettings(
                        List.of(
                                new IceServer("stun:127.0.0.1:9", null, null),
                                new IceServer("stun:169.254.169.254:80", null, null),
                                new IceServer("turn:127.0.0.1:9", "u", "p"),
                                new IceServer("http://127.0.0.1/", null, null)),
                        false,
                        true);
        try (IceTransport transport = IceTransports.open(loops, settings, new NoRelays())) {
            assertThat(transport.candidates()).isNotEmpty();
            assertThat(transport.awaitGathered(Duration.ofSeconds(30))).isTrue();
            assertThat(transport.candidates()).extracting(Candidate::type).containsOnly("host");
        }
    }

    @Test
    void tellsNoHostCandidateWhenOnlyRelaysMayBeUsed() throws Exception {
        IceTransportSettings settings = new IceTransportSettings(List.of(), true, true);
        try (IceTransport transport = IceTransports.open(loops, settings, new NoRelays())) {
            assertThat(transport.candidates()).isEmpty();
        }
    }

    @Test
    void opensNoLoopbackSocketUnlessThatIsAllowed() throws Exception {
        HostWatch hosts = new HostWatch(() -> List.of(InetAddress.ofLiteral("127.0.0.1")), 10_000);
        IceTransportSettings settings = new IceTransportSettings(List.of(), false, false);
        assertThatThrownBy(() -> IceTransports.open(loops, settings, parts(hosts)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no UDP socket");
    }

    private static TransportParts parts(HostWatch hosts) {
        return new TransportParts(
                new NoRelays(),
                name -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                hosts,
                IceTimings.DEFAULT,
                new SecureRandom());
    }

    @Test
    void followsTheAddressesOfTheHost() throws Exception {
        InetAddress first = InetAddress.ofLiteral("127.0.0.1");
        InetAddress second = InetAddress.ofLiteral("127.0.0.2");
        AtomicReference<List<InetAddress>> addresses = new AtomicReference<>(List.of(first));
        HostWatch hosts = new HostWatch(() -> Objects.requireNonNull(addresses.get()), 20);
        DialledPeer client =
                new DialledPeer(
                        IceTransports.open(loops, LOOPBACK, parts(hosts)), DtlsRole.CLIENT, true);
        open.add(client);
        DialledPeer server = peer(DtlsRole.SERVER, true);
        introduce(client, server);
        awaitConnected(client, server);

        CountDownLatch doubted = new CountDownLatch(1);
        client.transport.onDoubt(doubted::countDown);
        addresses.set(List.of(second));
        assertThat(doubted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.transport.candidates())
                .extracting(Candidate::address)
                .containsExactly("127.0.0.2");
        client.transport.restart();
        server.transport.restart();
        introduce(client, server);
        client.awaitPackets(50);
        server.awaitPackets(50);
        assertThat(client.connection.ending()).isNull();
        assertThat(Objects.requireNonNull(server.connection.remote()).getAddress())
                .isEqualTo(second);
    }

    /// A container network that appears is none of a session's business: its addresses are told,
    /// and no restart asked for.
    @Test
    void anotherAddressIsNoReasonToRestart() throws Exception {
        InetAddress first = InetAddress.ofLiteral("127.0.0.1");
        InetAddress second = InetAddress.ofLiteral("127.0.0.2");
        AtomicReference<List<InetAddress>> addresses = new AtomicReference<>(List.of(first));
        HostWatch hosts = new HostWatch(() -> Objects.requireNonNull(addresses.get()), 20);
        DialledPeer client =
                new DialledPeer(
                        IceTransports.open(loops, LOOPBACK, parts(hosts)), DtlsRole.CLIENT, true);
        open.add(client);
        DialledPeer server = peer(DtlsRole.SERVER, true);
        introduce(client, server);
        awaitConnected(client, server);

        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger doubts = new AtomicInteger();
        client.transport.onCandidate(candidate -> told.countDown());
        client.transport.onDoubt(doubts::incrementAndGet);
        addresses.set(List.of(first, second));
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        client.awaitPackets(20);
        assertThat(doubts).hasValue(0);
    }

    /// As while the offer is under way.
    @Test
    void remembersADoubtThatNobodyWaitedFor() throws Exception {
        InetAddress first = InetAddress.ofLiteral("127.0.0.1");
        AtomicReference<List<InetAddress>> addresses = new AtomicReference<>(List.of(first));
        HostWatch hosts = new HostWatch(() -> Objects.requireNonNull(addresses.get()), 20);
        DialledPeer client =
                new DialledPeer(
                        IceTransports.open(loops, LOOPBACK, parts(hosts)), DtlsRole.CLIENT, true);
        open.add(client);
        DialledPeer server = peer(DtlsRole.SERVER, true);
        introduce(client, server);
        awaitConnected(client, server);

        CountDownLatch told = new CountDownLatch(1);
        client.transport.onCandidate(candidate -> told.countDown());
        addresses.set(List.of(InetAddress.ofLiteral("127.0.0.2")));
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        client.awaitPackets(5);
        CountDownLatch doubted = new CountDownLatch(1);
        client.transport.onDoubt(doubted::countDown);
        assertThat(doubted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void resolvesMulticastNamesAndSkipsOthers() throws Exception {
        DialledPeer client =
                new DialledPeer(
                        IceTransports.open(loops, LOOPBACK, parts(HostWatch.SHARED)),
                        DtlsRole.CLIENT,
                        false);
        open.add(client);
        DialledPeer server = peer(DtlsRole.SERVER, true);
        List<Candidate> hidden = new ArrayList<>();
        for (Candidate candidate : server.transport.candidates()) {
            if (candidate.address().equals("127.0.0.1")) {
                String port = " " + candidate.port() + " typ host";
                hidden.add(Candidate.parse("1 1 udp 99 example.net" + port).orElseThrow());
                hidden.add(Candidate.parse("1 1 UDP 99 0a-b.local" + port).orElseThrow());
            }
        }
        server.transport.start(new RemoteIce(client.transport.local(), false, true, List.of()));
        client.transport.start(new RemoteIce(server.transport.local(), false, false, hidden));
        awaitConnected(client, server);
        client.awaitPackets(5);
    }

    @Test
    void leavesNothingBehind() throws Exception {
        use();
        long descriptors = descriptors();
        for (int i = 0; i < 10; i++) {
            use();
        }
        for (int i = 0; i < 200 && (descriptors() > descriptors || watched()); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        assertThat(watched()).as("the thread that watches the host").isFalse();
    }

    /// Opens a transport, lets it check in vain, and closes it.
    private void use() throws Exception {
        IceTransportSettings settings =
                new IceTransportSettings(
                        List.of(new IceServer("stun:127.0.0.1:9", null, null)), false, true);
        DialledPeer peer =
                new DialledPeer(
                        IceTransports.open(loops, settings, new NoRelays()), DtlsRole.CLIENT, true);
        peer.transport.start(
                new RemoteIce(
                        new IceParameters("abcd", "0123456789012345678901"),
                        false,
                        false,
                        List.of(Candidate.parse("1 1 udp 1 127.0.0.1 9 typ host").orElseThrow())));
        peer.close();
    }

    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static boolean watched() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("host-watch"));
    }
}
