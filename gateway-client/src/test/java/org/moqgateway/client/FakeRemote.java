package org.moqgateway.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.Endpoint;
import org.moqgateway.client.http.Signalling;
import org.moqgateway.client.http.SignallingException;
import org.moqgateway.client.http.SignallingSession;
import org.moqgateway.core.ice.IceServer;

/// A WHIP or WHEP server that does what a test says. Any thread.
final class FakeRemote implements Signalling {
    final AtomicInteger offers = new AtomicInteger();
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    volatile @Nullable SignallingException failure;
    volatile @Nullable RuntimeException mistake;
    volatile @Nullable SignallingException restartFailure;
    volatile Optional<String> restartAnswer = Optional.of("restarted");
    volatile boolean takesCandidates = true;
    volatile boolean counterOffers;
    volatile List<IceServer> servers = List.of();

    /// Answers are held back until it is open.
    volatile CountDownLatch gate = new CountDownLatch(0);

    void refuse(SignallingException.Kind kind) {
        failure = new SignallingException(kind, 0, Optional.empty(), kind + " says the test");
    }

    void refuse(SignallingException.Kind kind, Duration retryAfter) {
        failure =
                new SignallingException(kind, 0, Optional.of(retryAfter), kind + " says the test");
    }

    void accept() {
        failure = null;
    }

    Session session() {
        return sessions.getLast();
    }

    long notDeleted() {
        return sessions.stream().filter(session -> session.deletes.get() == 0).count();
    }

    @Override
    public SignallingSession offer(Endpoint endpoint, String offerSdp)
            throws SignallingException, InterruptedException {
        offers.incrementAndGet();
        gate.await();
        SignallingException refusal = failure;
        if (refusal != null) {
            throw refusal;
        }
        RuntimeException bug = mistake;
        if (bug != null) {
            throw bug;
        }
        Session session = new Session();
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {}

    final class Session implements SignallingSession {
        final AtomicInteger deletes = new AtomicInteger();
        final List<String> fragments = new CopyOnWriteArrayList<>();
        final List<String> restarts = new CopyOnWriteArrayList<>();
        volatile Optional<String> answer = Optional.empty();

        @Override
        public URI url() {
            return URI.create("http://remote.example/session/1");
        }

        @Override
        public String description() {
            return counterOffers ? "their offer" : "their answer";
        }

        @Override
        public boolean counterOffer() {
            return counterOffers;
        }

        @Override
        public List<IceServer> iceServers() {
            return servers;
        }

        @Override
        public void answer(String answerSdp) {
            answer = Optional.of(answerSdp);
        }

        @Override
        public boolean trickle(String sdpFragment) {
            fragments.add(sdpFragment);
            return takesCandidates;
        }

        @Override
        public Optional<String> restart(String sdpFragment) throws SignallingException {
            restarts.add(sdpFragment);
            SignallingException refusal = restartFailure;
            if (refusal != null) {
                throw refusal;
            }
            return restartAnswer;
        }

        @Override
        public void delete() {
            deletes.incrementAndGet();
        }
    }
}
