package org.moqgateway.core.webrtc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.negotiation.LocalParameters;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.negotiation.NegotiationResult;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerConnectionConfig;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.SdpFragment;
import org.moqgateway.core.sdp.SdpResult;
import org.moqgateway.core.sdp.SessionDescription;
import org.moqgateway.core.transport.IceTransport;
import org.moqgateway.core.transport.RemoteIce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session that we began. Before the answer it is a transport and an offer; from then on a
/// [PeerSession] in the table like any other.
///
/// Control plane: any thread. What it completes, it completes on a virtual thread.
final class DialledPeer implements DialledSession {
    private static final Logger LOG = LoggerFactory.getLogger(DialledPeer.class);
    private static final Duration TRICKLE_LOOK = Duration.ofMillis(100);

    /// How far it has come.
    private enum Stage {
        /// Entered at the start; left for ANSWERED by the peer's description, for OVER otherwise.
        OFFERED,
        /// Both sides agree: the connection lives, and takes the session to OVER when it ends.
        ANSWERED,
        /// Terminal.
        OVER
    }

    /// What a session is made of.
    ///
    /// @param shared what all sessions share
    /// @param role what it is for
    /// @param transport its way, owned
    /// @param local our side
    /// @param candidates what the transport finds
    /// @param onOver run last
    record Parts(
            Dialer.Shared shared,
            DialledRole role,
            IceTransport transport,
            LocalParameters local,
            UntoldCandidates candidates,
            Consumer<DialledPeer> onOver) {}

    private final Parts parts;
    private final String id = SessionRandom.token();
    private final Instant created = Instant.now();
    private final SessionDescription offer;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<PeerEnd> ended = new CompletableFuture<>();
    private Stage stage = Stage.OFFERED;
    private boolean endTold;
    private boolean remoteLite;
    private volatile @Nullable IceParameters restarting;
    private volatile @Nullable PeerSession session;

    DialledPeer(Parts parts) {
        this.parts = parts;
        this.offer = parts.role().offer(parts.local());
        this.endTold = parts.local().gathered();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String offer() {
        return offer.write();
    }

    @Override
    public void answered(String answerSdp) throws DialException {
        agree(parts.role().digest(offer, answerSdp, parts.local()), "answer", false);
    }

    @Override
    public String counterOffered(String offerSdp) throws DialException {
        NegotiationResult.Accepted accepted =
                agree(parts.role().answer(offerSdp, parts.local()), "counter-offer", true);
        return accepted.answer().write();
    }

    private NegotiationResult.Accepted agree(NegotiationResult result, String what, boolean offered)
            throws DialException {
        return switch (result) {
            case NegotiationResult.Accepted accepted -> {
                begin(accepted, offered);
                yield accepted;
            }
            case NegotiationResult.Refused refused -> {
                String detail = "unusable %s: %s".formatted(what, refused.detail());
                end(new PeerEnd(PeerEnd.Reason.NEVER_CONNECTED, detail));
                throw new DialException(reason(refused.reason()), detail);
            }
        };
    }

    private static DialException.Reason reason(NegotiationResult.Reason reason) {
        return switch (reason) {
            case MALFORMED_SDP, UNPROCESSABLE_OFFER -> DialException.Reason.BAD_DESCRIPTION;
            case NO_COMMON_CODEC -> DialException.Reason.NO_COMMON_CODEC;
        };
    }

    private synchronized void begin(NegotiationResult.Accepted accepted, boolean offered)
            throws DialException {
        switch (stage) {
            case OFFERED -> stage = Stage.ANSWERED;
            case ANSWERED ->
                    throw new DialException(
                            DialException.Reason.BAD_DESCRIPTION, "the peer has answered already");
            case OVER -> throw over();
        }
        NegotiatedSession negotiated = accepted.session();
        remoteLite = negotiated.remoteIceLite();
        SessionMedia media = parts.role().media(accepted, parts.local().streams());
        PeerConnection connection =
                new PeerConnection(
                        config(negotiated),
                        new AnnouncedMedia(media.media(), this::flows),
                        this::finished);
        PeerSession begun =
                new PeerSession(
                        new PeerSession.Facts(id, parts.role().kind(), parts.role().path(), true),
                        connection,
                        new NoUpdates(),
                        media.stats());
        session = begun;
        media.bind(connection);
        parts.shared().table().add(begun);
        parts.transport().carry(connection);
        parts.transport()
                .start(
                        new RemoteIce(
                                negotiated.remoteIce(),
                                remoteLite,
                                offered,
                                negotiated.remoteCandidates()));
        LOG.debug("{} answered", name());
    }

    private PeerConnectionConfig config(NegotiatedSession negotiated) {
        return new PeerConnectionConfig(
                name(),
                parts.transport().side(),
                switch (negotiated.dtlsRole()) {
                    case CLIENT -> DtlsRole.CLIENT;
                    case SERVER -> DtlsRole.SERVER;
                },
                parts.shared().certificate(),
                negotiated.remoteFingerprints().stream()
                        .map(each -> new DtlsFingerprint(each.algorithm(), each.value()))
                        .toList(),
                System.nanoTime());
    }

    private String name() {
        return "%s \"%s\" dialled session %s"
                .formatted(
                        switch (parts.role().kind()) {
                            case WHIP -> "ingest";
                            case WHEP -> "egress";
                        },
                        parts.role().path(),
                        id.substring(0, 6));
    }

    private void flows() {
        Thread.startVirtualThread(() -> connected.complete(null));
    }

    /// The connection is over; on its loop, or on the thread that ended it.
    private void finished() {
        PeerSession over = Objects.requireNonNull(session);
        PeerEnd end = Objects.requireNonNull(over.connection().ending());
        synchronized (this) {
            stage = Stage.OVER;
        }
        leave(withRefusals(end));
    }

    /// Why nothing was reached, where we know it.
    private PeerEnd withRefusals(PeerEnd end) {
        List<String> refused = parts.transport().refusedCandidates();
        return end.reason() != PeerEnd.Reason.NEVER_CONNECTED || refused.isEmpty()
                ? end
                : new PeerEnd(
                        end.reason(),
                        end.detail()
                                + "; candidates that were not tried: "
                                + String.join(", ", refused));
    }

    /// Lets go of everything, away from the loop: closing sockets may wait.
    private void leave(PeerEnd end) {
        Thread.startVirtualThread(
                () -> {
                    try {
                        release();
                    } finally {
                        // Its caller's to tell louder: who tries for months to reach a server has
                        // more to say than the same line each time.
                        LOG.debug("{} ended: {}", name(), end);
                        // Who has heard of the end finds decided whether it ever connected.
                        connected.completeExceptionally(
                                new DialException(DialException.Reason.CLOSED, end.toString()));
                        ended.complete(end);
                    }
                });
    }

    private void release() {
        try {
            parts.transport().close();
        } finally {
            SessionTable table = parts.shared().table();
            // Its place first: who sees that the session is gone may begin another one.
            table.release();
            if (table.remove(id) == null) {
                LOG.debug("{} was not in the table", name());
            }
            parts.onOver().accept(this);
        }
    }

    private void end(PeerEnd why) {
        PeerSession begun;
        synchronized (this) {
            begun = session;
            if (begun == null) {
                if (stage == Stage.OVER) {
                    return;
                }
                stage = Stage.OVER;
            }
        }
        if (begun == null) {
            leave(why);
        } else {
            begun.connection().close(why);
        }
    }

    private static DialException over() {
        return new DialException(DialException.Reason.CLOSED, "the session is over");
    }

    @Override
    public void addServers(List<IceServer> servers) {
        parts.transport().addServers(servers);
    }

    @Override
    public Optional<String> trickle(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<String> fragment = untold();
            long left = deadline - System.nanoTime();
            if (fragment.isPresent() || left <= 0 || nothingLeft()) {
                return fragment;
            }
            // That the last server was asked is told by nobody, so it is looked for.
            parts.candidates().await(Math.min(left, TRICKLE_LOOK.toNanos()));
        }
    }

    private synchronized boolean nothingLeft() {
        return endTold || stage == Stage.OVER;
    }

    private Optional<String> untold() throws InterruptedException {
        boolean complete = parts.transport().awaitGathered(Duration.ZERO);
        var taken = parts.candidates().take();
        synchronized (this) {
            if (taken.isEmpty() && (endTold || !complete)) {
                return Optional.empty();
            }
            endTold |= complete;
        }
        return Optional.of(IceFragments.write(offer, parts.transport().local(), taken, complete));
    }

    @Override
    public String restartIce() {
        parts.candidates().forget();
        IceParameters ice = parts.transport().restart();
        restarting = ice;
        parts.transport().candidates().forEach(parts.candidates()::found);
        synchronized (this) {
            endTold = false;
        }
        return IceFragments.write(offer, ice, parts.candidates().take(), false);
    }

    @Override
    public void restarted(String answerFragment) throws DialException {
        if (!(SdpFragment.parse(answerFragment) instanceof SdpResult.Parsed<SdpFragment> parsed)) {
            throw new DialException(
                    DialException.Reason.BAD_DESCRIPTION,
                    "the answer to the ICE restart is no fragment");
        }
        SdpFragment fragment = parsed.value();
        IceParameters remote =
                fragment.anyIceParameters()
                        .orElseThrow(
                                () ->
                                        new DialException(
                                                DialException.Reason.BAD_DESCRIPTION,
                                                "the answer to the ICE restart lacks a=ice-ufrag"
                                                        + " or a=ice-pwd"));
        synchronized (this) {
            if (stage != Stage.ANSWERED) {
                throw over();
            }
        }
        if (!parts.transport().local().equals(restarting)) {
            throw new DialException(
                    DialException.Reason.BAD_DESCRIPTION,
                    "the answer is to an ICE restart that was given up");
        }
        parts.transport().start(new RemoteIce(remote, remoteLite, false, fragment.allCandidates()));
    }

    @Override
    public void abandonRestart() {
        restarting = null;
        parts.transport().abandonRestart();
    }

    @Override
    public void onDoubt(Runnable listener) {
        parts.transport().onDoubt(listener);
    }

    @Override
    public boolean outgrown() {
        return parts.role().outgrown(stats().problems());
    }

    @Override
    public CompletableFuture<Void> connected() {
        return connected.copy();
    }

    @Override
    public CompletableFuture<PeerEnd> ended() {
        return ended.copy();
    }

    @Override
    public SessionStats stats() {
        PeerSession begun = session;
        return begun == null
                ? SessionStats.offered(id, parts.role().kind(), parts.role().path(), created)
                : begun.stats();
    }

    @Override
    public void close(String reason) {
        end(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, reason));
    }

    /// A peer that we dialled does not speak to our HTTP side.
    private static final class NoUpdates implements PeerSession.IceUpdates {
        private final String etag = SessionRandom.token();

        @Override
        public String etag() {
            return etag;
        }

        @Override
        public boolean isRestart(String sdpFragment) {
            return false;
        }

        @Override
        public PatchResult patch(String sdpFragment) {
            return new PatchResult.Refused(
                    Refusal.UNPROCESSABLE_OFFER, "this session was dialled from here");
        }
    }
}
