package org.moqgateway.moq.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A track of a remote broadcast that somebody reads: one request upstream, moved from route to
/// route as they come and go. Guarded by the monitor of [RemoteTracks].
///
/// A better route is asked while the present one goes on, and takes over when it accepts. A route
/// that refuses the track, or gives it up, is not asked again for as long as anybody reads.
final class RemoteTrack implements Audience.Listener {
    final RemoteTracks tracks;
    final TrackState state;
    private final Set<PeerRoute> refused = new HashSet<>();
    private AbortReason refusal = AbortReason.NOT_FOUND;
    private @Nullable TrackAsk serving;
    private @Nullable TrackAsk asked;

    RemoteTrack(RemoteTracks tracks, String name, CachePool pool) {
        this.tracks = tracks;
        this.state = TrackState.remote(name, pool, this);
    }

    /// Looks which route is to bring the track now.
    ///
    /// @param ranked the routes there are, best first
    void reroute(List<PeerRoute> ranked, Deferred after) {
        refused.retainAll(ranked);
        if (asked != null && !ranked.contains(asked.route)) {
            dropAsked(after);
        }
        if (serving != null && !ranked.contains(serving.route)) {
            dropServing(after);
        }
        PeerRoute best = PeerRoute.best(ranked, refused);
        if (best != null) {
            follow(best, after);
        } else if (!ranked.isEmpty()) {
            stop(new Ending.Aborted(refusal), after);
        }
    }

    private void follow(PeerRoute best, Deferred after) {
        if (serving != null && serving.route == best) {
            dropAsked(after);
        } else if (asked == null || asked.route != best) {
            dropAsked(after);
            TrackAsk ask = new TrackAsk(this, best);
            asked = ask;
            after.add(() -> best.source.requestTrack(ask));
        }
    }

    private void dropAsked(Deferred after) {
        TrackAsk dropped = asked;
        if (dropped != null) {
            asked = null;
            dropped.cancel(after);
        }
    }

    private void dropServing(Deferred after) {
        TrackAsk dropped = serving;
        if (dropped != null) {
            serving = null;
            revoke(after);
            dropped.cancel(after);
        }
    }

    private void revoke(Deferred after) {
        List<GroupState> ended = state.writer.revoke();
        after.add(() -> ended.forEach(state::wakeReaders));
    }

    /// Ends the track for its readers; a later reader asks afresh.
    void stop(Ending ending, Deferred after) {
        tracks.forget(this);
        dropAsked(after);
        TrackAsk last = serving;
        serving = null;
        state.writer.hand(null);
        after.add(() -> state.end(ending));
        if (last != null) {
            last.cancel(after);
        }
    }

    /// One more reads it, perhaps with greater wishes.
    void joined(Deferred after) {
        tell(serving, after);
        tell(asked, after);
    }

    TrackProducer accepted(TrackAsk ask, TrackInfo info) {
        Deferred after = new Deferred();
        synchronized (tracks) {
            if (ask != asked) {
                return TrackProducer.dead(info);
            }
            revoke(after);
            asked = null;
            TrackAsk former = serving;
            serving = ask;
            ask.accepted();
            state.begin(info, ask.lease);
            if (former != null) {
                former.cancel(after);
            }
            after.add(state.wakeups::fireAny);
        }
        after.run();
        return new TrackProducer(state, info, ask.lease, ending -> ended(ask, ending));
    }

    void rejected(TrackAsk ask, AbortReason reason) {
        Deferred after = new Deferred();
        synchronized (tracks) {
            if (ask != asked) {
                return;
            }
            asked = null;
            refused(ask, reason, after);
        }
        after.run();
    }

    /// The source's producer ended the track.
    private void ended(TrackAsk ask, Ending ending) {
        Deferred after = new Deferred();
        synchronized (tracks) {
            if (ask != serving) {
                return;
            }
            switch (ending) {
                case Ending.Finished _ -> stop(ending, after);
                case Ending.Aborted(AbortReason reason) -> {
                    serving = null;
                    revoke(after);
                    refused(ask, reason, after);
                }
            }
        }
        after.run();
    }

    private void refused(TrackAsk ask, AbortReason reason, Deferred after) {
        refused.add(ask.route);
        refusal = reason;
        reroute(tracks.ranked(), after);
    }

    @Override
    public void changed() {
        Deferred after = new Deferred();
        synchronized (tracks) {
            if (state.audience.size() == 0) {
                stop(new Ending.Aborted(AbortReason.CANCELLED), after);
            } else {
                joined(after);
            }
        }
        after.run();
    }

    private static void tell(@Nullable TrackAsk ask, Deferred after) {
        if (ask != null) {
            after.add(ask::tell);
        }
    }
}
