package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.moqgateway.client.http.Signalling;
import org.moqgateway.core.webrtc.SessionDialer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client from its start to its stop, on a virtual thread of its own: the one owner of each
/// retry. It is stopped by interrupting it, which never hits a request (see [RemoteCalls]).
final class ClientRun {
    private static final Logger LOG = LoggerFactory.getLogger(ClientRun.class);

    /// A server that keeps the first publisher of a name wants to hear of the end before the next
    /// offer; one that is dead is not worth more.
    private static final Duration FAREWELL = Duration.ofMillis(500);

    /// What all runs share.
    ///
    /// @param threads gives each request one of its own
    record World(
            SessionDialer dialer,
            Signalling signalling,
            Executor threads,
            ClientTime time,
            RandomGenerator random,
            Consumer<ClientEnd> listener) {}

    private final ClientSettings settings;
    private final World world;
    private final StatusBoard board;
    private final RemoteCalls calls;
    private final CompletableFuture<Void> former;
    private final RetryPolicy policy;
    private final Thread thread;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean stopping;

    /// Whether a mistake was told with its stack, which once is enough.
    private boolean faulty;

    /// @param former the end of the run before, which is waited for
    ClientRun(
            ClientSettings settings,
            World world,
            StatusBoard board,
            RemoteCalls calls,
            CompletableFuture<Void> former) {
        this.settings = settings;
        this.world = world;
        this.board = board;
        this.calls = calls;
        this.former = former;
        this.policy = new RetryPolicy(world.time().nowNanos());
        this.thread = Thread.ofVirtual().name("client " + settings.name()).unstarted(this::run);
    }

    /// Begins. Once.
    void start() {
        thread.start();
    }

    /// Asks it to end. Idempotent.
    void stop() {
        stopping = true;
        thread.interrupt();
    }

    /// Whether nobody has asked it to end, and it has not.
    boolean running() {
        return !stopping && !over.isDone();
    }

    /// Completed when its session is closed and its broadcast is given up.
    CompletableFuture<Void> over() {
        return over;
    }

    private void run() {
        Optional<ClientEnd> end = Optional.empty();
        try {
            former.join();
            board.started();
            boolean unused = world.time().await(calls.finished(), FAREWELL);
            end = runMedia();
        } catch (InterruptedException stopped) {
            LOG.debug("client {} was asked to stop", settings.name());
        } catch (RuntimeException bug) {
            LOG.error("client {} failed", settings.name(), bug);
            end = Optional.of(new ClientEnd(settings.name(), Optional.of(fault(bug))));
        } finally {
            // Whoever sees that it has ended may start it anew.
            stopping = true;
            end.ifPresentOrElse(reached -> board.ended(reached.error()), board::stopped);
            over.complete(null);
        }
        end.ifPresent(world.listener());
    }

    private Optional<ClientEnd> runMedia() throws InterruptedException {
        try (ClientMedia media = media()) {
            while (!stopping) {
                Optional<ClientEnd> end = attempt(media);
                if (end.isPresent()) {
                    return end;
                }
            }
            return Optional.empty();
        }
    }

    private ClientMedia media() {
        return switch (settings.role()) {
            case SUBSCRIBE ->
                    new PulledMedia(
                            settings, world.dialer().hold(settings.broadcast()), world.time());
            case PUBLISH -> new PushedMedia(settings, world.dialer(), world.time().nowNanos());
        };
    }

    private void awaitReady(ClientMedia media) throws InterruptedException {
        if (!media.ready()) {
            board.waiting();
            media.awaitReady(board::lacks);
        }
    }

    private Optional<ClientEnd> attempt(ClientMedia media) throws InterruptedException {
        RemoteSession.Means means =
                new RemoteSession.Means(
                        world.dialer(),
                        world.signalling(),
                        calls,
                        world.time(),
                        (event, atMost) -> await(media, event, atMost));
        RemoteSession session = new RemoteSession(means, settings.endpoint(), media, board);
        Failure failure = failure(media, session);
        if (settings.once() && failure.ends(session.made())) {
            return Optional.of(
                    new ClientEnd(
                            settings.name(),
                            failure.orderly() ? Optional.empty() : Optional.of(failure.message())));
        }
        if (session.lived().compareTo(RetryPolicy.LIVED) >= 0) {
            policy.lived(media.heardNanos());
        }
        pause(media, failure);
        return Optional.empty();
    }

    private Failure failure(ClientMedia media, RemoteSession session) throws InterruptedException {
        try {
            awaitReady(media);
            board.connecting();
            return session.run();
        } catch (RuntimeException bug) {
            if (!faulty) {
                faulty = true;
                LOG.error("client {}: a session failed by mistake", settings.name(), bug);
            }
            return Failure.of(Failure.Kind.BROKEN, fault(bug));
        }
    }

    private static String fault(RuntimeException bug) {
        return "a fault of this gateway: " + bug;
    }

    private void pause(ClientMedia media, Failure failure) throws InterruptedException {
        long nowNanos = world.time().nowNanos();
        Duration wait = policy.after(failure, nowNanos, world.random());
        switch (failure.kind()) {
            case BROADCAST_OVER, NOT_LIVE -> board.waiting();
            case UNREACHABLE,
                    BROKE,
                    NEVER_CONNECTED,
                    OUTGROWN,
                    ENDED,
                    DISPLACED,
                    OVERLOADED,
                    NOT_READY,
                    NOT_FOUND,
                    UNAUTHORIZED,
                    REFUSED,
                    BROKEN ->
                    board.retrying(failure, wait);
        }
        await(media, calls.finished(), FAREWELL);
        long left = nowNanos + wait.toNanos() - world.time().nowNanos();
        await(media, new CompletableFuture<>(), Duration.ofNanos(Math.max(0, left)));
    }

    /// Waits, and lets a broadcast go meanwhile that has lingered long enough.
    private boolean await(ClientMedia media, CompletableFuture<?> event, Duration atMost)
            throws InterruptedException {
        long endNanos = world.time().nowNanos() + atMost.toNanos();
        while (true) {
            long nowNanos = world.time().nowNanos();
            Duration left = Duration.ofNanos(Math.max(0, endNanos - nowNanos));
            Duration free = media.tend(nowNanos);
            boolean rest = left.compareTo(free) <= 0;
            if (world.time().await(event, rest ? left : free)) {
                return true;
            }
            if (rest) {
                return false;
            }
        }
    }
}
