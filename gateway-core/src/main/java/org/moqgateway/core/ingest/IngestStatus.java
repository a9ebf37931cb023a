package org.moqgateway.core.ingest;

import java.util.List;

/// What a broadcast carries right now.
///
/// @param broadcast its path
/// @param ageNanos time since its publisher began
/// @param tracks those that have had media, in the order of negotiation
public record IngestStatus(String broadcast, long ageNanos, List<IngestTrackStatus> tracks) {
    /// Copies the list.
    public IngestStatus {
        tracks = List.copyOf(tracks);
    }

    /// Bits of media of all tracks that arrived in the last whole second.
    public long bitrateBps() {
        return tracks.stream().mapToLong(IngestTrackStatus::bitrateBps).sum();
    }
}
