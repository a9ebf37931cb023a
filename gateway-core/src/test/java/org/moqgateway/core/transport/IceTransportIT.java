package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

@Timeout(60)
class IceTransportIT {
    private static final IceTransportSettings LOOPBACK =
            new IceTransportSettings(List.of(), false, true);

    private final MediaLoops loops = MediaLoops.start(2);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        loops.close();
    }

    private DialledPeer peer(DtlsRole role, boolean sends) throws IOException {
        DialledPeer peer =
                new DialledPeer(
                        IceTransports.open(loops, LOOPBACK, RelayGathering.NONE), role, sends);
        open.add(peer);
        return peer;
    }

    private static void introduce(DialledPeer one, DialledPeer other) {
        IceTransport a = one.transport;
        IceTransport b = other.transport;
        IceParameters ours = a.local();
        List<Candidate> candidates = a.candidates();
        a.start(b.local(), false, b.candidates());
        b.start(ours, false, candidates);
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
    void forbiddenCandidatesEndTheConnectionWithAClearWord() throws Exception {
        DialledPeer client =
                new DialledPeer(
                        IceTransports.open(
                                loops,
                                new IceTransportSettings(List.of(), false, false),
                                RelayGathering.NONE),
                        DtlsRole.CLIENT,
                        false);
        open.add(client);
        client.transport.start(
                new IceParameters("abcd", "0123456789012345678901"),
                true,
                List.of(
                        Candidate.parse("1 1 udp 1 169.254.169.254 80 typ host").orElseThrow(),
                        Candidate.parse("1 1 udp 1 127.0.0.1 80 typ host").orElseThrow()));
        PeerEnd end = client.ended.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(end.reason()).isEqualTo(PeerEnd.Reason.NEVER_CONNECTED);
        assertThat(end.detail())
                .contains("all forbidden", "169.254.169.254 (link-local)", "127.0.0.1");
        assertThat(client.transport.refusedCandidates()).hasSize(2);
    }
}
