package org.moqgateway.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Origin;

/// Sessions over real sockets: how they come, and that nothing stays when they go.
@Timeout(180)
class WebRtcGatewayIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    /// Longer than the pause between two checks of consent, all that an idle peer sends.
    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);

    /// For peers that vanish. Those that live must not be idle for so long.
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

    private final Origin origin = new Origin();
    private final MediaLoops clientLoops = MediaLoops.start(1);
    private WebRtcGateway gateway;

    WebRtcGatewayIT() throws Exception {
        gateway = open(ConflictPolicy.REPLACE, 200, PEER_TIMEOUT);
    }

    private WebRtcGateway open(ConflictPolicy onConflict, int maxSessions, Duration peerTimeout)
            throws Exception {
        return WebRtcGateway.open(
                origin,
                new WebRtcSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(),
                        maxSessions,
                        onConflict,
                        IngestContainer.LEGACY,
                        2,
                        peerTimeout,
                        FeedPolicy.DEFAULT));
    }

    private void reopen(ConflictPolicy onConflict, int maxSessions) throws Exception {
        gateway.close();
        gateway = open(onConflict, maxSessions, PEER_TIMEOUT);
    }

    private void reopenImpatient() throws Exception {
        gateway.close();
        gateway = open(ConflictPolicy.REPLACE, 200, SHORT_TIMEOUT);
    }

    @BeforeEach
    void startsEmpty() {
        assertThat(gateway.sessions()).isEmpty();
    }

    @AfterEach
    void close() {
        gateway.close();
        clientLoops.close();
    }

    private TestPeer dial(SessionKind kind, String broadcast) {
        return new TestPeer(
                new TestPeer.Dial(gateway, kind, broadcast, clientLoops), _ -> new TestPeer.Idle());
    }

    @Test
    void publisherIsAnnouncedWhenItsMediaCanFlow() throws Exception {
        try (TestPeer publisher = dial(SessionKind.WHIP, "a/b")) {
            publisher.awaitConnected();
            ResourceCount.await("announced", SOON, () -> origin.announced().contains("a/b"));
            assertThat(gateway.broadcasts())
                    .extracting(BroadcastStatus::name)
                    .containsExactly("a/b");
        }
        ResourceCount.await("unannounced", SOON, () -> origin.announced().isEmpty());
    }

    @Test
    void offerAloneTakesNoNameAway() throws Exception {
        try (TestPeer first = dial(SessionKind.WHIP, "name")) {
            first.awaitConnected();
            ResourceCount.await("announced", SOON, () -> gateway.broadcasts().size() == 1);
            try (TestPeer silent = dial(SessionKind.WHIP, "name")) {
                silent.kill();
                assertThat(first.connection().state()).isEqualTo(PeerConnection.State.CONNECTED);
                assertThat(first.session().stats().state()).isEqualTo("connected");
            }
        }
    }

    @Test
    void secondPublisherReplacesTheFirst() throws Exception {
        try (TestPeer first = dial(SessionKind.WHIP, "name").awaitConnected()) {
            // A publisher counts from when its server's side is connected too.
            ResourceCount.await("live", SOON, () -> gateway.broadcasts().size() == 1);
            try (TestPeer second = dial(SessionKind.WHIP, "name").awaitConnected()) {
                assertThat(first.awaitEnded(SOON)).isTrue();
                assertThat(second.connection().state()).isEqualTo(PeerConnection.State.CONNECTED);
                assertThat(gateway.broadcasts()).hasSize(1);
            }
        }
    }

    @Test
    void secondPublisherIsRefusedWhenTheFirstIsKept() throws Exception {
        reopen(ConflictPolicy.REJECT, 200);
        try (TestPeer first = dial(SessionKind.WHIP, "name").awaitConnected()) {
            ResourceCount.await("live", SOON, () -> gateway.broadcasts().size() == 1);
            assertThat(gateway.accept(SessionKind.WHIP, "name", "v=0"))
                    .isInstanceOfSatisfying(
                            AcceptResult.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refusal.CONFLICT));
            assertThat(first.connection().state()).isEqualTo(PeerConnection.State.CONNECTED);
        }
    }

    @Test
    void publisherOverMoqIsKeptToo() throws Exception {
        reopen(ConflictPolicy.REJECT, 200);
        BroadcastProducer first = origin.createBroadcast("name");
        assertThat(gateway.accept(SessionKind.WHIP, "name", "v=0"))
                .isInstanceOfSatisfying(
                        AcceptResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.CONFLICT));
        first.finish();
        dial(SessionKind.WHIP, "name").awaitConnected().close();
    }

    @Test
    void tooManySessionsAreRefusedAndAPlaceIsFreeAgainAfterOneEnds() throws Exception {
        reopen(ConflictPolicy.REPLACE, 1);
        try (TestPeer only = dial(SessionKind.WHIP, "one").awaitConnected()) {
            assertThat(gateway.accept(SessionKind.WHIP, "two", "v=0"))
                    .isInstanceOfSatisfying(
                            AcceptResult.Refused.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(Refusal.TOO_MANY_SESSIONS));
            only.session().close("make room");
            assertThat(only.awaitEnded(SOON)).isTrue();
        }
        ResourceCount.await("room", SOON, () -> gateway.sessions().isEmpty());
        dial(SessionKind.WHIP, "two").awaitConnected().close();
    }

    @Test
    void vanishedPublisherIsNoticedWithinThePeerTimeout() throws Exception {
        reopenImpatient();
        TestPeer publisher = dial(SessionKind.WHIP, "gone").awaitConnected();
        publisher.kill();
        ResourceCount.await("noticed", Duration.ofSeconds(5), () -> gateway.sessions().isEmpty());
        assertThat(origin.announced()).isEmpty();
        publisher.close();
    }

    @Test
    void dtlsCloseNotifyEndsTheSessionFromEitherSide() throws Exception {
        TestPeer leaves = dial(SessionKind.WHIP, "one").awaitConnected();
        try (TestPeer left = dial(SessionKind.WHIP, "two").awaitConnected()) {
            ResourceCount.await("both live", SOON, () -> gateway.broadcasts().size() == 2);
            PeerConnection server = ((PeerSession) leaves.session()).connection();
            leaves.connection().close(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "leaves"));
            ResourceCount.await("one ended", SOON, () -> gateway.sessions().size() == 1);
            assertThat(server.ending())
                    .extracting(PeerEnd::reason)
                    .isEqualTo(PeerEnd.Reason.CLOSED_BY_PEER);
            left.session().close("test");
            assertThat(left.awaitEnded(SOON)).isTrue();
            assertThat(left.connection().ending())
                    .extracting(PeerEnd::reason)
                    .isEqualTo(PeerEnd.Reason.CLOSED_BY_PEER);
        }
    }

    @Test
    void anEndedSessionAnswersNoCheckAnyMore() throws Exception {
        try (TestPeer peer = dial(SessionKind.WHIP, "ended").awaitConnected()) {
            IceParameters ice = peer.negotiated().remoteIce();
            assertThat(Stranger.isAnswered(gateway.udpPort(), ice)).isTrue();
            peer.session().close("test");
            ResourceCount.await("ended", SOON, () -> gateway.sessions().isEmpty());
            assertThat(Stranger.isIgnored(gateway.udpPort(), ice)).isTrue();
        }
    }

    @Test
    void aPeerThatVanishesInTheMiddleOfARestartIsNoticedToo() throws Exception {
        reopenImpatient();
        TestPeer publisher = dial(SessionKind.WHIP, "gone").awaitConnected();
        assertThat(publisher.session().patch("a=ice-ufrag:next\r\na=ice-pwd:" + "p".repeat(24)))
                .isInstanceOf(PatchResult.Restarted.class);
        publisher.kill();
        ResourceCount.await("noticed", Duration.ofSeconds(5), () -> gateway.sessions().isEmpty());
        assertThat(gateway.mux().registrations()).isZero();
        publisher.close();
    }

    @Test
    void aThousandSessionsLeaveNothingBehind() throws Exception {
        reopenImpatient();
        cycle(50, true); // Classes, ciphers and pools come into being.
        ResourceCount before = ResourceCount.now();
        for (int i = 0; i < 20; i++) {
            cycle(50, i % 5 == 0);
        }
        ResourceCount after = ResourceCount.now();
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 2);
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 4);
        assertThat(after.heapBytes() - before.heapBytes()).isLessThan(8L << 20);
        assertThat(gateway.mux().registrations()).isZero();
        assertThat(gateway.mux().boundAddresses()).isZero();
        assertThat(origin.announced()).isEmpty();
    }

    /// Opens `count` publishers and ends them in every way there is.
    ///
    /// @param vanish whether some vanish, which takes as long as the peer timeout
    private void cycle(int count, boolean vanish) throws Exception {
        List<TestPeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(dial(SessionKind.WHIP, "leak/" + i));
        }
        for (int i = 0; i < count; i++) {
            TestPeer peer = peers.get(i);
            switch (i % 4) {
                case 0 -> peer.awaitConnected().session().close("DELETE");
                case 1 -> peer.awaitConnected();
                case 2 -> {
                    peer.awaitConnected();
                    if (vanish) {
                        peer.kill();
                    }
                }
                default -> peer.session().close("never connected");
            }
        }
        peers.forEach(TestPeer::close);
        ResourceCount.await("all ended", SOON, () -> gateway.sessions().isEmpty());
    }
}
