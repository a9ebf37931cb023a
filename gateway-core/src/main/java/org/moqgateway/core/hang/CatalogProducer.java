package org.moqgateway.core.hang;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;

/// Publishes a broadcast's catalog on `catalog.json`, compressed on `catalog.json.z`, and as MSF
/// on `catalog`: one snapshot per group, and only when its bytes changed. Nothing is published
/// before the first [#publish], and nothing waits for a rendition that has not come. The tracks
/// end with their broadcast.
///
/// Belongs to one thread.
public final class CatalogProducer {
    private final TrackProducer plain;
    private final TrackProducer compressed;
    private final TrackProducer msf;
    private byte @Nullable [] published;

    /// Creates the three tracks.
    public CatalogProducer(BroadcastProducer broadcast) {
        plain = track(broadcast, CatalogFormat.HANG);
        compressed = track(broadcast, CatalogFormat.HANG_COMPRESSED);
        msf = track(broadcast, CatalogFormat.MSF);
    }

    private static TrackProducer track(BroadcastProducer broadcast, CatalogFormat format) {
        return broadcast.createTrack(TrackInfo.live(format.trackName(), TrackPriority.CATALOG));
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
        compressed.writeGroup(new Frame(timestampUs, new FrameDeflater(0).frame(json)), nowNanos);
        msf.writeGroup(new Frame(timestampUs, MsfCatalogWriter.write(catalog)), nowNanos);
        return plain.writeGroup(new Frame(timestampUs, json), nowNanos);
    }
}
