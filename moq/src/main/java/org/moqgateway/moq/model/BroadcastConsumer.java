package org.moqgateway.moq.model;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one broadcast: one publisher's time on a path. When another publisher replaces it, this
/// consumer ends with [AbortReason#DUPLICATE]; ask the [Origin] again.
///
/// Methods may be called from any thread.
public final class BroadcastConsumer implements AutoCloseable {
    private final BroadcastState state;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Consumer<Ending> listener;

    BroadcastConsumer(BroadcastState state) {
        this.state = state;
        state.consumers.incrementAndGet();
    }

    /// The name under which the broadcast is announced.
    public String path() {
        return state.path;
    }

    /// Opens a consumer of a track. The track must exist: a publisher creates a track before its
    /// catalog names it, so a name read from there is found. The consumer is closed by its owner,
    /// apart from this one.
    ///
    /// @return empty when the broadcast has no such track
    public Optional<TrackConsumer> track(String name) {
        return Optional.ofNullable(state.track(name)).map(TrackConsumer::new);
    }

    /// Names of the tracks there are now, sorted.
    public List<String> trackNames() {
        return state.trackNames();
    }

    /// How the broadcast ended, if it did.
    public Optional<Ending> ending() {
        return Optional.ofNullable(state.ending());
    }

    /// Sets the listener that is told once how the broadcast ended, on the thread that ended it; at
    /// once when it has. It replaces the listener set before.
    public void onEnded(Consumer<Ending> newListener) {
        forgetListener();
        if (closed.get()) {
            return;
        }
        listener = newListener;
        state.listen(newListener);
    }

    /// Stops reading; nothing of this consumer stays behind. Consumers of its tracks go on.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            state.consumers.decrementAndGet();
            forgetListener();
        }
    }

    private void forgetListener() {
        Consumer<Ending> current = listener;
        if (current != null) {
            state.unlisten(current);
            listener = null;
        }
    }
}
