package org.moqgateway.core.webrtc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.egress.EgressBroadcast;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.LocalParameters;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.transport.IceTransport;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Dials the sessions that this gateway begins. Control plane: any thread.
final class Dialer implements SessionDialer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    /// How long a broadcast that is live may take to tell its catalog.
    private static final Duration CATALOG = Duration.ofSeconds(3);

    /// A broadcast is told here and to the directory, in no order.
    private static final long LOOK_MILLIS = 100;

    /// What all sessions share.
    ///
    /// @param loops where they live
    /// @param certificate ours
    /// @param table of all sessions, those of peers that dialled us too
    /// @param transports opens the way of each
    record Shared(
            MediaLoops loops,
            DtlsCertificate certificate,
            SessionTable table,
            IceTransportFactory transports) {}

    /// What is live, and who fills and plays it.
    ///
    /// @param origin where broadcasts are
    /// @param directory what viewers see of it
    /// @param publishers who fill it
    /// @param viewers who play it
    record Media(
            Origin origin, EgressDirectory directory, Publishers publishers, Viewers viewers) {}

    private final Shared shared;
    private final Media media;
    private final Set<DialledPeer> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    Dialer(Shared shared, Media media) {
        this.shared = shared;
        this.media = media;
    }

    @Override
    public DialledSession dial(DialRequest request) throws DialException, InterruptedException {
        if (closing) {
            throw closed();
        }
        DialledRole role =
                switch (request) {
                    case DialRequest.Pull pull -> ingest(pull);
                    case DialRequest.Push push -> egress(push);
                };
        if (!shared.table().reserve()) {
            throw new DialException(
                    DialException.Reason.TOO_MANY_SESSIONS,
                    "the gateway serves as many sessions as it may: raise max-sessions");
        }
        DialledPeer dialled = null;
        try {
            dialled = dial(role, request);
        } finally {
            if (dialled == null) {
                shared.table().release();
            }
        }
        open.add(dialled);
        if (closing) {
            dialled.close("the gateway is shutting down");
        }
        return dialled;
    }

    private static DialException closed() {
        return new DialException(DialException.Reason.CLOSED, "the gateway is shutting down");
    }

    private static DialledRole ingest(DialRequest.Pull pull) throws DialException {
        if (!(pull.into() instanceof HeldPublisher held)) {
            throw new IllegalArgumentException("a held broadcast of another dialer");
        }
        held.checkFree();
        return new DialledRole.Ingest(held);
    }

    private DialledRole egress(DialRequest.Push push) throws DialException, InterruptedException {
        String path = push.broadcast();
        EgressBroadcast live =
                media.directory()
                        .live(path)
                        .orElseThrow(() -> notLive("nobody publishes \"%s\" now".formatted(path)));
        Availability available = live.awaitAvailable(push.renditions(), CATALOG);
        if (available.codecs().isEmpty()) {
            throw notLive(
                    live.problems(push.renditions()).stream()
                            .map(SessionProblem::text)
                            .findFirst()
                            .orElse("\"%s\" has no media yet".formatted(path)));
        }
        return DialledRole.Egress.of(
                media.viewers(),
                push,
                available,
                () -> media.directory().available(path, push.renditions()));
    }

    private static DialException notLive(String detail) {
        return new DialException(DialException.Reason.NOT_LIVE, detail);
    }

    private DialledPeer dial(DialledRole role, DialRequest request)
            throws DialException, InterruptedException {
        IceTransport transport;
        try {
            transport = shared.transports().open(shared.loops(), request.transport());
        } catch (IOException failure) {
            throw new DialException(
                    DialException.Reason.NO_SOCKET, "no socket: " + failure.getMessage());
        }
        boolean dialled = false;
        try {
            UntoldCandidates candidates = new UntoldCandidates();
            transport.onCandidate(candidates::found);
            boolean gathered = transport.awaitGathered(request.gathering());
            transport.candidates().forEach(candidates::found);
            DialledPeer peer =
                    new DialledPeer(
                            new DialledPeer.Parts(
                                    shared,
                                    role,
                                    transport,
                                    local(transport, candidates, gathered),
                                    candidates,
                                    open::remove));
            dialled = true;
            return peer;
        } finally {
            if (!dialled) {
                transport.close();
            }
        }
    }

    private LocalParameters local(
            IceTransport transport, UntoldCandidates candidates, boolean gathered) {
        DtlsFingerprint fingerprint = shared.certificate().fingerprint();
        return new LocalParameters(
                SessionRandom.originId(),
                transport.local(),
                candidates.take(),
                gathered,
                false,
                new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                SessionRandom.streams());
    }

    @Override
    public HeldBroadcast hold(String path) {
        return media.publishers().hold(path);
    }

    @Override
    public List<SessionProblem> problems(String path, RenditionChoice renditions) {
        return media.directory().problems(path, renditions);
    }

    @Override
    public boolean live(String path, RenditionChoice renditions) {
        return media.directory()
                .live(path)
                .map(live -> !live.available(renditions).codecs().isEmpty())
                .orElse(false);
    }

    @Override
    public boolean awaitLive(String path, RenditionChoice renditions, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Announced announced = new Announced();
        try (Origin.Registration _ = media.origin().listen(announced)) {
            while (true) {
                Optional<EgressBroadcast> live = media.directory().live(path);
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                if (live.isPresent()
                        && !live.get().awaitAvailable(renditions, left).codecs().isEmpty()) {
                    return true;
                }
                if (!announced.await(deadline)) {
                    return false;
                }
            }
        }
    }

    /// Ends every session that was dialled, answered or not.
    @Override
    public void close() {
        closing = true;
        open.forEach(session -> session.close("the gateway is shutting down"));
    }

    /// Waits until nothing is left of any, for a while.
    void awaitEmpty(Duration atMost) {
        CompletableFuture<?>[] endings =
                open.stream().map(DialledPeer::ended).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(endings).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.debug("not every dialled session ended in time", late);
        }
    }

    /// Wakes whoever waits for a broadcast.
    private static final class Announced implements AnnounceListener {
        private final Semaphore news = new Semaphore(0);

        @Override
        public void announced(String path, Route route) {
            news.release();
        }

        @Override
        public void unannounced(String path) {
            // Nobody waits for an end.
        }

        /// Waits for news, or for the moment after them.
        ///
        /// @return false when the time is over
        boolean await(long deadlineNanos) throws InterruptedException {
            long millis = (deadlineNanos - System.nanoTime()) / 1_000_000L;
            if (millis <= 0) {
                return false;
            }
            if (news.tryAcquire(Math.min(millis, LOOK_MILLIS), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
            return true;
        }
    }
}
