package org.moqgateway.core.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.AddressScope;
import org.moqgateway.core.net.MediaLoops;

/// Against coturn, skipped where it is not installed (Debian: `apt-get install coturn`).
class CoturnIT {

    @TempDir private static Path folder = Path.of("");

    private static @Nullable Coturn coturn;
    private static @Nullable MediaLoops loops;

    private final PathInbox inbox = new PathInbox();
    private final GatherOutcome outcome = new GatherOutcome();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Coturn.installed(), "there is no turnserver (coturn) on the PATH");
        coturn = Coturn.start(folder);
        loops = MediaLoops.start(1);
    }

    @AfterAll
    static void end() throws Exception {
        if (loops != null) {
            loops.close();
        }
        if (coturn != null) {
            coturn.close();
        }
    }

    private static Coturn coturn() {
        if (coturn == null) {
            throw new AssertionError("not started");
        }
        return coturn;
    }

    private void gather(TurnRequest request) {
        if (loops == null) {
            throw new AssertionError("not started");
        }
        TurnGatherer.gather(request, loops.next(), inbox, outcome);
    }

    private static TurnRequest request(IceServer server) throws Exception {
        return TurnRequest.of(server, address -> true).withTrust(coturn().trust());
    }

    @ParameterizedTest
    @EnumSource
    void carriesDatagramsBothWays(TurnTransport transport) throws Exception {
        gather(request(coturn().server(transport)));
        carries(transport, InetAddress.getLoopbackAddress());
    }

    @ParameterizedTest
    @EnumSource
    void carriesDatagramsOnPortableLoops(TurnTransport transport) throws Exception {
        try (MediaLoops portable = MediaLoops.startPortable(1)) {
            TurnRequest request = request(coturn().server(transport));
            TurnGatherer.gather(request, portable.next(), inbox, outcome);
            carries(transport, InetAddress.getLoopbackAddress());
        }
    }

    @Test
    void carriesDatagramsOverIpv6() throws Exception {
        InetAddress six = InetAddress.ofLiteral("::1");
        assumeTrue(bindable(six), "there is no IPv6 here");
        try (Coturn other = Coturn.start(List.of(), "::1", newFolder())) {
            IceServer server = other.server(TurnTransport.UDP, "[::1]", Coturn.PASSWORD);
            gather(request(server).withFamily(StandardProtocolFamily.INET6));
            carries(TurnTransport.UDP, six);
        }
    }

    private static boolean bindable(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    private void carries(TurnTransport transport, InetAddress where) throws Exception {
        try (RelayedPath relayed = outcome.path();
                DatagramSocket peer = new DatagramSocket(0, where)) {
            peer.setSoTimeout(10_000);
            InetSocketAddress peerAddress =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());

            assertThat(relayed.transport()).isEqualTo(transport);
            assertThat(relayed.base().getAddress()).isEqualTo(where);
            assertThat(relayed.localAddress().getPort()).isBetween(20_000, 30_200);

            for (int round = 0; round < 50; round++) {
                byte[] question = datagram(round, 100 + 23 * round);
                relayed.send(question, 0, question.length, peerAddress);
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                peer.receive(packet);
                assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(question);
                assertThat(packet.getSocketAddress()).isEqualTo(relayed.localAddress());

                byte[] answer = datagram(round + 100, 1300 - round);
                peer.send(new DatagramPacket(answer, answer.length, relayed.localAddress()));
                PathInbox.Datagram received = inbox.take();
                assertThat(received.bytes()).isEqualTo(answer);
                assertThat(received.source()).isEqualTo(peerAddress);
            }
        }
    }

    /// A frame's packets, queued before one flush, arrive one by one.
    @ParameterizedTest
    @EnumSource
    void carriesARunOfDatagrams(TurnTransport transport) throws Exception {
        gather(request(coturn().server(transport)));
        try (RelayedPath relayed = outcome.path();
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            peer.setSoTimeout(10_000);
            InetSocketAddress peerAddress =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            for (int round = 0; round < 5; round++) {
                run(relayed, peerAddress, 8);
                for (int i = 0; i < 8; i++) {
                    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                    peer.receive(packet);
                    assertThat(packet.getLength()).isEqualTo(i == 7 ? 300 : 1100);
                }
            }
        }
    }

    private static void run(RelayedPath relayed, InetSocketAddress peer, int count) {
        if (loops == null) {
            throw new AssertionError("not started");
        }
        loops.loops()
                .getFirst()
                .execute(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                int length = i == count - 1 ? 300 : 1100;
                                relayed.send(datagram(i, length), 0, length, peer);
                            }
                            relayed.flush();
                        });
    }

    /// The first byte is that of RTP, so that a channel is bound.
    private static byte[] datagram(int seed, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) seed);
        bytes[0] = (byte) 0x80;
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void saysThatThePasswordIsWrong(TurnTransport transport) throws Exception {
        gather(request(coturn().server(transport, "127.0.0.1", "wrong")));

        assertThat(outcome.problem())
                .contains("127.0.0.1")
                .endsWith("the TURN server refuses the user name or the password");
    }

    @Test
    void saysThatAPasswordIsWanted() throws Exception {
        gather(request(coturn().server(TurnTransport.TCP, "127.0.0.1", null)));

        assertThat(outcome.problem()).endsWith("the TURN server wants a user name and a password");
    }

    @Test
    void resolvesAName() throws Exception {
        gather(request(coturn().server(TurnTransport.TLS, "localhost", Coturn.PASSWORD)));

        outcome.path().close();
    }

    @Test
    void refusesACertificateThatNobodyTrusts() throws Exception {
        gather(TurnRequest.of(coturn().server(TurnTransport.TLS), address -> true));

        assertThat(outcome.problem()).contains("no TLS with 127.0.0.1:").contains("PKIX");
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        gather(request(coturn().server(TurnTransport.TLS, "127.0.0.2", Coturn.PASSWORD)));

        assertThat(outcome.problem()).contains("127.0.0.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void isNotLedToForbiddenAddresses(String host) throws Exception {
        IceServer server = coturn().server(TurnTransport.UDP, host, Coturn.PASSWORD);
        gather(TurnRequest.of(server, a -> AddressScope.of(a) == AddressScope.PUBLIC));

        assertThat(outcome.problem()).endsWith("it is at an address that is not allowed");
    }

    @Test
    void asksTheServerItIsSentTo() throws Exception {
        try (Coturn sender = Coturn.start(newFolder(), "--alternate-server=" + address(coturn()))) {
            gather(request(sender.server(TurnTransport.UDP)));

            outcome.path().close();
        }
    }

    private static String address(Coturn server) {
        return "127.0.0.1:" + server.port();
    }

    @Test
    void isSentOnceAtMost() throws Exception {
        try (Coturn second = Coturn.start(newFolder(), "--alternate-server=" + address(coturn()));
                Coturn first = Coturn.start(newFolder(), "--alternate-server=" + address(second))) {
            gather(request(first.server(TurnTransport.UDP)));

            assertThat(outcome.problem()).endsWith("it sends us from server to server");
        }
    }

    @Test
    void isNotSentToForbiddenAddresses() throws Exception {
        try (Coturn sender = Coturn.start(newFolder(), "--alternate-server=127.0.0.9:3478")) {
            InetAddress allowed = InetAddress.ofLiteral("127.0.0.1");
            gather(TurnRequest.of(sender.server(TurnTransport.UDP), allowed::equals));

            assertThat(outcome.problem()).endsWith("it sends us to an address that is not allowed");
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        // Discard: nobody serves it, and the kernel gives it to nobody.
        IceServer server = new IceServer("turn:127.0.0.1:9", Coturn.USERNAME, Coturn.PASSWORD);
        gather(request(server));

        assertThat(outcome.problem()).isEqualTo(server.url() + ": nobody listens there");
    }

    @Test
    void tellsThatTheServerIsGone() throws Exception {
        try (Coturn mortal = Coturn.start(newFolder())) {
            gather(request(mortal.server(TurnTransport.TCP)));
            outcome.path();
        }
        assertThat(inbox.lost()).startsWith("127.0.0.1:").contains("/tcp");
    }

    private static Path newFolder() throws Exception {
        return Files.createTempDirectory(folder, "turn");
    }

    /// Permissions are for addresses, so that the stranger has another one.
    @Test
    void hearsNothingOfPeersItHasNotSentTo() throws Exception {
        gather(request(coturn().server(TurnTransport.UDP)));
        try (RelayedPath relayed = outcome.path();
                DatagramSocket stranger =
                        new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.2"));
                DatagramSocket peer = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
            InetSocketAddress peerAddress =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            relayed.send(bytes, 0, 5, peerAddress);
            peer.setSoTimeout(10_000);
            peer.receive(new DatagramPacket(new byte[64], 64));
            stranger.send(new DatagramPacket(bytes, bytes.length, relayed.localAddress()));
            peer.send(new DatagramPacket(bytes, bytes.length, relayed.localAddress()));

            assertThat(inbox.take().source()).isEqualTo(peerAddress);
            assertThat(inbox.size()).isZero();
        }
    }
}
