package org.moqgateway.moq.model;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One track asked of one route, until another route takes over.
final class TrackAsk implements TrackRequest {
    final PeerRoute route;
    final Lease lease = new Lease();
    private final RemoteTrack wanted;
    private volatile @Nullable Runnable listener;
    private volatile boolean cancelled;
    private volatile boolean accepted;
    private volatile OptionalLong resumed = OptionalLong.empty();

    TrackAsk(RemoteTrack wanted, PeerRoute route) {
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
    public OptionalLong firstGroup() {
        if (!accepted) {
            return wanted.state.firstGroup();
        }
        // Where it took over stays; what came since is no wish.
        OptionalLong since = resumed;
        return since.isPresent() ? since : wanted.state.audience.start();
    }

    /// The route has the track: from here on the first group changes with the wishes alone.
    void accepted() {
        resumed = wanted.state.resumePoint();
        accepted = true;
    }

    @Override
    public Demand demand() {
        return wanted.state.audience.demand();
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
        if (cancelled) {
            changed.run();
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public TrackProducer accept(TrackInfo info) {
        return wanted.accepted(this, info);
    }

    @Override
    public void reject(AbortReason reason) {
        wanted.rejected(this, reason);
    }

    /// Nothing is wanted of this route any more.
    void cancel(Deferred after) {
        cancelled = true;
        after.add(this::tell);
    }

    /// Tells the source to look again; no lock held.
    void tell() {
        Runnable told = listener;
        if (told != null) {
            told.run();
        }
    }
}
