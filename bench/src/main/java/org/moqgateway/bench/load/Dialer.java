package org.moqgateway.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.LocalParameters;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.negotiation.NegotiationResult;
import org.moqgateway.core.negotiation.Offerer;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.net.UdpMuxConfig;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerConnectionConfig;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.SessionDescription;

/// Dials peers: a socket, an offer, the answer, and a connection that goes on by itself.
/// Any thread.
final class Dialer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MediaLoops loops;
    private final DtlsCertificate certificate = DtlsCertificate.generate();

    /// @param loops where the peers live; the caller's
    Dialer(MediaLoops loops) {
        this.loops = loops;
    }

    /// What a peer wants.
    enum Role {
        /// Plays what the server has.
        VIEWER,
        /// Sends H.264.
        PUBLISHER
    }

    /// A peer that dials.
    ///
    /// @param name for log lines
    /// @param role what it wants
    /// @param media makes its media side once both sides agree
    record Call<M extends PeerMedia>(
            String name, Role role, Function<NegotiatedSession, M> media) {}

    /// Dials. Returns as soon as the answer is there; ICE and DTLS follow.
    ///
    /// @throws IOException when there is no socket, no server or no agreement
    <M extends PeerMedia> LoadPeer<M> dial(Signalling signalling, Call<M> call)
            throws IOException, InterruptedException {
        PeerSlot slot = new PeerSlot();
        UdpMux socket = UdpMux.bindSingle(loops, UdpMuxConfig.of(new InetSocketAddress(0)), slot);
        try {
            IceCredentials ice = IceCredentials.random();
            LocalParameters local = local(ice, signalling.localAddress(), socket.port());
            SessionDescription offer =
                    switch (call.role()) {
                        case VIEWER -> Offerer.offerToReceive(local);
                        case PUBLISHER ->
                                Offerer.offerToSend(
                                        local,
                                        List.of(
                                                new AvailableCodec(
                                                        RtpCodec.H264, SyntheticVideo.CODEC)));
                    };
            Signalling.Answer answer = signalling.offer(offer.write());
            NegotiatedSession session =
                    switch (Offerer.digest(offer, answer.sdp(), local)) {
                        case NegotiationResult.Accepted accepted -> accepted.session();
                        case NegotiationResult.Refused refused ->
                                throw new IOException("unusable answer: " + refused.detail());
                    };
            LoadPeer.Parts<M> parts = parts(call, ice, session);
            slot.fill(parts.connection());
            return new LoadPeer<>(parts, socket, answer.hangUp());
        } catch (IOException | InterruptedException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    private LocalParameters local(IceCredentials ice, InetAddress address, int port) {
        DtlsFingerprint fingerprint = certificate.fingerprint();
        // Streams are told apart by their peer alone, so their names need not be random.
        return new LocalParameters(
                RANDOM.nextLong() >>> 2,
                new IceParameters(ice.ufrag(), ice.password()),
                List.of(Candidate.host(new InetSocketAddress(address, port), 0)),
                new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                new LocalStreams("load", "load", 1, 2, 3));
    }

    private <M extends PeerMedia> LoadPeer.Parts<M> parts(
            Call<M> call, IceCredentials ice, NegotiatedSession session) {
        IceControllingAgent agent =
                new IceControllingAgent(
                        ice,
                        new IceCredentials(
                                session.remoteIce().ufrag(), session.remoteIce().password()),
                        RANDOM.nextLong());
        session.remoteCandidates()
                .forEach(candidate -> candidate.udpAddress().ifPresent(agent::addRemoteCandidate));
        PeerConnectionConfig config =
                new PeerConnectionConfig(
                        call.name(),
                        new IceSide.Controlling(agent),
                        switch (session.dtlsRole()) {
                            case CLIENT -> DtlsRole.CLIENT;
                            case SERVER -> DtlsRole.SERVER;
                        },
                        certificate,
                        session.remoteFingerprints().stream()
                                .map(each -> new DtlsFingerprint(each.algorithm(), each.value()))
                                .toList(),
                        System.nanoTime());
        M media = call.media().apply(session);
        CountDownLatch finished = new CountDownLatch(1);
        return new LoadPeer.Parts<>(
                new PeerConnection(config, media, finished::countDown), media, finished);
    }
}
