package org.moqgateway.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.transport.IceTransportSettings;
import org.moqgateway.moq.model.Origin;

/// One gateway dials another: real UDP, ICE, DTLS and SRTP, with the signalling between them left
/// out.
@Timeout(120)
class DialledSessionsIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final IceTransportSettings HOST =
            new IceTransportSettings(List.of(), false, true);

    private final Origin near = new Origin();
    private final Origin far = new Origin();
    private final MediaLoops clientLoops = MediaLoops.start(1);
    private final WebRtcGateway remote;
    private final WebRtcGateway dialler;

    DialledSessionsIT() throws Exception {
        remote = open(far, ConflictPolicy.REPLACE, 200);
        dialler = open(near, ConflictPolicy.REPLACE, 200);
    }

    private static WebRtcGateway open(Origin origin, ConflictPolicy policy, int most)
            throws Exception {
        return WebRtcGateway.open(
                origin,
                new WebRtcSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(),
                        most,
                        policy,
                        IngestContainer.LEGACY,
                        2,
                        Duration.ofSeconds(2),
                        FeedPolicy.DEFAULT));
    }

    @AfterEach
    void close() {
        dialler.close();
        remote.close();
        clientLoops.close();
    }

    /// A publisher whose frames carry numbers.
    private record Camera(TestPeer peer, AtomicReference<TestMedia> media)
            implements AutoCloseable {
        TestMedia sent() {
            return media.get();
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    private Camera camera(WebRtcGateway gateway, String path) throws Exception {
        AtomicReference<TestMedia> media = new AtomicReference<>();
        TestPeer peer =
                new TestPeer(
                        new TestPeer.Dial(gateway, SessionKind.WHIP, path, clientLoops),
                        negotiated -> {
                            media.set(new TestMedia(negotiated));
                            return media.get();
                        });
        return new Camera(peer.awaitConnected(), media);
    }

    private Camera screen(WebRtcGateway gateway, String path) throws Exception {
        AtomicReference<TestMedia> media = new AtomicReference<>();
        TestPeer peer =
                new TestPeer(
                        new TestPeer.Dial(gateway, SessionKind.WHEP, path, clientLoops),
                        negotiated -> {
                            media.set(new TestMedia(negotiated));
                            return media.get();
                        });
        return new Camera(peer.awaitConnected(), media);
    }

    private DialledSession pull(HeldBroadcast into, String path) throws Exception {
        return signal(
                dialler.dial(new DialRequest.Pull(into, HOST, Duration.ofSeconds(1))),
                SessionKind.WHEP,
                path);
    }

    private DialledSession push(String from, String path) throws Exception {
        return signal(
                dialler.dial(
                        new DialRequest.Push(
                                from, RenditionChoice.ANY, HOST, Duration.ofSeconds(1))),
                SessionKind.WHIP,
                path);
    }

    private DialledSession signal(DialledSession session, SessionKind kind, String path)
            throws Exception {
        if (!(remote.accept(kind, path, session.offer()) instanceof AcceptResult.Accepted taken)) {
            throw new AssertionError("refused: " + session.offer());
        }
        session.answered(taken.answerSdp());
        session.connected().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        return session;
    }

    private static boolean allConnected(WebRtcGateway gateway) {
        return gateway.sessions().stream()
                .allMatch(each -> each.stats().state().equals("connected"));
    }

    @Test
    void pulledMediaReachesViewersHere() throws Exception {
        try (Camera camera = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            try (DialledSession session = pull(held, "cam")) {
                assertThat(dialler.awaitLive("pulled", RenditionChoice.ANY, SOON)).isTrue();
                try (Camera screen = screen(dialler, "pulled")) {
                    screen.sent().awaitNewFrames(camera.sent());
                }
                assertThat(held.lastMedia()).isPresent();
                assertThat(dialler.sessions())
                        .extracting(PeerSessionHandle::stats)
                        .filteredOn(SessionStats::dialled)
                        .singleElement()
                        .satisfies(stats -> assertThat(stats.id()).isEqualTo(session.id()))
                        .satisfies(stats -> assertThat(stats.packetsReceived()).isPositive());
                assertThat(dialler.broadcasts())
                        .extracting(BroadcastStatus::name)
                        .containsExactly("pulled");
            }
        }
    }

    @Test
    void pushedMediaReachesTheRemote() throws Exception {
        try (Camera camera = camera(dialler, "show")) {
            assertThat(dialler.awaitLive("show", RenditionChoice.ANY, SOON)).isTrue();
            try (DialledSession session = push("show", "pushed")) {
                try (Camera screen = screen(remote, "pushed")) {
                    screen.sent().awaitNewFrames(camera.sent());
                }
                assertThat(session.stats().dialled()).isTrue();
                assertThat(dialler.session(session.id())).isPresent();
            }
        }
    }

    @Test
    void whatIsNotLiveIsNotPushed() {
        assertThatThrownBy(() -> push("nothing", "pushed"))
                .isInstanceOfSatisfying(
                        DialException.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(DialException.Reason.NOT_LIVE));
        assertThat(dialler.sessions()).isEmpty();
    }

    @Test
    void theEndOfTheRemoteIsTold() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            DialledSession session = pull(held, "cam");
            ResourceCount.await("both connected", SOON, () -> allConnected(remote));
            remote.sessions().stream()
                    .filter(each -> each.kind() == SessionKind.WHEP)
                    .forEach(each -> each.close("test"));
            assertThat(session.ended().get(10, TimeUnit.SECONDS).reason())
                    .isEqualTo(PeerEnd.Reason.CLOSED_BY_PEER);
            assertThat(dialler.session(session.id())).isEmpty();
        }
    }
}
