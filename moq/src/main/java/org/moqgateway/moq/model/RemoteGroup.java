package org.moqgateway.moq.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One group that was asked for by its number: one request upstream, however many wait for it.
/// Guarded by the monitor of [RemoteTracks].
final class RemoteGroup {
    final RemoteTracks tracks;
    final TrackState state;
    final long sequence;
    final WakeupList wakeups = new WakeupList();
    private final Set<PeerRoute> refused = new HashSet<>();
    private AbortReason refusal = AbortReason.NOT_FOUND;
    private @Nullable GroupAsk asked;
    private int readers;
    private volatile int priority;
    private volatile @Nullable GroupState group;
    private volatile @Nullable AbortReason failure;

    RemoteGroup(RemoteTracks tracks, String track, long sequence, CachePool pool) {
        this.tracks = tracks;
        this.sequence = sequence;
        this.state = TrackState.fetched(track, pool);
    }

    /// One more waits for it, or reads it.
    void join(int wished) {
        readers++;
        priority = Math.max(priority, wished);
    }

    /// Asks the best route, and the next one when the asked one is gone or refused.
    void reroute(List<PeerRoute> ranked, Deferred after) {
        GroupAsk current = asked;
        if (current != null && !ranked.contains(current.route)) {
            asked = null;
            current.cancel(after);
            if (group != null && !complete()) {
                // Half a group is of no use to those who come later.
                stop(AbortReason.DROPPED, after);
            }
        }
        if (group != null || failure != null || asked != null) {
            return;
        }
        PeerRoute best = PeerRoute.best(ranked, refused);
        if (best != null) {
            GroupAsk ask = new GroupAsk(this, best);
            asked = ask;
            after.add(() -> best.source.requestGroup(ask));
        } else if (!ranked.isEmpty()) {
            stop(refusal, after);
        }
    }

    GroupProducer accepted(GroupAsk ask, TrackInfo info) {
        GroupProducer producer;
        synchronized (tracks) {
            if (ask != asked || group != null) {
                return TrackProducer.dead(info).createGroup(sequence, 0);
            }
            state.begin(info, ask.lease);
            producer = state.writer.openGroup(ask.lease, sequence, 0);
            group = state.cache.find(sequence);
        }
        wakeups.fireAny();
        return producer;
    }

    void rejected(GroupAsk ask, AbortReason reason) {
        Deferred after = new Deferred();
        synchronized (tracks) {
            if (ask != asked || group != null) {
                return;
            }
            asked = null;
            refused.add(ask.route);
            refusal = reason;
            reroute(tracks.ranked(), after);
        }
        after.run();
    }

    /// Fails for those who wait; ends the group for those who read it.
    void stop(AbortReason reason, Deferred after) {
        if (failure != null) {
            return;
        }
        failure = reason;
        tracks.forget(this);
        GroupAsk current = asked;
        asked = null;
        state.writer.hand(null);
        if (current != null) {
            current.cancel(after);
        }
        after.add(() -> state.end(new Ending.Aborted(reason)));
        after.add(wakeups::fireAny);
    }

    /// One does not want it any more; the last one cancels what is not complete.
    void leave() {
        Deferred after = new Deferred();
        synchronized (tracks) {
            readers--;
            if (readers == 0 && !complete()) {
                stop(AbortReason.CANCELLED, after);
            }
        }
        after.run();
    }

    /// Whether it is there as a whole and may be given again.
    boolean complete() {
        GroupState current = group;
        return current != null && current.ending() instanceof Ending.Finished;
    }

    /// Whether the cache let it go.
    boolean evicted() {
        GroupState current = group;
        return current != null && current.evicted();
    }

    /// Whether nobody reads it.
    boolean idle() {
        return readers == 0;
    }

    int priority() {
        return priority;
    }

    /// The group, why there is none, or that it is not known yet.
    Poll<GroupConsumer> look() {
        AbortReason failed = failure;
        GroupState current = group;
        if (current != null) {
            return new Poll.Ready<>(new GroupConsumer(state, current));
        }
        return failed == null ? Poll.pending() : new Poll.Aborted<>(failed);
    }
}
