package org.moqgateway.moq.model;

import org.jspecify.annotations.Nullable;

/// One group asked of one route.
final class GroupAsk implements GroupRequest {
    final PeerRoute route;
    final Lease lease = new Lease();
    private final RemoteGroup wanted;
    private volatile @Nullable Runnable listener;
    private volatile boolean cancelled;

    GroupAsk(RemoteGroup wanted, PeerRoute route) {
        this.wanted = wanted;
        this.route = route;
    }

    @Override
    public String broadcast() {
        return wanted.tracks.path;
    }

    @Override
    public String track() {
        return wanted.state.name;
    }

    @Override
    public long sequence() {
        return wanted.sequence;
    }

    @Override
    public int priority() {
        return wanted.priority();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void onCancelled(Runnable action) {
        listener = action;
        if (cancelled) {
            action.run();
        }
    }

    @Override
    public GroupProducer accept(TrackInfo info) {
        return wanted.accepted(this, info);
    }

    @Override
    public void reject(AbortReason reason) {
        wanted.rejected(this, reason);
    }

    /// Nothing is wanted of this route any more.
    void cancel(Deferred after) {
        cancelled = true;
        after.add(
                () -> {
                    Runnable told = listener;
                    if (told != null) {
                        told.run();
                    }
                });
    }
}
