package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.List;

/// A source that answers when the test says so.
final class RecordingSource implements BroadcastSource {
    final List<TrackRequest> tracks = new ArrayList<>();
    final List<GroupRequest> groups = new ArrayList<>();

    @Override
    public void requestTrack(TrackRequest request) {
        tracks.add(request);
    }

    @Override
    public void requestGroup(GroupRequest request) {
        groups.add(request);
    }

    /// The last request for a track.
    TrackRequest track() {
        return tracks.getLast();
    }

    TrackProducer accept() {
        return track().accept(TrackInfo.media(track().track(), 60));
    }
}
