package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.List;
import org.moqgateway.core.negotiation.SessionProblem;

/// What is live under one name.
///
/// @param name the broadcast path, without a leading slash
/// @param since when its present publisher began
/// @param tracks its media tracks in catalog order
/// @param viewers how many sessions play it
/// @param ingestBitrateBps bits per second received from the publisher over the last seconds
/// @param problems why viewers over WebRTC see or hear less than there is
public record BroadcastStatus(
        String name,
        Instant since,
        List<TrackStatus> tracks,
        int viewers,
        long ingestBitrateBps,
        List<SessionProblem> problems) {
    /// Copies the lists.
    public BroadcastStatus {
        tracks = List.copyOf(tracks);
        problems = List.copyOf(problems);
    }
}
