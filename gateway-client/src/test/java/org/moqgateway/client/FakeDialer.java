package org.moqgateway.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.webrtc.DialException;
import org.moqgateway.core.webrtc.DialRequest;
import org.moqgateway.core.webrtc.DialledSession;
import org.moqgateway.core.webrtc.HeldBroadcast;
import org.moqgateway.core.webrtc.SessionDialer;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.SessionStats;

/// A media side that does what a test says. Any thread.
final class FakeDialer implements SessionDialer {
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    final List<Held> holds = new CopyOnWriteArrayList<>();
    final List<DialRequest> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger dials = new AtomicInteger();
    private final Queue<DialException> refusals = new ArrayDeque<>();
    private boolean live = true;
    volatile boolean answersAreBad;
    volatile @Nullable RuntimeException mistake;

    synchronized void refuseNext(DialException failure) {
        refusals.add(failure);
    }

    synchronized void live(boolean is) {
        live = is;
        notifyAll();
    }

    Session session() {
        return sessions.getLast();
    }

    Held held() {
        return holds.getLast();
    }

    @Override
    public synchronized DialledSession dial(DialRequest request) throws DialException {
        dials.incrementAndGet();
        requests.add(request);
        DialException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
        Session session = new Session("s" + dials);
        sessions.add(session);
        return session;
    }

    @Override
    public HeldBroadcast hold(String path) {
        Held held = new Held(path);
        holds.add(held);
        return held;
    }

    @Override
    public synchronized boolean awaitLive(String path, RenditionChoice renditions, Duration atMost)
            throws InterruptedException {
        RuntimeException bug = mistake;
        if (bug != null) {
            throw bug;
        }
        if (!atMost.isZero()) {
            while (!live) {
                wait();
            }
        }
        return live;
    }

    static final class Held implements HeldBroadcast {
        final AtomicInteger withdrawals = new AtomicInteger();
        volatile boolean closed;
        volatile Optional<Instant> lastMedia = Optional.empty();
        private final String path;

        Held(String path) {
            this.path = path;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public Optional<Instant> lastMedia() {
            return lastMedia;
        }

        @Override
        public void withdraw() {
            withdrawals.incrementAndGet();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    final class Session implements DialledSession {
        final CompletableFuture<Void> connected = new CompletableFuture<>();
        final CompletableFuture<PeerEnd> ended = new CompletableFuture<>();
        final List<String> fragments = new CopyOnWriteArrayList<>();
        final List<IceServer> servers = new CopyOnWriteArrayList<>();
        final AtomicInteger restarts = new AtomicInteger();
        final AtomicLong bytesReceived = new AtomicLong();
        volatile Optional<String> answer = Optional.empty();
        volatile Optional<String> restarted = Optional.empty();
        volatile Runnable doubt = () -> {};
        private final String id;

        Session(String id) {
            this.id = id;
        }

        void end(PeerEnd.Reason reason) {
            ended.complete(new PeerEnd(reason, "by the test"));
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String offer() {
            return "offer " + id;
        }

        @Override
        public void answered(String answerSdp) throws DialException {
            refuseBad();
            answer = Optional.of(answerSdp);
        }

        @Override
        public String counterOffered(String offerSdp) throws DialException {
            refuseBad();
            return "answer to " + offerSdp;
        }

        private void refuseBad() throws DialException {
            if (answersAreBad) {
                end(PeerEnd.Reason.CLOSED_HERE);
                throw new DialException(DialException.Reason.BAD_DESCRIPTION, "no fingerprint");
            }
        }

        @Override
        public void addServers(List<IceServer> more) {
            servers.addAll(more);
        }

        @Override
        public Optional<String> trickle(Duration atMost) {
            return fragments.isEmpty() ? Optional.empty() : Optional.of(fragments.removeFirst());
        }

        @Override
        public String restartIce() {
            return "restart " + restarts.incrementAndGet();
        }

        @Override
        public void abandonRestart() {}

        @Override
        public void restarted(String answerFragment) {
            restarted = Optional.of(answerFragment);
        }

        @Override
        public void onDoubt(Runnable listener) {
            doubt = listener;
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
            return new SessionStats(
                    id,
                    SessionKind.WHIP,
                    "b",
                    "connected",
                    Instant.EPOCH,
                    0,
                    0,
                    0,
                    0,
                    bytesReceived.get(),
                    0,
                    0,
                    0,
                    0,
                    64_000,
                    List.of(),
                    true);
        }

        @Override
        public void close(String reason) {
            ended.complete(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, reason));
        }
    }
}
