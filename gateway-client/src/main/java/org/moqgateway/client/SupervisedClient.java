package org.moqgateway.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A client that is started and stopped, by anybody and at any time. Any thread.
final class SupervisedClient {
    private final ClientSettings settings;
    private final ClientRun.World world;
    private final StatusBoard board;
    private final RemoteCalls calls;

    private @Nullable ClientRun run;
    private boolean closed;

    SupervisedClient(ClientSettings settings, ClientRun.World world) {
        this.settings = settings;
        this.world = world;
        this.board = new StatusBoard(settings, world.time());
        this.calls = new RemoteCalls(world.threads());
    }

    ClientSettings settings() {
        return settings;
    }

    ClientStatus status() {
        return board.status(
                settings.role() == ClientRole.PUBLISH
                        ? world.dialer().problems(settings.broadcast(), settings.renditions())
                        : List.of());
    }

    /// Begins, unless it runs or is closed.
    synchronized void start() {
        ClientRun former = run;
        if (closed || (former != null && former.running())) {
            return;
        }
        // One that is still ending is waited for by the next: there are never two sessions.
        ClientRun next =
                new ClientRun(
                        settings,
                        world,
                        board,
                        calls,
                        former == null ? CompletableFuture.completedFuture(null) : former.over());
        run = next;
        if (former == null || former.over().isDone()) {
            board.started();
        }
        next.start();
    }

    /// Asks it to end.
    ///
    /// @return completed when the session is closed and the remote told
    CompletableFuture<Boolean> stop() {
        ClientRun ending;
        synchronized (this) {
            ending = run;
        }
        if (ending == null) {
            return CompletableFuture.completedFuture(true);
        }
        ending.stop();
        return ending.over().thenCompose(over -> calls.finished());
    }

    /// Asks it to end for good.
    ///
    /// @return as [#stop]
    CompletableFuture<Boolean> close() {
        synchronized (this) {
            closed = true;
        }
        return stop();
    }
}
