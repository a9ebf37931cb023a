package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.net.UdpMuxConfig;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpSession;

/// ICE, DTLS and SRTP over real sockets, both ends ours.
class TransportIT {

    private static final InetSocketAddress LOCALHOST = new InetSocketAddress("localhost", 0);
    private static final DtlsCertificate OURS = DtlsCertificate.generate();
    private static final DtlsCertificate THEIRS = DtlsCertificate.generate();

    private final MediaLoops loops = MediaLoops.start(2);
    private final UdpMux mux = bind(loops);
    private final IceCredentials credentials = IceCredentials.random();

    @BeforeAll
    static void warmUp() {
        SrtpSession.warmUp();
    }

    @AfterEach
    void close() {
        mux.close();
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, SERVER", "127.0.0.1, CLIENT", "::1, SERVER", "::1, CLIENT"})
    void connectsAndCarriesMediaBothWays(String host, DtlsRole serverRole) throws Exception {
        InetAddress address = InetAddress.ofLiteral(host);
        LitePeer server = server(serverRole);
        ControllingPeer client = client(opposite(serverRole), address);
        try (UdpMux socket = socket(address, client)) {
            assertThat(await(client).clientKey()).isEqualTo(await(server).clientKey());
            for (int i = 0; i < 200; i++) {
                client.sendRtp(rtp(i));
                assertThat(server.takePacket()).isEqualTo(rtp(i));
                server.sendRtp(rtp(i));
                assertThat(client.takePacket()).isEqualTo(rtp(i));
            }
            client.close();
            assertThat(server.ended.get(10, TimeUnit.SECONDS)).isEqualTo("closed by peer");
            assertThat(client.ended.get(10, TimeUnit.SECONDS)).isEqualTo("closed");
            server.close();
            assertThat(mux.boundAddresses()).isZero();
            assertThat(socket.stats().sendFailed()).isZero();
        }
    }

    @Test
    void followsAPeerThatMovesToAnotherPort() throws Exception {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        LitePeer server = server(DtlsRole.SERVER);
        ControllingPeer client = client(DtlsRole.CLIENT, address);
        try (UdpMux before = socket(address, client)) {
            await(client);
            await(server);
            client.sendRtp(rtp(1));
            assertThat(server.takePacket()).isEqualTo(rtp(1));
            assertThat(before.port()).isEqualTo(lastSelection(server).getPort());
        }
        try (UdpMux after = socket(address, client)) {
            client.use(ControllingPeer.agent(credentials, target(address)));
            awaitSelection(server, after.port());
            client.sendRtp(rtp(2));
            assertThat(server.takePacket()).isEqualTo(rtp(2));
            server.sendRtp(rtp(3));
            assertThat(client.takePacket()).isEqualTo(rtp(3));
        }
        server.close();
    }

    @Test
    void restartsIceWithoutLosingTheConnection() throws Exception {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        LitePeer server = server(DtlsRole.SERVER);
        ControllingPeer client = client(DtlsRole.CLIENT, address);
        try (UdpMux socket = socket(address, client)) {
            await(client);
            await(server);
            IceCredentials next = IceCredentials.random();
            server.loop().execute(() -> server.restart(next));
            client.selections.clear();
            client.use(ControllingPeer.agent(next, target(address)));
            assertThat(client.selections.poll(10, TimeUnit.SECONDS)).isNotNull();
            client.sendRtp(rtp(2));
            assertThat(server.takePacket()).isEqualTo(rtp(2));
            assertThat(server.ice.credentials()).isEqualTo(next);
            assertThat(socket.stats().sendFailed()).isZero();
        }
        server.close();
    }

    /// Threat rows 1 and 6: what comes from an address without an ICE check reaches nobody.
    @Test
    void connectsAlthoughStrangersSendHandshakesAndMedia() throws Exception {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        LitePeer server = server(DtlsRole.SERVER);
        byte[] alert = {21, -2, -3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 2, 40};
        byte[] media = Arrays.copyOf(rtp(7), 80);
        try (DatagramSocket stranger = new DatagramSocket(0, address)) {
            ControllingPeer client = client(DtlsRole.CLIENT, address);
            for (int i = 0; i < 100; i++) {
                stranger.send(new DatagramPacket(alert, alert.length, target(address)));
            }
            try (UdpMux socket = socket(address, client)) {
                for (int i = 0; i < 100; i++) {
                    stranger.send(new DatagramPacket(media, media.length, target(address)));
                }
                await(client);
                await(server);
                client.sendRtp(rtp(1));
                assertThat(server.takePacket()).isEqualTo(rtp(1));
                assertThat(server.packets).isEmpty();
                assertThat(mux.stats().droppedUnknown()).isPositive();
                assertThat(socket.port()).isEqualTo(lastSelection(server).getPort());
            }
        }
        server.close();
    }

    @Test
    void leavesNothingBehindAfterManyConnections() throws Exception {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        for (int round = 0; round < 3; round++) {
            List<TransportPeer> peers = new ArrayList<>();
            List<UdpMux> sockets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                IceCredentials own = IceCredentials.random();
                LitePeer server =
                        new LitePeer(DtlsRole.SERVER, OURS, THEIRS.fingerprint(), own)
                                .register(mux);
                ControllingPeer client =
                        new ControllingPeer(
                                DtlsRole.CLIENT,
                                THEIRS,
                                OURS.fingerprint(),
                                ControllingPeer.agent(own, target(address)));
                peers.add(server);
                peers.add(client);
                sockets.add(socket(address, client));
            }
            for (TransportPeer peer : peers) {
                await(peer);
            }
            for (TransportPeer peer : peers) {
                peer.close();
            }
            for (TransportPeer peer : peers) {
                assertThat(peer.ended.get(10, TimeUnit.SECONDS)).startsWith("closed");
            }
            sockets.forEach(UdpMux::close);
            assertThat(mux.registrations()).isZero();
            assertThat(mux.boundAddresses()).isZero();
        }
    }

    private LitePeer server(DtlsRole role) {
        return new LitePeer(role, OURS, THEIRS.fingerprint(), credentials).register(mux);
    }

    private ControllingPeer client(DtlsRole role, InetAddress address) {
        return new ControllingPeer(
                role,
                THEIRS,
                OURS.fingerprint(),
                ControllingPeer.agent(credentials, target(address)));
    }

    private UdpMux socket(InetAddress address, ControllingPeer client) throws Exception {
        return UdpMux.bindSingle(loops, UdpMuxConfig.of(new InetSocketAddress(address, 0)), client);
    }

    private static UdpMux bind(MediaLoops loops) {
        try {
            return UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InetSocketAddress target(InetAddress address) {
        return new InetSocketAddress(address, mux.port());
    }

    private static DtlsRole opposite(DtlsRole role) {
        return role == DtlsRole.SERVER ? DtlsRole.CLIENT : DtlsRole.SERVER;
    }

    private static SrtpKeyingMaterial await(TransportPeer peer) throws Exception {
        return peer.keys.get(20, TimeUnit.SECONDS);
    }

    private static InetSocketAddress lastSelection(TransportPeer peer) {
        return Objects.requireNonNull(
                peer.selections.stream().reduce((first, second) -> second).orElse(null));
    }

    private static void awaitSelection(TransportPeer peer, int port) throws InterruptedException {
        InetSocketAddress selected;
        do {
            selected = peer.selections.poll(10, TimeUnit.SECONDS);
            assertThat(selected).isNotNull();
        } while (Objects.requireNonNull(selected).getPort() != port);
    }

    private static byte[] rtp(int sequenceNumber) {
        byte[] packet = new byte[60];
        new Random(sequenceNumber).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequenceNumber >> 8);
        packet[3] = (byte) sequenceNumber;
        packet[8] = 1;
        packet[9] = 2;
        packet[10] = 3;
        packet[11] = 4;
        return packet;
    }
}
