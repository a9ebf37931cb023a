package org.moqgateway.core.hang;

import java.time.Duration;
import java.util.Optional;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// Reads a broadcast's `catalog.json`, newest snapshot first. Belongs to one thread at a time.
public final class CatalogConsumer implements AutoCloseable {
    private final TrackConsumer track;

    private CatalogConsumer(TrackConsumer track) {
        this.track = track;
    }

    private static final Demand DEMAND = new Demand(TrackPriority.CATALOG, false, Duration.ZERO);

    /// Opens a consumer of the catalog. That of a remote broadcast comes after a round trip, or
    /// turns out not to be there: the polls tell.
    ///
    /// @return empty when the broadcast has no catalog track, or has ended
    public static Optional<CatalogConsumer> open(BroadcastConsumer broadcast) {
        return broadcast
                .track(Catalog.TRACK_NAME)
                .map(track -> new CatalogConsumer(track.demand(DEMAND).maxLatencyUs(0)));
    }

    /// The next snapshot, or why there is none. Never blocks. Snapshots that were replaced
    /// meanwhile are left out without a word. A snapshot that is no catalog is told as such; later
    /// ones may be well.
    public Poll<CatalogResult> poll() {
        while (true) {
            switch (track.pollFrame()) {
                case Poll.Ready<Frame>(Frame frame) -> {
                    return new Poll.Ready<>(CatalogReader.read(frame.payload()));
                }
                // A newer snapshot holds everything that the skipped ones held.
                case Poll.Skipped<Frame> _ -> {}
                case Poll.Pending<Frame> _ -> {
                    return Poll.pending();
                }
                case Poll.Finished<Frame> _ -> {
                    return Poll.finished();
                }
                case Poll.Aborted<Frame>(var reason) -> {
                    return new Poll.Aborted<>(reason);
                }
            }
        }
    }

    /// Sets the wake-up; see [TrackConsumer#onAvailable].
    public void onAvailable(Runnable action) {
        track.onAvailable(action);
    }

    /// Stops reading.
    @Override
    public void close() {
        track.close();
    }
}
