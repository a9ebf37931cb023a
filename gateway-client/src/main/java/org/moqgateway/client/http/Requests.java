package org.moqgateway.client.http;

import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.moqgateway.client.http.SignallingException.Kind;

/// Runs exchanges, each on a virtual thread, so that whoever waits can be interrupted at once and a
/// request that must be made is made all the same. Any thread.
final class Requests {
    /// How long an ending waits for the servers that are being told.
    static final Duration FAREWELL = Duration.ofSeconds(3);

    /// Candidates follow an offer at once.
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final int MOST_KEPT = 5;

    private final ConnectionPool pool =
            new ConnectionPool(MOST_KEPT, KEPT.toMillis(), TimeUnit.MILLISECONDS);
    private final Dispatcher dispatcher = new Dispatcher();
    private final String userAgent;
    private final Targets targets;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final Set<FutureTask<?>> farewells = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Requests(String userAgent, HostLookup lookup) {
        this.userAgent = userAgent;
        OkHttpClient base =
                OneAttempt.on(new OkHttpClient.Builder())
                        .dispatcher(dispatcher)
                        .connectionPool(pool)
                        .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                        // The addresses that are checked must be the ones that are reached.
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        // An offer that may have arrived must not be made twice.
                        .retryOnConnectionFailure(false)
                        .build();
        this.targets = new Targets(base, lookup);
    }

    /// An exchange that has begun.
    record Running(Exchange exchange, FutureTask<Answer> answer) {
        void cancel() {
            exchange.cancel();
            answer.cancel(true);
        }

        /// Whether somebody did.
        boolean cancelled() {
            return exchange.cancelled();
        }
    }

    Targets targets() {
        return targets;
    }

    /// Begins an exchange.
    ///
    /// @throws SignallingException when this is closed
    Running begin(Ask ask) throws SignallingException {
        Exchange exchange = new Exchange(ask, targets, userAgent);
        FutureTask<Answer> task = new FutureTask<>(exchange);
        Running begun = new Running(exchange, task);
        running.add(begun);
        if (closed) {
            running.remove(begun);
            throw gone();
        }
        Thread.ofVirtual()
                .name("signalling")
                .start(
                        () -> {
                            try {
                                task.run();
                            } finally {
                                running.remove(begun);
                            }
                        });
        return begun;
    }

    /// Makes a request and waits for what comes back. Whoever is interrupted has ended it.
    Answer send(Ask ask) throws SignallingException, InterruptedException {
        Running begun = begin(ask);
        try {
            return result(begun.answer());
        } catch (InterruptedException e) {
            begun.cancel();
            throw e;
        }
    }

    /// Waits for an answer.
    static Answer result(Future<Answer> answer) throws SignallingException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SignallingException failure) {
                throw failure;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw gone();
            }
            // Nothing that a server sends may bring us down, whatever a library makes of it.
            SignallingException broken =
                    new SignallingException(
                            Kind.BROKEN,
                            0,
                            Optional.empty(),
                            "the answer cannot be read: "
                                    + Words.clean(String.valueOf(e.getCause())));
            broken.initCause(e);
            throw broken;
        } catch (CancellationException e) {
            throw gone();
        }
    }

    /// Does what tells a server that we leave, for which [#close] waits. Nobody else does.
    Future<?> farewell(Runnable action) {
        FutureTask<?> task = new FutureTask<>(action, null);
        farewells.add(task);
        Thread.ofVirtual()
                .name("farewell")
                .start(
                        () -> {
                            try {
                                task.run();
                            } finally {
                                farewells.remove(task);
                            }
                        });
        return task;
    }

    /// Ends every request, those that tell a server that we leave after a few seconds, and frees
    /// every connection.
    void close() {
        long end = System.nanoTime() + FAREWELL.toNanos();
        boolean interrupted = false;
        for (FutureTask<?> task : farewells) {
            interrupted |= awaitUninterruptibly(task, end);
        }
        closed = true;
        running.forEach(Running::cancel);
        dispatcher.cancelAll();
        dispatcher.executorService().shutdown();
        pool.evictAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the end of a task, or until then.
    ///
    /// @return whether the thread was interrupted meanwhile
    static boolean awaitUninterruptibly(Future<?> task, long endNanos) {
        boolean interrupted = false;
        while (true) {
            try {
                var _ = task.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException | CancellationException e) {
                return interrupted;
            }
        }
    }

    private static SignallingException gone() {
        return new SignallingException(
                Kind.UNREACHABLE, 0, Optional.empty(), "the client has been closed");
    }
}
