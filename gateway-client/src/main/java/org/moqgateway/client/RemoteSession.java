package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.Endpoint;
import org.moqgateway.client.http.Signalling;
import org.moqgateway.client.http.SignallingException;
import org.moqgateway.client.http.SignallingSession;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.webrtc.DialException;
import org.moqgateway.core.webrtc.DialledSession;
import org.moqgateway.core.webrtc.SessionDialer;

/// One session with the remote, from the offer to the farewell. Whatever becomes of it, the remote
/// is told when it is over, if it ever made a session. Used by one thread, once.
final class RemoteSession {
    /// Half of what the media side would give it: a remote that was killed in between answers
    /// anew meanwhile.
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(15);

    private static final Duration SIGNALLING_SLACK = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(200);

    /// What it works with.
    ///
    /// @param pause how its thread waits
    record Means(
            SessionDialer dialer,
            Signalling signalling,
            RemoteCalls calls,
            ClientTime time,
            Pause pause) {}

    /// How a thread waits while time asks for other things of it.
    interface Pause {
        /// Waits for an event.
        ///
        /// @return whether it has happened
        boolean await(CompletableFuture<?> event, Duration atMost) throws InterruptedException;
    }

    /// It did not come to an end that was asked for.
    private static final class Over extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        Over(Failure failure) {
            super(failure.message());
            this.failure = failure;
        }
    }

    private final Means means;
    private final Endpoint endpoint;
    private final ClientMedia media;
    private final StatusBoard board;

    private @Nullable CompletableFuture<SignallingSession> offered;

    /// Each call of the session's own would leave a copy behind, for as long as it lives.
    private CompletableFuture<PeerEnd> ended = new CompletableFuture<>();

    private @Nullable IceRestarts restarts;
    private boolean live;
    private long liveNanos;

    RemoteSession(Means means, Endpoint endpoint, ClientMedia media, StatusBoard board) {
        this.means = means;
        this.endpoint = endpoint;
        this.media = media;
        this.board = board;
    }

    /// Runs it.
    ///
    /// @return why it is over
    Failure run() throws InterruptedException {
        DialledSession dialled;
        try {
            dialled = means.dialer().dial(media.begin());
        } catch (DialException refused) {
            return Failure.of(refused);
        }
        ended = dialled.ended();
        String last = "the client was stopped";
        try {
            board.dialled(dialled);
            Failure failure = run(dialled);
            last = failure.message();
            return failure;
        } catch (RuntimeException bug) {
            last = "the client failed";
            throw bug;
        } finally {
            end(dialled, last);
        }
    }

    private void end(DialledSession dialled, String reason) {
        CompletableFuture<SignallingSession> session = offered;
        if (session != null) {
            means.calls().farewell(session);
        }
        means.calls().finish(ended);
        dialled.close(reason);
    }

    /// Whether the remote has made a session.
    boolean made() {
        CompletableFuture<SignallingSession> session = offered;
        return session != null && session.isDone() && !session.isCompletedExceptionally();
    }

    /// For how long media has flowed.
    Duration lived() {
        return live ? Duration.ofNanos(media.heardNanos() - liveNanos) : Duration.ZERO;
    }

    private Failure run(DialledSession dialled) throws InterruptedException {
        try {
            String offer = dialled.offer();
            CompletableFuture<SignallingSession> offering =
                    means.calls().begin(() -> means.signalling().offer(endpoint, offer));
            offered = offering;
            SignallingSession remote = result(offering);
            agree(dialled, remote);
            TrickleLoop trickle = new TrickleLoop(dialled, remote, means.calls(), means.time());
            IceRestarts asks =
                    new IceRestarts(
                            dialled, remote, means.calls(), means.time(), trickle::restarted);
            restarts = asks;
            dialled.onDoubt(asks::restart);
            trickle.begin();
            connect(dialled);
            return watch(dialled, asks);
        } catch (Over over) {
            return over.failure;
        } catch (DialException unusable) {
            return Failure.of(unusable);
        }
    }

    private void agree(DialledSession dialled, SignallingSession remote)
            throws DialException, Over, InterruptedException {
        dialled.addServers(remote.iceServers());
        if (remote.counterOffer()) {
            String answer = dialled.counterOffered(remote.description());
            boolean unused =
                    result(
                            means.calls()
                                    .begin(
                                            () -> {
                                                remote.answer(answer);
                                                return true;
                                            }));
        } else {
            dialled.answered(remote.description());
        }
    }

    /// Waits for the remote, and no longer than there is a session to talk about.
    private <T> T result(CompletableFuture<T> call) throws Over, InterruptedException {
        Duration most =
                endpoint.connectTimeout().plus(endpoint.requestTimeout()).plus(SIGNALLING_SLACK);
        means.pause().await(CompletableFuture.anyOf(call, ended), most);
        if (!call.isDone()) {
            throw new Over(ended.isDone() ? over() : late());
        }
        if (!call.isCompletedExceptionally()) {
            return call.resultNow();
        }
        Throwable failure = call.exceptionNow();
        if (failure instanceof SignallingException refused) {
            throw new Over(Failure.of(refused));
        }
        throw new IllegalStateException("a request to " + endpoint + " failed", failure);
    }

    private Failure late() {
        return Failure.of(Failure.Kind.UNREACHABLE, endpoint + " did not answer in time");
    }

    private void connect(DialledSession dialled) throws Over, InterruptedException {
        CompletableFuture<Void> connected = dialled.connected();
        means.pause().await(CompletableFuture.anyOf(connected, ended), CONNECTED_WITHIN);
        if (connected.isCompletedExceptionally()) {
            // Why, is told a moment later.
            boolean unused = means.pause().await(ended, LOOK);
        }
        if (ended.isDone()) {
            throw new Over(over());
        }
        if (!connected.isDone() || connected.isCompletedExceptionally()) {
            throw new Over(unreached(dialled));
        }
        media.connected(means.time().nowNanos());
    }

    /// The media side knows best why, and says so when it is told to end.
    private Failure unreached(DialledSession dialled) throws InterruptedException {
        String reason =
                "the peer of %s was not reached within %d s (ICE or DTLS)"
                        .formatted(endpoint, CONNECTED_WITHIN.toSeconds());
        dialled.close(reason);
        boolean told = means.pause().await(ended, LOOK) && !ended.isCompletedExceptionally();
        return Failure.of(Failure.Kind.NEVER_CONNECTED, told ? ended.resultNow().detail() : reason);
    }

    private Failure watch(DialledSession dialled, IceRestarts asks) throws InterruptedException {
        SilenceWatch silence = new SilenceWatch(media.patience(), means.time().nowNanos());
        do {
            long nowNanos = means.time().nowNanos();
            show(media.flows(dialled, nowNanos), nowNanos);
            silence.heard(media.heardNanos());
            if (asks.takeAnswered()) {
                silence.reassured(nowNanos);
            }
            if (live && silence.ask(nowNanos)) {
                asks.ask();
            }
            Optional<Failure> overdue = media.overdue(dialled, nowNanos, asks.well());
            if (overdue.isPresent()) {
                return overdue.get();
            }
        } while (!means.pause().await(ended, LOOK));
        return over();
    }

    private void show(boolean flows, long nowNanos) {
        if (flows) {
            if (!live) {
                live = true;
                liveNanos = nowNanos;
            }
            board.live();
        } else if (live) {
            board.silent();
        }
    }

    private Failure over() {
        IceRestarts asks = restarts;
        if (asks != null && asks.forgotten()) {
            return Failure.of(Failure.Kind.BROKE, IceRestarts.FORGOTTEN);
        }
        if (ended.isCompletedExceptionally()) {
            return Failure.of(Failure.Kind.BROKE, "the session failed");
        }
        return Failure.of(ended.resultNow(), live);
    }
}
