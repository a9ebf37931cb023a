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

    private final Reading reading;

    BroadcastConsumer(BroadcastState state) {
        this(state, Reading.of(Reading.NOBODY));
    }

    /// @param reading ended when this consumer and those of its tracks are closed
    BroadcastConsumer(BroadcastState state, Reading reading) {
        this.state = state;
        this.reading = reading;
        state.consumers.incrementAndGet();
    }

    /// The name under which the broadcast is announced.
    public String path() {
        return state.path;
    }

    /// Opens a consumer of a track. The consumer is closed by its owner, apart from this one.
    ///
    /// A track of a broadcast that is published here must exist: a publisher creates a track before
    /// its catalog names it, so a name read from there is found; some are made when they are asked
    /// for ([BroadcastProducer#onMissingTrack]). A remote broadcast answers for any
    /// name: its source is asked once, however many consumers there are, and whether it has the
    /// track is told by the consumer's polls.
    ///
    /// @return empty when the broadcast has ended or is published here and has no such track
    public Optional<TrackConsumer> track(String name) {
        TrackConsumer opened = state.open(name);
        if (opened != null) {
            opened.reading(reading);
        }
        return Optional.ofNullable(opened);
    }

    /// Asks for one group of a track (moq-lite-05 FETCH): given from the cache, else asked from the
    /// source of a remote broadcast, else aborted.
    ///
    /// Several who ask for the same group share one request. Keep the answer open for as long
    /// as the group is read: when the last one is closed before the group is complete, the
    /// source is told that nobody wants it.
    ///
    /// @param priority 0 to 255, higher is sent first
    public GroupFetch group(String track, long sequence, int priority) {
        return state.fetch(track, sequence, priority);
    }

    /// As with priority 0.
    public GroupFetch group(String track, long sequence) {
        return group(track, sequence, 0);
    }

    /// Names of the tracks there are now, sorted; of a remote broadcast: those that somebody reads.
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
            reading.end();
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
