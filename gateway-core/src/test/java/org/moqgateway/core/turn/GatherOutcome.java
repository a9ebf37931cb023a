package org.moqgateway.core.turn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Waits for what a [TurnGatherer] tells.
public final class GatherOutcome implements TurnGatherer.Outcome {

    private final CompletableFuture<RelayedPath> path = new CompletableFuture<>();
    private final CompletableFuture<String> problem = new CompletableFuture<>();

    @Override
    public void found(RelayedPath relayed) {
        path.complete(relayed);
    }

    @Override
    public void failed(String why) {
        problem.complete(why);
        path.completeExceptionally(new AssertionError(why));
    }

    /// The path that was found.
    public RelayedPath path() throws Exception {
        return path.get(20, TimeUnit.SECONDS);
    }

    /// Whether there is a path by now.
    public boolean found() {
        return path.isDone() && !path.isCompletedExceptionally();
    }

    /// Why there is none.
    public String problem() throws Exception {
        return problem.get(40, TimeUnit.SECONDS);
    }
}
