package org.moqgateway.core.hang;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// Reads what a broadcast offers, newest snapshot first: its `catalog.json`, or else its
/// `catalog.json.z`, or else the MSF `catalog`; for a broadcast whose name ends with `.msf` that
/// one first. A track that ends before it gave a snapshot makes way for the next.
///
/// Belongs to one thread at a time.
public final class CatalogConsumer implements AutoCloseable {
    private static final Demand DEMAND = new Demand(TrackPriority.CATALOG, false, Duration.ZERO);

    private final BroadcastConsumer broadcast;
    private final Deque<CatalogFormat> formats;
    private @Nullable Runnable action;
    private TrackConsumer track;
    private CatalogDecoder decoder;
    private boolean settled;

    private CatalogConsumer(
            BroadcastConsumer broadcast,
            Deque<CatalogFormat> formats,
            CatalogFormat format,
            TrackConsumer track) {
        this.broadcast = broadcast;
        this.formats = formats;
        this.track = track;
        this.decoder = format.newDecoder();
    }

    /// Opens a consumer of the catalog. That of a remote broadcast comes after a round trip, or
    /// turns out not to be there: the polls tell.
    ///
    /// @param broadcast stays open for as long as the consumer is read
    /// @return empty when the broadcast has no catalog track, or has ended
    public static Optional<CatalogConsumer> open(BroadcastConsumer broadcast) {
        Deque<CatalogFormat> formats = new ArrayDeque<>(CatalogFormat.preferred(broadcast.path()));
        while (true) {
            CatalogFormat format = formats.poll();
            if (format == null) {
                return Optional.empty();
            }
            TrackConsumer opened = open(broadcast, format);
            if (opened != null) {
                return Optional.of(new CatalogConsumer(broadcast, formats, format, opened));
            }
        }
    }

    private static @Nullable TrackConsumer open(BroadcastConsumer broadcast, CatalogFormat format) {
        return broadcast
                .track(format.trackName())
                .map(track -> track.demand(DEMAND).maxLatencyUs(0))
                .orElse(null);
    }

    /// The next snapshot, or why there is none. Never blocks. Snapshots that were replaced
    /// meanwhile are left out without a word. A snapshot that is no catalog is told as such; later
    /// ones may be well.
    public Poll<CatalogResult> poll() {
        while (true) {
            switch (track.pollFrame()) {
                case Poll.Ready<Frame>(Frame frame) -> {
                    settled = true;
                    return new Poll.Ready<>(decoder.decode(frame.payload(), track.frameIndex()));
                }
                // A newer snapshot holds everything that the skipped ones held.
                case Poll.Skipped<Frame> _ -> {}
                case Poll.Pending<Frame> _ -> {
                    return Poll.pending();
                }
                case Poll.Finished<Frame> _ -> {
                    if (!next()) {
                        return Poll.finished();
                    }
                }
                case Poll.Aborted<Frame>(var reason) -> {
                    if (!next()) {
                        return new Poll.Aborted<>(reason);
                    }
                }
            }
        }
    }

    /// Goes to the next track that the broadcast may have.
    private boolean next() {
        CatalogFormat format = settled ? null : formats.poll();
        while (format != null) {
            TrackConsumer opened = open(broadcast, format);
            if (opened != null) {
                close();
                track = opened;
                decoder = format.newDecoder();
                listen();
                return true;
            }
            format = formats.poll();
        }
        return false;
    }

    /// Sets the wake-up; see [TrackConsumer#onAvailable].
    public void onAvailable(Runnable newAction) {
        action = newAction;
        listen();
    }

    private void listen() {
        Runnable current = action;
        if (current != null) {
            track.onAvailable(current);
        }
    }

    /// Stops reading.
    @Override
    public void close() {
        track.close();
        decoder.close();
    }
}
