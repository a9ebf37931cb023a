package org.moqgateway.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;
import org.moqgateway.core.transport.IceTransport;
import org.moqgateway.core.transport.IceTransportSettings;
import org.moqgateway.core.transport.IceTransports;
import org.moqgateway.core.transport.RemoteIce;
import org.moqgateway.core.transport.TurnRelays;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

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
    private final List<RemoteIce> descriptions = new CopyOnWriteArrayList<>();
    private final WebRtcGateway remote;
    private final WebRtcGateway dialler;

    DialledSessionsIT() throws Exception {
        remote = open(far, ConflictPolicy.REPLACE, 200);
        dialler = open(near, ConflictPolicy.REPLACE, 200, this::heard);
    }

    /// A way that notes what the peers' descriptions said.
    private IceTransport heard(MediaLoops loops, IceTransportSettings settings) throws IOException {
        IceTransport way = IceTransports.open(loops, settings, new TurnRelays(null));
        return (IceTransport)
                Proxy.newProxyInstance(
                        IceTransport.class.getClassLoader(),
                        new Class<?>[] {IceTransport.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("start")) {
                                descriptions.add((RemoteIce) arguments[0]);
                            }
                            return method.invoke(way, arguments);
                        });
    }

    private static WebRtcGateway open(Origin origin, ConflictPolicy policy, int most)
            throws Exception {
        return open(
                origin,
                policy,
                most,
                (loops, way) -> IceTransports.open(loops, way, new TurnRelays(null)));
    }

    private static WebRtcGateway open(
            Origin origin, ConflictPolicy policy, int most, IceTransportFactory transports)
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
                        Duration.ofSeconds(10),
                        FeedPolicy.DEFAULT),
                transports);
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
            return Objects.requireNonNull(media.get());
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
                            TestMedia made = new TestMedia(negotiated);
                            media.set(made);
                            return made;
                        });
        return new Camera(peer.awaitConnected(), media);
    }

    private Camera screen(WebRtcGateway gateway, String path) throws Exception {
        AtomicReference<TestMedia> media = new AtomicReference<>();
        TestPeer peer =
                new TestPeer(
                        new TestPeer.Dial(gateway, SessionKind.WHEP, path, clientLoops),
                        negotiated -> {
                            TestMedia made = new TestMedia(negotiated);
                            media.set(made);
                            return made;
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
        AcceptResult result = remote.accept(kind, path, session.offer());
        if (!(result instanceof AcceptResult.Accepted taken)) {
            throw new AssertionError(result + " for " + session.offer());
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
                // Its counters may be a second old.
                ResourceCount.await("counted", SOON, () -> session.stats().packetsReceived() > 0);
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

    private Camera pushedScreen() throws Exception {
        assertThat(remote.awaitLive("pushed", RenditionChoice.ANY, SOON)).isTrue();
        return screen(remote, "pushed");
    }

    @Test
    void pushedMediaReachesTheRemote() throws Exception {
        try (Camera camera = camera(dialler, "show")) {
            assertThat(dialler.awaitLive("show", RenditionChoice.ANY, SOON)).isTrue();
            try (DialledSession session = push("show", "pushed")) {
                try (Camera screen = pushedScreen()) {
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

    /// Reads a track for as long as the test lives, as a MoQ subscriber does.
    private static final class Subscriber {
        private final TrackConsumer track;
        private final List<Long> times = new ArrayList<>();
        private final NavigableMap<Long, Long> timesByNumber = new TreeMap<>();

        Subscriber(Origin origin, String path, String name) {
            track = origin.broadcast(path).orElseThrow().track(name).orElseThrow();
        }

        /// Waits for frames that come from now on.
        void awaitFrames(int count) throws InterruptedException {
            int before = read();
            ResourceCount.await("frames", SOON, () -> read() >= before + count);
        }

        /// The number of the newest frame there is, -1 before the first.
        long newest() {
            return read() == 0 ? -1 : timesByNumber.lastKey();
        }

        long timeOf(long number) {
            return Objects.requireNonNull(timesByNumber.get(number));
        }

        private int read() {
            while (true) {
                switch (track.pollFrame()) {
                    case Poll.Ready<Frame>(Frame frame) -> {
                        times.add(frame.timestampUs());
                        timesByNumber.put(TestMedia.number(frame.payload()), frame.timestampUs());
                    }
                    case Poll.Skipped<Frame> _ -> {
                        // It reads on at the newest group.
                    }
                    case Poll.Pending<Frame> _ -> {
                        return times.size();
                    }
                    case Poll.Finished<Frame> _ -> throw new AssertionError("finished");
                    case Poll.Aborted<Frame> aborted ->
                            throw new AssertionError("aborted: " + aborted);
                }
            }
        }
    }

    /// How far apart two tracks are here, by what the camera sent at once after a number.
    private static long skewUs(Subscriber one, Subscriber other, long after)
            throws InterruptedException {
        ResourceCount.await(
                "a frame of both",
                SOON,
                () -> {
                    long number = Math.min(one.newest(), other.newest());
                    return number > after
                            && one.timesByNumber.containsKey(number)
                            && other.timesByNumber.containsKey(number);
                });
        long number = Math.min(one.timesByNumber.lastKey(), other.timesByNumber.lastKey());
        return Math.abs(one.timeOf(number) - other.timeOf(number));
    }

    @Test
    void aHeldBroadcastGoesOnFromSessionToSession() throws Exception {
        try (Camera camera = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            DialledSession session = pull(held, "cam");
            assertThat(dialler.awaitLive("pulled", RenditionChoice.ANY, SOON)).isTrue();
            Subscriber video = new Subscriber(near, "pulled", "0.avc3");
            Subscriber audio = new Subscriber(near, "pulled", "0.opus");
            for (int i = 0; i < 3; i++) {
                video.awaitFrames(5);
                audio.awaitFrames(5);
                end(session, i);
                session.ended().get(10, TimeUnit.SECONDS);
                assertThat(near.announced()).containsExactly("pulled");
                assertThat(dialler.broadcasts()).hasSize(1);
                session = pull(held, "cam");
            }
            // These come by the last session alone.
            long now = camera.sent().framesSent();
            video.awaitFrames(5);
            audio.awaitFrames(5);
            assertThat(skewUs(video, audio, now)).isLessThan(500_000);
            assertThat(video.times).isSorted().doesNotHaveDuplicates();
            assertThat(audio.times).isSorted().doesNotHaveDuplicates();

            held.withdraw();
            assertThat(near.announced()).containsExactly("pulled");
            session.close();
            session.ended().get(10, TimeUnit.SECONDS);
            held.withdraw();
            assertThat(near.announced()).isEmpty();
        }
    }

    /// In every way there is.
    private void end(DialledSession session, int way) {
        if (way == 0) {
            session.close("test");
        } else {
            remote.sessions().stream()
                    .filter(each -> each.kind() == SessionKind.WHEP)
                    .forEach(each -> each.close("test"));
        }
    }

    @Test
    void aNewerSessionTakesTheHeldBroadcastOver() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            DialledSession first = pull(held, "cam");
            assertThat(dialler.awaitLive("pulled", RenditionChoice.ANY, SOON)).isTrue();
            Subscriber video = new Subscriber(near, "pulled", "0.avc3");
            video.awaitFrames(5);
            try (DialledSession _ = pull(held, "cam")) {
                assertThat(first.ended().get(10, TimeUnit.SECONDS).detail()).contains("newer");
                video.awaitFrames(5);
                assertThat(video.times).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aPublisherHereTakesThePathFromAPulledBroadcast() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            DialledSession session = pull(held, "cam");
            assertThat(dialler.awaitLive("pulled", RenditionChoice.ANY, SOON)).isTrue();
            try (Camera local = camera(dialler, "pulled")) {
                assertThat(session.ended().get(10, TimeUnit.SECONDS).detail())
                        .contains("a newer publisher took the name");
                assertThat(local.peer().session().stats().state()).isEqualTo("connected");
                held.withdraw();
                assertThat(near.announced()).containsExactly("pulled");
            }
        }
    }

    @Test
    void aProtectedPathIsNotPulledInto() throws Exception {
        Origin origin = new Origin();
        try (WebRtcGateway keeps = open(origin, ConflictPolicy.REJECT, 200);
                HeldBroadcast held = keeps.hold("name");
                Camera _ = camera(keeps, "name")) {
            ResourceCount.await("live", SOON, () -> origin.announced().contains("name"));
            assertThatThrownBy(
                            () ->
                                    keeps.dial(
                                            new DialRequest.Pull(
                                                    held, HOST, Duration.ofSeconds(1))))
                    .isInstanceOfSatisfying(
                            DialException.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(DialException.Reason.CONFLICT));
        }
    }

    @Test
    void keyframesThatViewersWantAreAskedOfTheRemotesPublisher() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            try (DialledSession session = pull(held, "cam")) {
                assertThat(dialler.awaitLive("pulled", RenditionChoice.ANY, SOON)).isTrue();
                long before = session.stats().plis();
                try (TestPeer viewer =
                        new TestPeer(
                                new TestPeer.Dial(dialler, SessionKind.WHEP, "pulled", clientLoops),
                                Impatient::new)) {
                    viewer.awaitConnected();
                    ResourceCount.await("asked", SOON, () -> session.stats().plis() > before);
                }
            }
        }
    }

    /// A viewer that wants a keyframe with each picture that it gets.
    private static final class Impatient extends TestPeer.Idle {
        private final RtcpWriter writer = new RtcpWriter();
        private final RtpPacket packet = new RtpPacket();

        Impatient(NegotiatedSession negotiated) {
            assertThat(negotiated.media()).hasSize(2);
        }

        @Override
        public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
            MediaOut out = out();
            if (out != null && packet.wrap(buffer, offset, length) == RtpParseResult.OK) {
                byte[] report = new byte[100 + MediaOut.TAILROOM_BYTES];
                writer.begin(report, 0, 100);
                writer.receiverReport(1);
                writer.cname(1, new byte[] {'x'});
                writer.pictureLossIndication(1, packet.ssrc());
                out.sendRtcp(report, 0, writer.length());
                out.flush();
            }
        }
    }

    @Test
    void aPushedSessionOutlivesItsBroadcast() throws Exception {
        try (Camera first = camera(dialler, "show")) {
            assertThat(dialler.awaitLive("show", RenditionChoice.ANY, SOON)).isTrue();
            try (DialledSession session = push("show", "pushed");
                    Camera screen = pushedScreen()) {
                screen.sent().awaitNewFrames(first.sent());
                first.peer().session().close("test");
                ResourceCount.await("over", SOON, () -> near.announced().isEmpty());
                try (Camera second = camera(dialler, "show")) {
                    // Its numbers begin anew.
                    ResourceCount.await(
                            "new frames",
                            SOON,
                            () ->
                                    second.sent().framesSent() > 0
                                            && screen.sent().newestFrame()
                                                    <= second.sent().framesSent());
                    screen.sent().awaitNewFrames(second.sent());
                }
                assertThat(session.ended()).isNotDone();
            }
        }
    }

    @Test
    void badAnswersEndTheSessionAndLeaveItsPlace() throws Exception {
        try (WebRtcGateway small = open(new Origin(), ConflictPolicy.REPLACE, 1);
                HeldBroadcast held = small.hold("pulled")) {
            for (String answer : List.of("", "v=0", "nonsense".repeat(1000))) {
                DialledSession session =
                        small.dial(new DialRequest.Pull(held, HOST, Duration.ofSeconds(1)));
                assertThat(session.stats().state()).isEqualTo("connecting");
                assertThatThrownBy(() -> session.answered(answer))
                        .isInstanceOfSatisfying(
                                DialException.class,
                                refused ->
                                        assertThat(refused.reason())
                                                .isEqualTo(DialException.Reason.BAD_DESCRIPTION));
                assertThat(session.ended().get(10, TimeUnit.SECONDS).detail())
                        .contains("unusable answer");
                assertThat(session.connected()).isCompletedExceptionally();
                assertThatThrownBy(() -> session.answered(answer))
                        .isInstanceOf(DialException.class);
            }
        }
    }

    @Test
    void aWrongFingerprintEndsTheSessionWithAClearError() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            DialledSession session =
                    dialler.dial(new DialRequest.Pull(held, HOST, Duration.ofSeconds(1)));
            AcceptResult.Accepted taken =
                    (AcceptResult.Accepted) remote.accept(SessionKind.WHEP, "cam", session.offer());
            session.answered(
                    taken.answerSdp()
                            .replaceAll("a=fingerprint:sha-256 ..", "a=fingerprint:sha-256 00"));
            PeerEnd end = session.ended().get(10, TimeUnit.SECONDS);
            assertThat(end.reason()).isEqualTo(PeerEnd.Reason.HANDSHAKE_FAILED);
            assertThat(end.detail()).containsIgnoringCase("fingerprint");
            assertThat(near.announced()).isEmpty();
        }
    }

    @Test
    void saysOnceWhichCandidatesWereNotTried() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            DialledSession session =
                    dialler.dial(new DialRequest.Pull(held, HOST, Duration.ofSeconds(1)));
            AcceptResult.Accepted taken =
                    (AcceptResult.Accepted) remote.accept(SessionKind.WHEP, "cam", session.offer());
            session.answered(
                    taken.answerSdp()
                            .replaceAll("(a=candidate:\\S+ 1 udp \\d+) \\S+", "$1 169.254.9.9"));
            PeerEnd end = session.ended().get(20, TimeUnit.SECONDS);
            assertThat(end.reason()).isEqualTo(PeerEnd.Reason.NEVER_CONNECTED);
            assertThat(end.detail()).containsOnlyOnce("169.254.9.9");
        }
    }

    @Test
    void thePeerMayOfferInsteadOfAnswering() throws Exception {
        try (HeldBroadcast held = dialler.hold("pulled")) {
            DialledSession session =
                    dialler.dial(new DialRequest.Pull(held, HOST, Duration.ofSeconds(1)));
            AtomicReference<TestMedia> sent = new AtomicReference<>();
            SessionBroker counter = new CounterOffers(session);
            try (TestPeer _ =
                    new TestPeer(
                            new TestPeer.Dial(counter, SessionKind.WHIP, "any", clientLoops),
                            negotiated -> {
                                TestMedia made = new TestMedia(negotiated);
                                sent.set(made);
                                return made;
                            })) {
                session.connected().get(10, TimeUnit.SECONDS);
                assertThat(dialler.awaitLive("pulled", RenditionChoice.ANY, SOON)).isTrue();
            }
            session.ended().get(10, TimeUnit.SECONDS);
            assertThat(descriptions).extracting(RemoteIce::offered).containsExactly(true);
        }
    }

    @Test
    void aRestartThatWasGivenUpTakesNoAnswer() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            try (DialledSession session = pull(held, "cam")) {
                session.connected().get(10, TimeUnit.SECONDS);
                String fragment = session.restartIce();
                session.abandonRestart();
                assertThatThrownBy(() -> session.restarted(fragment))
                        .isInstanceOf(DialException.class)
                        .hasMessageContaining("given up");
                assertThat(session.ended()).isNotDone();
                assertThat(descriptions).hasSize(1);
            }
        }
    }

    @Test
    void mediaFlowsOnThroughAnIceRestart() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            try (DialledSession session = pull(held, "cam")) {
                assertThat(dialler.awaitLive("pulled", RenditionChoice.ANY, SOON)).isTrue();
                Subscriber video = new Subscriber(near, "pulled", "0.avc3");
                PeerSessionHandle server =
                        remote.sessions().stream()
                                .filter(each -> each.kind() == SessionKind.WHEP)
                                .findFirst()
                                .orElseThrow();
                String fragment = session.restartIce();
                assertThat(server.isRestart(fragment)).isTrue();
                assertThatThrownBy(() -> session.restarted("nonsense"))
                        .isInstanceOf(DialException.class);
                if (!(server.patch(fragment) instanceof PatchResult.Restarted restarted)) {
                    throw new AssertionError("not restarted");
                }
                session.restarted(restarted.sdpFragment());
                video.awaitFrames(50);
                assertThat(session.ended()).isNotDone();
                // The new credentials alone are taken now.
                assertThat(server.isRestart(fragment)).isFalse();
                assertThat(descriptions).extracting(RemoteIce::lite).containsExactly(true, true);
                assertThat(descriptions)
                        .extracting(RemoteIce::offered)
                        .containsExactly(false, false);
            }
        }
    }

    @Test
    void nothingIsLeftToTellWhenTheOfferToldEverything() throws Exception {
        try (HeldBroadcast held = dialler.hold("pulled");
                DialledSession session =
                        dialler.dial(new DialRequest.Pull(held, HOST, Duration.ofSeconds(5)))) {
            assertThat(session.offer()).contains("a=candidate:").contains("a=end-of-candidates");
            assertThat(session.trickle(SOON)).isEmpty();
            assertThat(session.restartIce())
                    .contains("a=candidate:")
                    .contains("a=mid:0")
                    .doesNotContain("end-of-candidates");
            assertThat(session.trickle(SOON)).get().asString().contains("a=end-of-candidates");
            assertThat(session.trickle(SOON)).isEmpty();
        }
    }

    @Test
    void nothingIsLeftOfManySessions() throws Exception {
        try (Camera _ = camera(remote, "cam");
                HeldBroadcast held = dialler.hold("pulled")) {
            assertThat(remote.awaitLive("cam", RenditionChoice.ANY, SOON)).isTrue();
            cycle(held, 10);
            ResourceCount before = ResourceCount.now();
            cycle(held, 30);
            ResourceCount after = ResourceCount.now();
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 2);
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 4);
            assertThat(after.heapBytes() - before.heapBytes()).isLessThan(8L << 20);
        }
    }

    private void cycle(HeldBroadcast held, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            DialledSession session;
            if (i % 5 == 4) {
                session = dialler.dial(new DialRequest.Pull(held, HOST, Duration.ofSeconds(1)));
                session.close("never answered");
            } else {
                session = pull(held, "cam");
                end(session, i % 2);
            }
            session.ended().get(10, TimeUnit.SECONDS);
        }
        ResourceCount.await("none here", SOON, () -> dialler.sessions().isEmpty());
        ResourceCount.await("one there", SOON, () -> remote.sessions().size() == 1);
    }
}
