package org.moqgateway.core.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.HandshakeRole;
import org.moqgateway.core.negotiation.LocalParameters;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.negotiation.NegotiationResult;
import org.moqgateway.core.negotiation.Offerer;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.net.UdpMuxConfig;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerConnectionConfig;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.SessionDescription;

/// A WebRTC client of our own parts with a real socket: real ICE, DTLS and SRTP. Any thread.
public final class TestPeer implements AutoCloseable {
    private static final List<String> BOTH = List.of("avc1.42e01f", "opus");
    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate();

    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final PeerConnection connection;
    private final TestSocket socket;
    private final UdpMux mux;
    private final PeerSessionHandle session;
    private final NegotiatedSession negotiated;

    /// How a peer comes to its session.
    ///
    /// @param broker answers the offer
    /// @param kind publish or play
    /// @param broadcast the path
    /// @param loops where the client lives
    /// @param route where to send instead of the server's candidate, for an impaired network
    /// @param codecs what a publisher offers
    public record Dial(
            SessionBroker broker,
            SessionKind kind,
            String broadcast,
            MediaLoops loops,
            UnaryOperator<InetSocketAddress> route,
            List<String> codecs) {
        /// Copies the list.
        public Dial {
            codecs = List.copyOf(codecs);
        }

        /// Straight to the server, with H.264 and Opus.
        public Dial(SessionBroker broker, SessionKind kind, String broadcast, MediaLoops loops) {
            this(broker, kind, broadcast, loops, UnaryOperator.identity(), BOTH);
        }

        /// The same with other codecs.
        public Dial with(String... others) {
            return new Dial(broker, kind, broadcast, loops, route, List.of(others));
        }
    }

    /// Offers, reads the answer and begins to connect.
    ///
    /// @throws AssertionError when the offer is refused
    public TestPeer(Dial dial, MediaFactory factory) {
        IceCredentials ice = IceCredentials.random();
        LocalParameters local = parameters(ice);
        SessionDescription offer = offer(dial, local);
        AcceptResult result = dial.broker().accept(dial.kind(), dial.broadcast(), offer.write());
        if (!(result instanceof AcceptResult.Accepted accepted)) {
            throw new AssertionError(result.toString());
        }
        session = accepted.session();
        if (!(Offerer.digest(offer, accepted.answerSdp(), local)
                instanceof NegotiationResult.Accepted digested)) {
            throw new AssertionError("bad answer: " + accepted.answerSdp());
        }
        negotiated = digested.session();
        IceControllingAgent agent =
                new IceControllingAgent(
                        ice,
                        new IceCredentials(
                                negotiated.remoteIce().ufrag(), negotiated.remoteIce().password()),
                        dial.broadcast().hashCode());
        negotiated.remoteCandidates().stream()
                .map(Candidate::udpAddress)
                .flatMap(Optional::stream)
                .limit(1)
                .map(dial.route())
                .forEach(agent::addRemoteCandidate);
        connection =
                new PeerConnection(
                        new PeerConnectionConfig(
                                "test peer",
                                new IceSide.Controlling(agent),
                                negotiated.dtlsRole() == HandshakeRole.CLIENT
                                        ? DtlsRole.CLIENT
                                        : DtlsRole.SERVER,
                                CERTIFICATE,
                                negotiated.remoteFingerprints().stream()
                                        .map(f -> new DtlsFingerprint(f.algorithm(), f.value()))
                                        .toList(),
                                System.nanoTime()),
                        new Watched(factory.make(negotiated)),
                        ended::countDown);
        socket = new TestSocket(connection);
        try {
            mux =
                    UdpMux.bindSingle(
                            dial.loops(),
                            UdpMuxConfig.of(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                            socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Makes the client's media side once the answer is known.
    @FunctionalInterface
    public interface MediaFactory {
        /// Called once, before the first datagram leaves.
        PeerMedia make(NegotiatedSession negotiated);
    }

    private static LocalParameters parameters(IceCredentials ice) {
        DtlsFingerprint fingerprint = CERTIFICATE.fingerprint();
        return new LocalParameters(
                1,
                new IceParameters(ice.ufrag(), ice.password()),
                List.of(),
                new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                SessionRandom.streams());
    }

    private static SessionDescription offer(Dial dial, LocalParameters local) {
        return switch (dial.kind()) {
            case WHEP -> Offerer.offerToReceive(local);
            case WHIP ->
                    Offerer.offerToSend(
                            local,
                            dial.codecs().stream()
                                    .map(codec -> AvailableCodec.of(codec).orElseThrow())
                                    .toList());
        };
    }

    /// The server's side.
    public PeerSessionHandle session() {
        return session;
    }

    /// What offer and answer agreed on; its remote ICE is the server's.
    public NegotiatedSession negotiated() {
        return negotiated;
    }

    /// The socket as somebody on the path has it.
    public TestSocket socket() {
        return socket;
    }

    /// Where this peer sends from.
    public InetSocketAddress address() {
        return mux.localAddresses().getFirst();
    }

    /// The client's side.
    public PeerConnection connection() {
        return connection;
    }

    /// Waits until SRTP is up.
    public TestPeer awaitConnected() throws InterruptedException {
        if (!connected.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "not connected: client %s %s, server %s"
                            .formatted(connection.state(), connection.ending(), session.stats()));
        }
        return this;
    }

    /// Waits until the client's side has ended.
    public boolean awaitEnded(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Vanishes without a word.
    public void kill() {
        mux.close();
    }

    /// Leaves politely.
    @Override
    public void close() {
        connection.close(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "test over"));
        try {
            awaitEnded(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        mux.close();
    }

    /// Tells when SRTP is up.
    private final class Watched implements PeerMedia {
        private final PeerMedia inner;

        Watched(PeerMedia inner) {
            this.inner = inner;
        }

        @Override
        public void connected(MediaOut out, MediaLoop loop, long nowNanos) {
            inner.connected(out, loop, nowNanos);
            connected.countDown();
        }

        @Override
        public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
            inner.rtp(buffer, offset, length, nowNanos);
        }

        @Override
        public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
            inner.rtcp(buffer, offset, length, nowNanos);
        }

        @Override
        public void onTimer(long nowNanos) {
            inner.onTimer(nowNanos);
        }

        @Override
        public long nextDeadlineNanos() {
            return inner.nextDeadlineNanos();
        }

        @Override
        public void closed(PeerEnd end) {
            inner.closed(end);
        }
    }

    /// A media side that takes everything and sends nothing.
    static class Idle implements PeerMedia {
        private volatile @Nullable MediaOut out;

        @Override
        public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
            out = transport;
        }

        @Nullable MediaOut out() {
            return out;
        }

        @Override
        public void rtp(byte[] buffer, int offset, int length, long nowNanos) {}

        @Override
        public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {}

        @Override
        public void onTimer(long nowNanos) {}

        @Override
        public long nextDeadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void closed(PeerEnd end) {}
    }
}
