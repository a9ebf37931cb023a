package org.moqgateway.core.webrtc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.egress.EgressBroadcast;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.keyframe.RemoteKeyframes;
import org.moqgateway.core.negotiation.Answerer;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.LocalParameters;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.negotiation.NegotiationResult;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.net.UdpMuxConfig;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerConnectionConfig;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.transport.IceTransports;
import org.moqgateway.core.transport.TurnRelays;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.transport.netty.SharedQuicPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The WebRTC side of the gateway: one UDP port, publishers that fill an origin and viewers that
/// play from it, whether they dial or are dialled. Any thread may call any method.
public final class WebRtcGateway implements SessionBroker, SessionDialer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebRtcGateway.class);
    /// How long a viewer waits for the catalog of a broadcast that comes from elsewhere.
    private static final Duration FOREIGN_CATALOG = Duration.ofSeconds(3);

    private static final Duration DRAIN_DEADLINE = Duration.ofMillis(1500);

    /// How long the sockets of dialled sessions may take to close after that.
    private static final Duration SOCKETS_DEADLINE = Duration.ofMillis(500);

    private final WebRtcSettings settings;
    private final MediaLoops loops;
    private final UdpMux mux;
    private final List<Candidate> candidates;
    private final DtlsCertificate certificate;
    private final SessionTable table;
    private final RemoteKeyframes remoteKeyframes;
    private final Publishers publishers;
    private final Viewers viewers;
    private final EgressDirectory directory;
    private final Dialer dialer;
    private volatile boolean closing;

    /// The open port with all that serves it.
    private record Port(MediaLoops loops, UdpMux mux, DtlsCertificate certificate) {}

    private WebRtcGateway(
            Origin origin, WebRtcSettings settings, Port port, IceTransportFactory transports) {
        this.settings = settings;
        this.loops = port.loops();
        this.mux = port.mux();
        this.certificate = port.certificate();
        this.candidates = candidates(mux, settings.publicAddresses());
        this.table = new SessionTable(settings.maxSessions(), settings.peerTimeout());
        this.directory = EgressDirectory.open(origin, loops::next, settings.feeds());
        this.remoteKeyframes = RemoteKeyframes.open(origin, loops::next);
        this.publishers = new Publishers(origin, settings, remoteKeyframes);
        this.viewers = new Viewers(directory, publishers);
        this.dialer =
                new Dialer(
                        new Dialer.Shared(loops, certificate, table, transports),
                        new Dialer.Media(origin, directory, publishers, viewers));
    }

    /// Binds the UDP port and warms the ciphers.
    ///
    /// @param origin where publishers' broadcasts go and viewers' come from; the caller's
    /// @throws IOException naming address and port when one of them is in use or not of this host
    public static WebRtcGateway open(Origin origin, WebRtcSettings settings) throws IOException {
        return open(
                origin,
                settings,
                (loops, way) -> IceTransports.open(loops, way, new TurnRelays(null)));
    }

    /// The same with a way of one's own to the peers that are dialled.
    ///
    /// @throws IOException as [#open(Origin, WebRtcSettings)]
    public static WebRtcGateway open(
            Origin origin, WebRtcSettings settings, IceTransportFactory transports)
            throws IOException {
        DtlsCertificate certificate = DtlsCertificate.generate();
        WarmUp.run(certificate);
        MediaLoops loops = MediaLoops.start(settings.mediaThreads());
        try {
            UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(settings.udpBind()));
            return new WebRtcGateway(
                    origin, settings, new Port(loops, mux, certificate), transports);
        } catch (IOException failure) {
            loops.close();
            throw failure;
        }
    }

    /// The host candidates of our answers: the configured addresses, else those of this host.
    private static List<Candidate> candidates(UdpMux mux, List<InetAddress> configured) {
        List<InetSocketAddress> addresses =
                configured.isEmpty()
                        ? mux.hostAddresses()
                        : configured.stream()
                                .map(address -> new InetSocketAddress(address, mux.port()))
                                .toList();
        List<Candidate> candidates = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            candidates.add(Candidate.host(address, candidates.size()));
        }
        return List.copyOf(candidates);
    }

    @Override
    public AcceptResult accept(
            SessionKind kind, String broadcast, String offerSdp, ViewerTerms terms) {
        if (closing) {
            return new AcceptResult.Refused(Refusal.SHUTTING_DOWN, "the gateway is shutting down");
        }
        if (!table.reserve()) {
            return new AcceptResult.Refused(
                    Refusal.TOO_MANY_SESSIONS,
                    "the gateway serves as many sessions as it may (%d)"
                            .formatted(settings.maxSessions()));
        }
        boolean taken = false;
        try {
            AcceptResult result =
                    switch (kind) {
                        case WHIP -> publish(broadcast, offerSdp);
                        case WHEP -> play(broadcast, offerSdp, terms);
                    };
            taken = result instanceof AcceptResult.Accepted;
            return result;
        } finally {
            if (!taken) {
                table.release();
            }
        }
    }

    private AcceptResult publish(String broadcast, String offerSdp) {
        if (settings.onConflict() == ConflictPolicy.REJECT && publishers.taken(broadcast)) {
            return new AcceptResult.Refused(
                    Refusal.CONFLICT,
                    "\"%s\" is being published already and this gateway keeps the first publisher"
                            .formatted(broadcast));
        }
        Local local = new Local(candidates, certificate.fingerprint());
        return switch (Answerer.answerIngest(offerSdp, local.parameters())) {
            case NegotiationResult.Refused refused -> refused(refused);
            case NegotiationResult.Accepted accepted ->
                    open(
                            SessionKind.WHIP,
                            broadcast,
                            new Agreement(local, accepted),
                            publishers.media(broadcast, accepted.session(), local.streams));
        };
    }

    private AcceptResult play(String broadcast, String offerSdp, ViewerTerms terms) {
        Optional<EgressBroadcast> live = directory.live(broadcast);
        Availability available =
                live.map(found -> awaitCodecs(broadcast, found, terms.renditions()))
                        .orElse(Availability.of(List.of()));
        if (available.isEmpty()) {
            return new AcceptResult.Refused(
                    Refusal.NOT_LIVE,
                    live.flatMap(found -> found.problems(terms.renditions()).stream().findFirst())
                            .map(SessionProblem::text)
                            .orElse("nobody publishes \"%s\" now".formatted(broadcast)));
        }
        Local local = new Local(candidates, certificate.fingerprint());
        return switch (Answerer.answerEgress(offerSdp, local.parameters(), available)) {
            case NegotiationResult.Refused refused -> refused(refused);
            case NegotiationResult.Accepted accepted ->
                    open(
                            SessionKind.WHEP,
                            broadcast,
                            new Agreement(local, accepted),
                            viewers.media(broadcast, accepted, local.streams, terms));
        };
    }

    private Availability awaitCodecs(
            String broadcast, EgressBroadcast live, RenditionChoice renditions) {
        try {
            Optional<Publishers.Expectation> expected = publishers.expectation(broadcast);
            if (expected.isPresent()) {
                live.awaitAvailable(expected.get().tracks(), expected.get().atMost());
                return live.available(renditions);
            }
            return live.awaitAvailable(renditions, FOREIGN_CATALOG);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Availability.of(List.of());
        }
    }

    private static AcceptResult refused(NegotiationResult.Refused refused) {
        return new AcceptResult.Refused(Refusals.of(refused.reason()), refused.detail());
    }

    /// Our side of one session.
    private static final class Local {
        private final IceCredentials ice = IceCredentials.random();
        private final LocalStreams streams = SessionRandom.streams();
        private final LocalParameters parameters;

        Local(List<Candidate> candidates, DtlsFingerprint fingerprint) {
            parameters =
                    new LocalParameters(
                            SessionRandom.originId(),
                            new IceParameters(ice.ufrag(), ice.password()),
                            candidates,
                            new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                            streams);
        }

        LocalParameters parameters() {
            return parameters;
        }
    }

    /// Our side of one session, and what came of both.
    private record Agreement(Local local, NegotiationResult.Accepted accepted) {}

    private AcceptResult open(
            SessionKind kind, String broadcast, Agreement agreement, SessionMedia media) {
        Local local = agreement.local();
        NegotiatedSession negotiated = agreement.accepted().session();
        if (negotiated.remoteIceLite()) {
            return new AcceptResult.Refused(
                    Refusal.UNPROCESSABLE_OFFER,
                    "the offer says a=ice-lite, and so is this gateway: nobody would send checks");
        }
        String id = SessionRandom.token();
        IceLiteAgent ice = new IceLiteAgent(local.ice);
        PeerConnection connection =
                new PeerConnection(
                        new PeerConnectionConfig(
                                "%s %s (%s)".formatted(kind, broadcast, id.substring(0, 6)),
                                new IceSide.Lite(ice),
                                switch (negotiated.dtlsRole()) {
                                    case CLIENT -> DtlsRole.CLIENT;
                                    case SERVER -> DtlsRole.SERVER;
                                },
                                certificate,
                                negotiated.remoteFingerprints().stream()
                                        .map(f -> new DtlsFingerprint(f.algorithm(), f.value()))
                                        .toList(),
                                System.nanoTime()),
                        media.media(),
                        () -> ended(id, kind, broadcast));
        PeerSession session =
                new PeerSession(
                        new PeerSession.Facts(id, kind, broadcast, false),
                        connection,
                        new LiteUpdates(negotiated, ice, candidates, connection),
                        media.stats());
        media.bind(connection);
        connection.open(mux.register(local.ice.ufrag(), connection));
        table.add(session);
        LOG.info("{} \"{}\" session {} offered", kind, broadcast, id.substring(0, 6));
        return new AcceptResult.Accepted(session, agreement.accepted().answer().write());
    }

    private void ended(String id, SessionKind kind, String broadcast) {
        // Its place first: who sees that the session is gone may begin another one.
        table.release();
        PeerSession session = table.remove(id);
        LOG.info(
                "{} \"{}\" session {} ended: {}",
                kind,
                broadcast,
                id.substring(0, 6),
                session == null ? "unknown" : session.connection().ending());
    }

    @Override
    public DialledSession dial(DialRequest request) throws DialException, InterruptedException {
        return dialer.dial(request);
    }

    @Override
    public HeldBroadcast hold(String path) {
        return dialer.hold(path);
    }

    @Override
    public List<SessionProblem> problems(String path, RenditionChoice renditions) {
        return dialer.problems(path, renditions);
    }

    @Override
    public boolean live(String path, RenditionChoice renditions) {
        return dialer.live(path, renditions);
    }

    @Override
    public boolean awaitLive(String path, RenditionChoice renditions, Duration atMost)
            throws InterruptedException {
        return dialer.awaitLive(path, renditions, atMost);
    }

    @Override
    public Optional<PeerSessionHandle> session(String id) {
        return table.find(id);
    }

    @Override
    public List<PeerSessionHandle> sessions() {
        return List.copyOf(table.all());
    }

    @Override
    public List<BroadcastStatus> broadcasts() {
        List<BroadcastStatus> all = new ArrayList<>(publishers.statuses(directory));
        directory.remote().stream()
                .filter(remote -> !publishers.live(remote.path()))
                .map(remote -> RemoteStatus.of(remote, directory))
                .forEach(all::add);
        all.sort(Comparator.comparing(BroadcastStatus::name));
        return List.copyOf(all);
    }

    /// The bound UDP port.
    public int udpPort() {
        return mux.port();
    }

    /// Serves QUIC on the UDP port too. Once.
    ///
    /// @param port close it before this gateway, so that its connections can say farewell
    public void serveQuic(SharedQuicPort port) {
        mux.serveQuic(port);
    }

    /// The port's demultiplexer, to count what is left in it.
    UdpMux mux() {
        return mux;
    }

    /// Ends every session with close_notify, then closes the port. Blocks for two seconds at most.
    @Override
    public void close() {
        closing = true;
        dialer.close();
        table.all().forEach(session -> session.close("the gateway is shutting down"));
        table.awaitEmpty(DRAIN_DEADLINE);
        dialer.awaitEmpty(SOCKETS_DEADLINE);
        directory.close();
        remoteKeyframes.close();
        table.close();
        mux.close();
        loops.close();
    }
}
