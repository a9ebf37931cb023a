package org.moqgateway.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.StunRequests;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpMuxStats;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.moq.model.Origin;

/// What an attacker can send to the UDP port, from an address of its own or with that of a live
/// peer, while a publisher and a viewer are at work. Whatever comes, the viewer goes on to receive
/// the publisher's new frames, and nothing but those; and afterwards nothing is left.
@Timeout(120)
class HostileTrafficIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int MANY = 100_000;
    private static final int BATCH = 64;

    private final Random random = new Random(11);
    private final LogWatch logs = new LogWatch();
    private final MediaLoops clientLoops = MediaLoops.start(1);
    private final WebRtcGateway gateway;
    private final Session publisher;
    private final Session viewer;
    private final ResourceCount before;

    /// A test peer with the media that tells what it received.
    private record Session(TestPeer peer, TestMedia media) implements AutoCloseable {
        static Session dial(TestPeer.Dial dial) throws InterruptedException {
            TestMedia[] made = new TestMedia[1];
            TestPeer peer =
                    new TestPeer(
                            dial,
                            negotiated -> {
                                made[0] = new TestMedia(negotiated);
                                return made[0];
                            });
            return new Session(peer.awaitConnected(), Objects.requireNonNull(made[0]));
        }

        /// The server's side of the transport.
        PeerConnection server() {
            return ((PeerSession) peer.session()).connection();
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    HostileTrafficIT() throws Exception {
        gateway =
                WebRtcGateway.open(
                        new Origin(),
                        new WebRtcSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                List.of(),
                                50,
                                ConflictPolicy.REPLACE,
                                IngestContainer.LEGACY,
                                2,
                                Duration.ofSeconds(20),
                                FeedPolicy.DEFAULT));
        publisher = dial(SessionKind.WHIP, "live");
        ResourceCount.await("both tracks", SOON, () -> tracks() == 2);
        viewer = dial(SessionKind.WHEP, "live");
        viewer.media().awaitNewFrames(publisher.media());
        before = ResourceCount.now();
    }

    private Session dial(SessionKind kind, String broadcast) throws InterruptedException {
        return Session.dial(new TestPeer.Dial(gateway, kind, broadcast, clientLoops));
    }

    private long tracks() {
        return gateway.broadcasts().stream().mapToLong(live -> live.tracks().size()).sum();
    }

    @BeforeEach
    void twoSessionsAreLive() {
        assertThat(gateway.mux().registrations()).isEqualTo(2);
        assertThat(gateway.mux().boundAddresses()).isEqualTo(2);
    }

    @AfterEach
    void theSessionsLiveAndNothingElseIsLeft() throws Exception {
        viewer.media().awaitNewFrames(publisher.media());
        assertThat(viewer.media().evil()).isZero();
        assertThat(viewer.media().repeated()).isZero();
        assertThat(publisher.server().state()).isEqualTo(PeerConnection.State.CONNECTED);
        assertThat(publisher.server().remote()).isEqualTo(publisher.peer().address());
        assertThat(viewer.server().remote()).isEqualTo(viewer.peer().address());
        assertThat(gateway.mux().registrations()).isEqualTo(2);
        assertThat(gateway.mux().boundAddresses()).isEqualTo(2);
        ResourceCount after = ResourceCount.now();
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 1);
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 4);
        assertThat(after.heapBytes() - before.heapBytes()).isLessThan(8L << 20);
        publisher.close();
        viewer.close();
        ResourceCount.await("all ended", SOON, () -> gateway.sessions().isEmpty());
        assertThat(gateway.mux().registrations()).isZero();
        assertThat(gateway.mux().boundAddresses()).isZero();
        gateway.close();
        clientLoops.close();
        logs.close();
    }

    @Test
    void peersConnectWhileAStrangerSendsClientHellos() throws Exception {
        List<byte[]> hellos =
                List.of(
                        ForgedDtls.clientHello(0x0000),
                        ForgedDtls.clientHello(0xc02b),
                        ForgedDtls.clientHello(0x0000, 0xc02b));
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            // It never sleeps: as a virtual thread it would keep a carrier from all the others.
            Thread flood = Thread.ofPlatform().start(() -> greet(hellos, stranger));
            for (int i = 0; i < 10; i++) {
                dial(i % 2 == 0 ? SessionKind.WHIP : SessionKind.WHEP, i % 2 == 0 ? "x" : "live")
                        .close();
            }
            flood.interrupt();
            flood.join();
            assertThat(stranger.receive(Duration.ofMillis(100))).isEmpty();
        }
        assertThat(gateway.mux().stats().droppedUnknown()).isPositive();
        ResourceCount.await("they left", SOON, () -> gateway.sessions().size() == 2);
    }

    /// Sends until it is interrupted, and no more at once than is read: a full queue would drop
    /// what the peers send as well.
    private void greet(List<byte[]> hellos, Stranger stranger) {
        while (!Thread.currentThread().isInterrupted()) {
            flood(BATCH, () -> hellos.get(random.nextInt(hellos.size())), stranger::send);
        }
    }

    @Test
    void forgedPacketsFromThePeersOwnAddressAreRejectedEachAndAll() throws Exception {
        long rejected = publisher.server().counters().srtpRejected();
        flood(MANY, this::forged, publisher.peer().socket()::send);
        ResourceCount.await(
                "counted",
                SOON,
                () -> publisher.server().counters().srtpRejected() > rejected + MANY * 9 / 10);
        assertThat(publisher.peer().session().stats().packetsReceived())
                .isLessThanOrEqualTo(2 * publisher.media().framesSent());
        flood(MANY / 10, this::forged, viewer.peer().socket()::send);
    }

    @Test
    void forgedPacketsFromAForeignAddressReachNobody() throws Exception {
        UdpMuxStats stats = gateway.mux().stats();
        long rejected = publisher.server().counters().srtpRejected();
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            flood(MANY, this::forged, stranger::send);
        }
        assertThat(gateway.mux().stats().droppedUnknown() - stats.droppedUnknown())
                .isGreaterThan(MANY * 9 / 10);
        assertThat(publisher.server().counters().srtpRejected()).isEqualTo(rejected);
    }

    @Test
    void replayedPacketsAreDroppedWhereverTheyComeFrom() throws Exception {
        publisher.peer().socket().record();
        viewer.media().awaitNewFrames(publisher.media());
        List<byte[]> packets = publisher.peer().socket().recorded();
        assertThat(packets).isNotEmpty();
        long rejected = publisher.server().counters().srtpRejected();
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            for (byte[] packet : packets) {
                publisher.peer().socket().send(packet);
                stranger.send(packet);
            }
        }
        ResourceCount.await(
                "counted",
                SOON,
                () -> publisher.server().counters().srtpRejected() >= rejected + packets.size());
        viewer.media().awaitNewFrames(publisher.media());
        assertThat(publisher.server().counters().packetsReceived())
                .isLessThanOrEqualTo(2 * publisher.media().framesSent());
    }

    @Test
    void sequenceJumpsCauseNoStormOfNacksAndTheStreamGoesOn() throws Exception {
        for (int ahead : new int[] {600, 20_000, 32_767, 513, 32_000, 511}) {
            publisher.media().jump(ahead);
            viewer.media().awaitNewFrames(publisher.media());
        }
        ResourceCount.await(
                "statistics", SOON, () -> publisher.peer().session().stats().plis() > 0);
        // Only the last jump is small enough for what lies in between to be asked for.
        assertThat(publisher.peer().session().stats().nacks()).isLessThan(20 * 512);
        assertThat(gateway.mux().stats().sent()).isLessThan(10_000);
    }

    @Test
    void junkOfEveryFirstByteAndLengthHarmsNobody() throws Exception {
        List<byte[]> junk = new ArrayList<>();
        int[] lengths = {1, 2, 3, 4, 8, 11, 12, 13, 14, 16, 20, 24, 25, 26, 28, 40, 100, 1200};
        for (int first = 0; first < 256; first++) {
            for (int length : lengths) {
                junk.add(junk(first, length));
            }
        }
        int[] firsts = {0, 1, 20, 21, 22, 23, 63, 64, 127, 128, 144, 160, 191, 192, 255};
        for (int length = 1; length <= 1500; length++) {
            junk.add(junk(firsts[length % firsts.length], length));
            junk.add(junk(random.nextInt(256), length));
        }
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            stranger.send(new byte[0]);
            flood(junk.size(), junk.iterator()::next, stranger::send);
            flood(junk.size(), junk.iterator()::next, publisher.peer().socket()::send);
            flood(junk.size(), junk.iterator()::next, viewer.peer().socket()::send);
            assertThat(stranger.receive(Duration.ofMillis(50))).isEmpty();
        }
    }

    @Test
    void forgedDtlsRecordsAfterTheHandshakeEndNothing() throws Exception {
        Supplier<byte[]> records =
                () -> {
                    int type = 20 + random.nextInt(4);
                    int epoch = random.nextInt(2);
                    return ForgedDtls.record(
                            type, epoch, junk(random.nextInt(256), 1 + random.nextInt(300)));
                };
        flood(5_000, records, publisher.peer().socket()::send);
        flood(5_000, records, viewer.peer().socket()::send);
        byte[] closeNotify = {1, 0};
        byte[] fatal = {2, 40};
        for (int epoch = 0; epoch < 2; epoch++) {
            publisher.peer().socket().send(ForgedDtls.record(21, epoch, closeNotify));
            publisher.peer().socket().send(ForgedDtls.record(21, epoch, fatal));
            publisher.peer().socket().send(ForgedDtls.record(22, epoch, ForgedDtls.hello(0x0000)));
        }
        viewer.media().awaitNewFrames(publisher.media());
    }

    @Test
    void forgedStunBindsNoAddressAndIsAnsweredSeldom() throws Exception {
        IceParameters known = publisher.peer().negotiated().remoteIce();
        byte[] badPassword = Stranger.check(known.ufrag(), "not the password at all").bytes();
        byte[] unsigned = StunRequests.check(known.ufrag() + ":x").fingerprint().bytes();
        byte[] unknown = Stranger.check("nobody", known.password()).useCandidate().bytes();
        List<byte[]> all = List.of(badPassword, unsigned, unknown);
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            long begun = System.nanoTime();
            long sent = gateway.mux().stats().sent();
            long mediaSent = viewer.media().packets();
            flood(MANY / 2, () -> all.get(random.nextInt(all.size())), stranger::send);
            long seconds = 2 + (System.nanoTime() - begun) / 1_000_000_000L;
            // Fifty at once and fifty a second, apart from what is sent anyway.
            long media = viewer.media().packets() - mediaSent;
            assertThat(gateway.mux().stats().sent() - sent - media)
                    .isLessThan(50 + seconds * (50 + 100));
            stranger.send(forged());
            assertThat(gateway.mux().boundAddresses()).isEqualTo(2);
        }
        viewer.media().awaitNewFrames(publisher.media());
    }

    @Test
    void aStunFloodWithAKnownNameKeepsNoPeerFromConnecting() throws Exception {
        String[] ufrag = {""};
        CountDownLatch exhausted = new CountDownLatch(1);
        TestPeer.Dial dial = new TestPeer.Dial(gateway, SessionKind.WHIP, "late", clientLoops);
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            Thread flood = new Thread(() -> guess(ufrag[0], stranger, exhausted));
            TestPeer late =
                    new TestPeer(
                            dial,
                            negotiated -> {
                                // The client's first check leaves only after this.
                                ufrag[0] = negotiated.remoteIce().ufrag();
                                flood.start();
                                awaitQuietly(exhausted);
                                return new TestMedia(negotiated);
                            });
            late.awaitConnected().close();
            flood.interrupt();
            flood.join();
        }
        ResourceCount.await("it left", SOON, () -> gateway.sessions().size() == 2);
    }

    /// Sends wrong passwords until it is interrupted.
    private void guess(String ufrag, Stranger stranger, CountDownLatch exhausted) {
        byte[] guess = Stranger.check(ufrag, "no password").bytes();
        while (!Thread.currentThread().isInterrupted()) {
            flood(BATCH, () -> guess, stranger::send);
            exhausted.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// The second session's owner writes the first one's source address.
    @Test
    void aSessionCannotTakeTheAddressOfAnother() throws Exception {
        try (Session attacker = dial(SessionKind.WHIP, "attacker")) {
            IceParameters own = attacker.peer().negotiated().remoteIce();
            byte[] claim =
                    StunRequests.check(own.ufrag() + ":x")
                            .useCandidate()
                            .integrity(own.password())
                            .fingerprint()
                            .bytes();
            for (int i = 0; i < 20; i++) {
                publisher.peer().socket().send(claim);
                viewer.media().awaitNewFrames(publisher.media());
            }
        }
        ResourceCount.await("it left", SOON, () -> gateway.sessions().size() == 2);
    }

    @Test
    void restartsThatNobodyFollowsLeaveNothingBehind() throws Exception {
        List<IceParameters> abandoned = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            PatchResult result =
                    publisher
                            .peer()
                            .session()
                            .patch(
                                    "a=ice-ufrag:u%04d\r\na=ice-pwd:0123456789012345678901%04d\r\n"
                                            .formatted(i, i));
            assertThat(result).isInstanceOf(PatchResult.Restarted.class);
            abandoned.add(iceOf(((PatchResult.Restarted) result).sdpFragment()));
        }
        IceParameters newest = abandoned.removeLast();
        long unknown = gateway.mux().stats().droppedUnknown();
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            for (int i = 0; i < abandoned.size(); i++) {
                IceParameters former = abandoned.get(i);
                // No more at once than the kernel's buffer holds.
                awaitUnknown(unknown + i - BATCH);
                stranger.send(Stranger.check(former.ufrag(), former.password()).bytes());
            }
            awaitUnknown(unknown + abandoned.size());
            assertThat(stranger.receive(Duration.ofMillis(100))).isEmpty();
        }
        assertThat(gateway.mux().stats().droppedUnknown() - unknown).isEqualTo(abandoned.size());
        publisher
                .peer()
                .socket()
                .restartIce(
                        new IceCredentials("u0999", "01234567890123456789010999"),
                        new IceCredentials(newest.ufrag(), newest.password()));
        viewer.media().awaitNewFrames(publisher.media());
    }

    @Test
    void aRestartMovesTheSessionToNewCredentialsWithoutAPause() throws Exception {
        IceParameters former = publisher.peer().negotiated().remoteIce();
        PatchResult result =
                publisher
                        .peer()
                        .session()
                        .patch("a=ice-ufrag:next\r\na=ice-pwd:01234567890123456789next\r\n");
        IceParameters fresh = iceOf(((PatchResult.Restarted) result).sdpFragment());
        publisher
                .peer()
                .socket()
                .restartIce(
                        new IceCredentials("next", "01234567890123456789next"),
                        new IceCredentials(fresh.ufrag(), fresh.password()));
        viewer.media().awaitNewFrames(publisher.media());
        long unknown = gateway.mux().stats().droppedUnknown();
        try (Stranger stranger = new Stranger(gateway.udpPort())) {
            stranger.send(Stranger.check(former.ufrag(), former.password()).bytes());
            awaitUnknown(unknown + 1);
            assertThat(stranger.receive(Duration.ofMillis(100))).isEmpty();
        }
        assertThat(gateway.mux().stats().droppedUnknown()).isEqualTo(unknown + 1);
    }

    @Test
    void aSessionThatEndsTakesNoOtherWithIt() throws Exception {
        try (Session second = dial(SessionKind.WHEP, "live")) {
            assertThat(gateway.session(second.peer().session().id())).isPresent();
            second.peer().session().close("test");
            assertThat(second.peer().awaitEnded(SOON)).isTrue();
            assertThat(gateway.session(second.peer().session().id())).isEmpty();
            assertThat(
                            second.peer()
                                    .session()
                                    .patch("a=ice-ufrag:x123\r\na=ice-pwd:" + "p".repeat(24)))
                    .isInstanceOf(PatchResult.Refused.class);
        }
        ResourceCount.await("it left", SOON, () -> gateway.sessions().size() == 2);
    }

    /// Waits until so many datagrams found nobody: only then does silence tell that none of
    /// them was answered.
    private void awaitUnknown(long dropped) throws InterruptedException {
        ResourceCount.await(
                "dropped", SOON, () -> gateway.mux().stats().droppedUnknown() >= dropped);
    }

    private static IceParameters iceOf(String fragment) {
        return new IceParameters(
                fragment.replaceAll("(?s).*a=ice-ufrag:(\\S+).*", "$1"),
                fragment.replaceAll("(?s).*a=ice-pwd:(\\S+).*", "$1"));
    }

    /// Sends in batches that the kernel's buffer holds, each when the one before has been read.
    private void flood(int count, Supplier<byte[]> next, Consumer<byte[]> send) {
        for (int sent = 0; sent < count; ) {
            long read = gateway.mux().stats().received();
            int batch = Math.min(BATCH, count - sent);
            for (int i = 0; i < batch; i++) {
                send.accept(next.get());
            }
            sent += batch;
            // What got lost on the way is not waited for.
            long end = System.nanoTime() + 20_000_000;
            while (gateway.mux().stats().received() < read + batch && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    /// SRTP and SRTCP in shape, with SSRC and payload types of the live session, but no right tag.
    private byte[] forged() {
        byte[] packet = junk(0x80, 40 + random.nextInt(400));
        int[] types = {96, 0x80 | 96, 111, 97, 200, 201, 205, 206};
        packet[1] = (byte) types[random.nextInt(types.length)];
        long ssrc = publisher.peer().negotiated().media().getFirst().local().primary();
        for (int i = 0; i < 4; i++) {
            packet[8 + i] = (byte) (ssrc >> (24 - 8 * i));
        }
        byte[] text = TestMedia.EVIL.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, packet, 12, text.length);
        return packet;
    }

    private byte[] junk(int first, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        bytes[0] = (byte) first;
        return bytes;
    }
}
