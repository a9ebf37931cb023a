package org.moqgateway.core.hang;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;

/// Publishes a broadcast's catalog on `catalog.json` and, compressed, on `catalog.json.z`: one
/// snapshot per group, and only when its bytes changed. Nothing is published before the first
/// [#publish], and nothing waits for a rendition that has not come. The tracks end with their
/// broadcast.
///
/// Belongs to one thread.
public final class CatalogProducer {
    private final TrackProducer plain;
    private final TrackProducer compressed;
    private byte @Nullable [] published;

    /// Creates the two tracks.
    public CatalogProducer(BroadcastProducer broadcast) {
        plain = broadcast.createTrack(TrackInfo.live(Catalog.TRACK_NAME, TrackPriority.CATALOG));
        compressed =
                broadcast.createTrack(
                        TrackInfo.live(Catalog.COMPRESSED_TRACK_NAME, TrackPriority.CATALOG));
    }

    /// Publishes a snapshot if it differs from the last.
    ///
    /// @param timestampUs of the frame, on the clock of the broadcast
    /// @return whether it was published
    public boolean publish(Catalog catalog, long timestampUs, long nowNanos) {
        byte[] json = CatalogWriter.write(catalog);
        if (Arrays.equals(json, published)) {
            return false;
        }
        published = json;
        compressed.writeGroup(new Frame(timestampUs, DeflateFrames.single(json)), nowNanos);
        return plain.writeGroup(new Frame(timestampUs, json), nowNanos);
    }
}
