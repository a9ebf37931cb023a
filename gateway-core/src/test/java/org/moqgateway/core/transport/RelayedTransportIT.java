package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.srtp.SrtpSession;
import org.moqgateway.core.turn.Coturn;
import org.moqgateway.core.turn.TurnTransport;

@Timeout(120)
class RelayedTransportIT {
    private static final String SIX = "0:0:0:0:0:0:0:1";

    private final MediaLoops loops = MediaLoops.start(2);

    @BeforeAll
    static void warmUp() {
        SrtpSession.warmUp();
    }

    @AfterEach
    void close() {
        loops.close();
    }

    private static IceTransportSettings settings(List<IceServer> servers, boolean relayOnly) {
        return new IceTransportSettings(servers, relayOnly, true);
    }

    private static void carry(DialledPeer client, DialledPeer server, List<Candidate> candidates)
            throws InterruptedException {
        IceParameters ours = client.transport.local();
        server.transport.start(new RemoteIce(ours, false, true, client.transport.candidates()));
        client.transport.start(new RemoteIce(server.transport.local(), false, false, candidates));
        client.connected.orTimeout(60, TimeUnit.SECONDS).join();
        server.connected.orTimeout(60, TimeUnit.SECONDS).join();
        client.awaitPackets(20);
        server.awaitPackets(20);
    }

    @ParameterizedTest
    @EnumSource
    void carriesMediaOverARelayAlone(TurnTransport transport, @TempDir Path folder)
            throws Exception {
        assumeTrue(Coturn.installed(), "there is no turnserver (coturn) on the PATH");
        try (Coturn coturn = Coturn.start(folder)) {
            IceTransportSettings relayed = settings(List.of(coturn.server(transport)), true);
            IceTransport way = IceTransports.open(loops, relayed, new TurnRelays(coturn.trust()));
            assertThat(way.awaitGathered(Duration.ofSeconds(30))).isTrue();
            assertThat(way.candidates()).extracting(Candidate::type).containsExactly("relay");
            try (DialledPeer client = new DialledPeer(way, DtlsRole.CLIENT, true);
                    DialledPeer server = direct()) {
                carry(client, server, server.transport.candidates());
            }
        }
    }

    /// The relay that is asked for at first has an IPv4 address, by which such a peer is not
    /// reached.
    @Test
    void reachesAPeerOfIpv6AloneOverARelay(@TempDir Path folder) throws Exception {
        assumeTrue(Coturn.installed(), "there is no turnserver (coturn) on the PATH");
        assumeTrue(sixHere(), "there is no IPv6 here");
        try (Coturn coturn = Coturn.start(folder, "--relay-ip=::1")) {
            IceTransportSettings relayed =
                    settings(List.of(coturn.server(TurnTransport.UDP)), true);
            IceTransport way = IceTransports.open(loops, relayed, new TurnRelays(coturn.trust()));
            assertThat(way.awaitGathered(Duration.ofSeconds(30))).isTrue();
            assertThat(way.candidates()).extracting(Candidate::address).contains("127.0.0.1");
            try (DialledPeer client = new DialledPeer(way, DtlsRole.CLIENT, true);
                    DialledPeer server = direct()) {
                List<Candidate> six =
                        server.transport.candidates().stream()
                                .filter(candidate -> candidate.address().equals(SIX))
                                .toList();
                assertThat(six).isNotEmpty();
                way.onCandidate(each -> server.transport.addRemoteCandidates(List.of(each)));
                carry(client, server, six);
                assertThat(way.candidates()).extracting(Candidate::address).contains(SIX);
            }
        }
    }

    private static boolean sixHere() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    private DialledPeer direct() throws Exception {
        return new DialledPeer(
                IceTransports.open(loops, settings(List.of(), false)), DtlsRole.SERVER, true);
    }

    @Test
    void carriesMediaOverAConnectionToAPassiveCandidate() throws Exception {
        try (DialledPeer client =
                        new DialledPeer(
                                IceTransports.open(loops, settings(List.of(), false)),
                                DtlsRole.CLIENT,
                                true);
                DialledPeer server = direct()) {
            Candidate udp =
                    server.transport.candidates().stream()
                            .filter(candidate -> candidate.address().equals("127.0.0.1"))
                            .findFirst()
                            .orElseThrow();
            try (FramedProxy proxy = new FramedProxy(udp.udpAddress().orElseThrow())) {
                String text = "1 1 tcp 99 127.0.0.1 " + proxy.port() + " typ host tcptype passive";
                Candidate tcp = Candidate.parse(text).orElseThrow();
                IceParameters ours = client.transport.local();
                server.transport.start(new RemoteIce(ours, false, true, List.of()));
                client.transport.start(
                        new RemoteIce(server.transport.local(), false, false, List.of(tcp)));
                client.connected.orTimeout(60, TimeUnit.SECONDS).join();
                client.awaitPackets(20);
                server.awaitPackets(20);
            }
        }
    }
}
