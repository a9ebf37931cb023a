package org.moqgateway.moq.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a session with a server: dials, runs it, waits for its end, waits, and dials again, on a
/// virtual thread of its own, until it is closed or its backoff says that it is enough. A refusal
/// that no repetition changes (401, 403, 404, …) ends it as well.
///
/// A server that asks us to go elsewhere is left only when the next session is there: until then
/// there are two, and the former is the link's to close.
public final class Reconnecting implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reconnecting.class);

    /// Opens a connection: [MoqDialer#dial].
    public interface Opener {
        /// Blocks until connected.
        Connection open(URI uri) throws IOException, InterruptedException;
    }

    /// What happens on a connection.
    public interface Link {
        /// Runs a session on a fresh connection, which it starts; returns at once. A former session
        /// whose server asked us to go may still run; it is to be closed when all has moved on.
        ///
        /// @return completes when the session has ended
        CompletionStage<CloseReason> run(Connection connection);
    }

    /// Time, so that a test can be its own clock.
    interface Pause {
        long nowNanos();

        void sleep(Duration duration) throws InterruptedException;
    }

    private static final Pause REAL_TIME =
            new Pause() {
                @Override
                public long nowNanos() {
                    return System.nanoTime();
                }

                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    Thread.sleep(duration);
                }
            };

    private final URI home;
    private final Opener opener;
    private final Link link;
    private final Backoff backoff;
    private final Consumer<LinkState> listener;
    private final Pause pause;
    private final RandomGenerator random;
    private final Thread thread;
    private volatile boolean closed;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /// The last one whose server asked us to go; the loop's.
    private @Nullable Connection left;

    private volatile CompletableFuture<Void> asked = new CompletableFuture<>();
    private volatile @Nullable URI next;
    private volatile URI dialled;

    private Reconnecting(URI home, Opener opener, Link link, Backoff backoff, Observer observer) {
        this.home = Objects.requireNonNull(home);
        this.dialled = home;
        this.opener = Objects.requireNonNull(opener);
        this.link = Objects.requireNonNull(link);
        this.backoff = Objects.requireNonNull(backoff);
        this.listener = observer.listener();
        this.pause = observer.pause();
        this.random = observer.random();
        this.thread = Thread.ofVirtual().name("link " + plain(home)).unstarted(this::loop);
    }

    record Observer(Consumer<LinkState> listener, Pause pause, RandomGenerator random) {}

    /// Starts dialling.
    ///
    /// @param listener hears of each state, on the virtual thread of the loop, which it should not
    ///     hold up
    public static Reconnecting start(
            URI uri, Opener opener, Link link, Backoff backoff, Consumer<LinkState> listener) {
        return start(
                uri,
                opener,
                link,
                backoff,
                new Observer(listener, REAL_TIME, RandomGenerator.getDefault()));
    }

    static Reconnecting start(
            URI uri, Opener opener, Link link, Backoff backoff, Observer observer) {
        Reconnecting reconnecting = new Reconnecting(uri, opener, link, backoff, observer);
        reconnecting.thread.start();
        return reconnecting;
    }

    /// Takes a GOAWAY: the next dial, which comes at once and beside the present session, goes to
    /// the URI offered if the policy allows it; otherwise, or when that fails, to the first URI
    /// again. Any thread.
    ///
    /// @param offered of the GOAWAY; empty means "come back here"
    /// @return whether it will be followed
    public boolean redirect(String offered, RedirectPolicy policy) {
        Optional<URI> uri =
                offered.isEmpty() ? Optional.of(dialled) : policy.follow(dialled, offered);
        uri.ifPresentOrElse(
                target -> next = target,
                () -> log.warn("{} sends us on where we do not go", plain(dialled)));
        asked.complete(null);
        return uri.isPresent();
    }

    /// Ends every session that there is and dials no more. Idempotent; any thread.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        open.forEach(connection -> connection.close(0, "the client is closing"));
    }

    /// Waits until nothing is done any more.
    ///
    /// @return whether that happened in time
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    private void loop() {
        String reason;
        try {
            reason = attempts();
        } catch (InterruptedException e) {
            reason = "closed";
        } catch (RuntimeException e) {
            log.error("link to {} failed", plain(home), e);
            reason = e.toString();
        }
        listener.accept(new LinkState.Stopped(reason));
    }

    private String attempts() throws InterruptedException {
        Duration delay = backoff.initial();
        long sinceNanos = pause.nowNanos();
        while (true) {
            URI uri = next;
            next = null;
            dialled = uri == null ? home : uri;
            Attempt attempt = attempt(dialled);
            if (closed) {
                return "closed";
            }
            if (attempt.lived()) {
                delay = backoff.initial();
                sinceNanos = pause.nowNanos();
            }
            if (attempt.fatal()) {
                return attempt.reason();
            }
            Duration wait = next != null && attempt.lived() ? Duration.ZERO : jittered(delay);
            if (givenUp(sinceNanos, wait)) {
                return "given up: " + attempt.reason();
            }
            delay = backoff.after(delay);
            if (!attempt.asked()) {
                listener.accept(new LinkState.Lost(plain(dialled), attempt.reason(), wait));
            }
            pause.sleep(wait);
        }
    }

    private boolean givenUp(long sinceNanos, Duration wait) {
        long wouldBeNanos = pause.nowNanos() - sinceNanos + wait.toNanos();
        return backoff.timeout().map(timeout -> wouldBeNanos > timeout.toNanos()).orElse(false);
    }

    /// Between half of it and all of it: those who were cut off together come back one by one.
    private Duration jittered(Duration delay) {
        return Duration.ofNanos((long) (delay.toNanos() * (0.5 + random.nextDouble() / 2)));
    }

    /// @param asked whether the server asked us to go and the session still runs
    private record Attempt(String reason, boolean lived, boolean fatal, boolean asked) {
        static Attempt failed(String reason, boolean fatal) {
            return new Attempt(reason, false, fatal, false);
        }
    }

    private Attempt attempt(URI uri) throws InterruptedException {
        listener.accept(new LinkState.Connecting(plain(uri)));
        Connection connection;
        try {
            connection = opener.open(uri);
        } catch (DialRefusedException e) {
            boolean fatal = !e.worthRetrying() && uri.equals(home);
            return Attempt.failed(String.valueOf(e.getMessage()), fatal);
        } catch (IOException e) {
            return Attempt.failed(String.valueOf(e.getMessage()), false);
        } catch (RuntimeException e) {
            log.error("the dial of {} failed by mistake", plain(uri), e);
            return Attempt.failed(e.toString(), false);
        }
        long beganNanos = pause.nowNanos();
        open.add(connection);
        try {
            return session(uri, connection, beganNanos);
        } catch (ExecutionException | CancellationException e) {
            ended(connection, "the session failed");
            return new Attempt(String.valueOf(e.getMessage()), lived(beganNanos), false, false);
        } catch (RuntimeException e) {
            log.error("the session with {} failed by mistake", plain(uri), e);
            ended(connection, "the session failed");
            return new Attempt(e.toString(), lived(beganNanos), false, false);
        } catch (InterruptedException e) {
            ended(connection, "the client is closing");
            throw e;
        }
    }

    private Attempt session(URI uri, Connection connection, long beganNanos)
            throws InterruptedException, ExecutionException {
        if (closed) {
            connection.close(0, "the client is closing");
        }
        CompletableFuture<Void> goes = new CompletableFuture<>();
        asked = goes;
        listener.accept(new LinkState.Connected(plain(uri), connection.protocol()));
        CompletableFuture<CloseReason> end = link.run(connection).toCompletableFuture();
        CompletableFuture<CloseReason> unused =
                end.whenComplete((reason, failure) -> open.remove(connection));
        CompletableFuture.anyOf(end, goes).get();
        if (end.isDone()) {
            return new Attempt(end.get().toString(), lived(beganNanos), false, false);
        }
        leave(connection);
        return new Attempt("asked to go elsewhere", lived(beganNanos), false, true);
    }

    /// A server that asks again and again gets no more than one session beside the present one.
    private void leave(Connection connection) {
        Connection before = left;
        if (before != null) {
            before.close(0, "left for another session");
        }
        left = connection;
    }

    private void ended(Connection connection, String reason) {
        open.remove(connection);
        connection.close(0, reason);
    }

    private boolean lived(long beganNanos) {
        return pause.nowNanos() - beganNanos >= backoff.initial().toNanos();
    }

    /// Without user information, query and fragment.
    private static URI plain(URI uri) {
        try {
            return new URI(
                    uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
