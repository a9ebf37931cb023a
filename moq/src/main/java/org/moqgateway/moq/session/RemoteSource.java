package org.moqgateway.moq.session;

import org.moqgateway.moq.model.BroadcastSource;
import org.moqgateway.moq.model.GroupRequest;
import org.moqgateway.moq.model.TrackRequest;

/// Brings the tracks of one broadcast that the peer announced. Any thread.
record RemoteSource(SessionCore core, String path) implements BroadcastSource {
    @Override
    public void requestTrack(TrackRequest request) {
        TrackSubscription subscription = new TrackSubscription(core, path, request);
        request.onChange(subscription);
        subscription.run();
    }

    @Override
    public void requestGroup(GroupRequest request) {
        FetchRequest fetch = new FetchRequest(core, path, request);
        request.onCancelled(fetch);
        fetch.run();
    }
}
