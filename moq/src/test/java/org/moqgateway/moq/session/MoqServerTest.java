package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.transport.memory.MemoryConnection;
import org.moqgateway.moq.transport.memory.MemoryIncoming;
import org.moqgateway.moq.wire.SessionRole;

/// How clients come in, and how they are shown out.
class MoqServerTest {
    private static final LinkSettings QUIC = LinkSettings.quic("moq-lite-05");
    private static final LinkSettings WEB = QUIC.as(TransportKind.WEBTRANSPORT, "/room?jwt=x");

    private final Net net = new Net();
    private final Origin origin = net.origin(22);
    private final List<SessionRequest> requests = new ArrayList<>();
    private CompletableFuture<Grant> answer = CompletableFuture.completedFuture(Grant.everything());

    private final MoqServer server =
            new MoqServer(
                    origin,
                    request -> {
                        requests.add(request);
                        return answer;
                    },
                    net.settings(),
                    net.metrics);

    /// A client, as both sides see it.
    private record Client(MemoryIncoming incoming, Peer peer) {}

    private Client knock(LinkSettings link, String... protocols) {
        MemoryConnection[] ends = MemoryConnection.pair(net.time, link);
        MemoryIncoming incoming =
                new MemoryIncoming(
                        ends[1],
                        protocols.length == 0 ? List.of(link.protocol()) : List.of(protocols));
        server.incoming(incoming);
        Client client = new Client(incoming, new Peer(ends[0]));
        net.pass();
        return client;
    }

    private void refuse(RefusedException refused) {
        answer = CompletableFuture.failedFuture(refused);
    }

    @Test
    void authorizesByTheTargetOfTheHandshake() {
        knock(WEB);
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().target()).isEqualTo("/room?jwt=x");
        assertThat(requests.getFirst().host()).contains("relay.example");
        assertThat(requests.getFirst().kind()).isEqualTo(TransportKind.WEBTRANSPORT);
        assertThat(server.sessions()).hasSize(1);
    }

    @Test
    void authorizesByTheSetupWhereTheHandshakeHasNoTarget() {
        Peer peer = knock(QUIC).peer();
        assertThat(requests).isEmpty();
        // length 10, 2 parameters: path "/a?x", role 2 (subscriber)
        peer.uni("01 0a 02 02 04 2f613f78 03 01 02").finish();
        net.pass();
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().target()).isEqualTo("/a?x");
        assertThat(requests.getFirst().role()).contains(SessionRole.SUBSCRIBER);
        assertThat(peer.bidis).as("the announce request of an admitted session").hasSize(1);
    }

    @Test
    void readsNothingFromAClientBeforeItIsLetIn() {
        answer = new CompletableFuture<>();
        origin.createBroadcast("a");
        Peer peer = knock(QUIC).peer();
        Peer.Stream early = peer.bidi("01 02 0000");
        peer.uni("01 01 00").finish();
        net.pass();
        assertThat(early.heard()).isEmpty();
        assertThat(peer.bidis).isEmpty();
        answer.complete(Grant.everything());
        net.pass();
        assertThat(early.heard()).isEqualTo("021601" + "0401016100");
    }

    @ParameterizedTest
    @CsvSource({"moq-lite-03", "moq-lite-04"})
    void authorizesVersionsWithoutSetupForTheRoot(String version) {
        knock(LinkSettings.quic(version));
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().target()).isEmpty();
        assertThat(server.sessions()).hasSize(1);
    }

    @Test
    void turnsAwayWithAStatusWhereThereIsHttp() {
        refuse(RefusedException.unauthorized("no such room"));
        MemoryIncoming incoming = knock(WEB).incoming();
        assertThat(incoming.rejectedStatus()).isEqualTo(403);
        assertThat(incoming.rejectedCode()).isEqualTo(2);
        assertThat(server.sessions()).isEmpty();
        assertThat(net.metrics.value(SessionMetrics.Counter.SESSIONS_REFUSED)).isEqualTo(1);
    }

    @Test
    void turnsAwayWithACodeWhereThereIsNoHttp() {
        refuse(RefusedException.unauthorized("no such room"));
        Peer peer = knock(QUIC).peer();
        peer.uni("01 01 00").finish();
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(2);
        assertThat(server.sessions()).isEmpty();
    }

    @Test
    void hidesWhyTheAuthorizerFailed() {
        answer = CompletableFuture.failedFuture(new IllegalStateException("secret"));
        MemoryIncoming incoming = knock(WEB).incoming();
        assertThat(incoming.rejectedStatus()).isEqualTo(500);
    }

    @Test
    void endsAClientThatIsNotLetInInTime() {
        answer = new CompletableFuture<>();
        Peer peer = knock(QUIC).peer();
        peer.uni("01 01 00").finish();
        net.pass(Duration.ofSeconds(11));
        assertThat(peer.closeCode()).isEqualTo(0x11);
        assertThat(server.sessions()).isEmpty();
    }

    @Test
    void refusesARoleThatNothingIsGrantedFor() {
        answer = CompletableFuture.completedFuture(Grant.reading("room"));
        Peer peer = knock(WEB).peer();
        // 1 parameter: role 1 (publisher)
        peer.uni("01 04 01 03 01 01").finish();
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(2);
    }

    @Test
    void endsTheSessionWhenItsGrantExpires() {
        answer =
                CompletableFuture.completedFuture(
                        new Grant(
                                "",
                                List.of(""),
                                List.of(""),
                                net.time.instant().plusSeconds(60),
                                1));
        Peer peer = knock(WEB).peer();
        peer.uni("01 01 00").finish();
        net.pass(Duration.ofSeconds(59));
        assertThat(peer.closed).isNull();
        net.pass(Duration.ofSeconds(2));
        assertThat(peer.closeCode()).isEqualTo(2);
        assertThat(String.valueOf(peer.closed)).contains("expired");
    }

    @Test
    void doesNotBeginWithAGrantThatHasExpired() {
        answer =
                CompletableFuture.completedFuture(
                        new Grant(
                                "",
                                List.of(""),
                                List.of(""),
                                net.time.instant().minusSeconds(1),
                                1));
        Peer peer = knock(WEB).peer();
        assertThat(peer.closeCode()).isEqualTo(2);
    }

    @Test
    void refusesAProtocolThatItDoesNotSpeak() {
        MemoryIncoming incoming = knock(WEB, "moq-transport-14").incoming();
        assertThat(incoming.rejectedStatus()).isEqualTo(400);
        assertThat(incoming.rejectedCode()).isEqualTo(0x15);
    }

    @Test
    void letsNobodyInAfterItsGoaway() {
        Peer first = knock(WEB).peer();
        first.uni("01 01 00").finish();
        net.pass();
        server.goaway("");
        MemoryIncoming incoming = knock(WEB).incoming();
        assertThat(incoming.rejectedStatus()).isEqualTo(503);
        assertThat(first.bidis.getLast().heard()).isEqualTo("05" + "01" + "00");
        server.close();
        net.pass();
        assertThat(first.closeCode()).isZero();
        assertThat(server.sessions()).isEmpty();
        net.pass(Duration.ofMinutes(1));
        assertThat(net.metrics.sessionsLive().values()).containsOnly(0L);
    }
}
