package org.moqgateway.client;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.moqgateway.client.http.SignallingSession;

/// The requests of one client, each on a virtual thread of its own, so that whoever asks may be
/// stopped without cutting a request in two: a session that is made after we have lost interest
/// would never be deleted. Any thread.
final class RemoteCalls {
    /// A request.
    @FunctionalInterface
    interface Call<T> extends Callable<T> {}

    private final Executor threads;
    private final Map<Object, CompletableFuture<?>> farewells = new ConcurrentHashMap<>();

    /// @param threads gives each request one of its own
    RemoteCalls(Executor threads) {
        this.threads = threads;
    }

    /// Begins one.
    ///
    /// @return what came of it, or the exception
    <T> CompletableFuture<T> begin(Call<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(
                () -> {
                    try {
                        result.complete(call.call());
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    /// Ends a session on its server, as soon as it is known whether there is one.
    void farewell(CompletableFuture<SignallingSession> offered) {
        finish(
                offered.handleAsync(
                        (session, failure) -> {
                            if (session != null) {
                                session.delete();
                            }
                            return true;
                        },
                        threads));
    }

    /// Counts something among what is being finished.
    void finish(CompletableFuture<?> last) {
        Object name = new Object();
        farewells.put(name, last);
        CompletableFuture<?> unused = last.whenComplete((done, failure) -> farewells.remove(name));
    }

    /// Completed when all that is being finished now is finished.
    CompletableFuture<Boolean> finished() {
        CompletableFuture<?>[] pending = farewells.values().toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(pending).handle((done, failure) -> failure == null);
    }
}
