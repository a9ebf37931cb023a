package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The writing side of one track: who may write it, and what becomes of what is written. Each
/// method that takes a lease does nothing, or refuses, when the lease is not valid (any more).
final class TrackWriter {
    private final TrackState track;
    private final CachePool pool;
    private volatile @Nullable Lease valid;

    /// A group that a former source left unfinished and the present one has not begun; written by
    /// whoever holds the lease, and while it is handed over.
    private @Nullable GroupState orphan;

    TrackWriter(TrackState track, CachePool pool) {
        this.track = track;
        this.pool = pool;
    }

    /// From here on `next` alone writes; null: nobody does.
    void hand(@Nullable Lease next) {
        Lease before = valid;
        valid = next;
        if (before != null && before != next) {
            before.awaitIdle();
        }
    }

    /// Takes the lease away and ends the groups that nobody will go on with. The newest, when it is
    /// open, waits for the next source.
    ///
    /// @return the groups that ended; [TrackState#wakeReaders] of each is the caller's, without
    /// a lock
    List<GroupState> revoke() {
        hand(null);
        GroupState newest = track.cache.newest();
        List<GroupState> ended = new ArrayList<>();
        for (GroupState group : track.cache.groups()) {
            if (group != newest && group.end(TrackState.aborted(AbortReason.DROPPED))) {
                ended.add(group);
            }
        }
        orphan = newest.ending() == null ? newest : null;
        return ended;
    }

    private boolean enter(Lease lease) {
        lease.busy(true);
        if (valid == lease) {
            return true;
        }
        lease.busy(false);
        return false;
    }

    /// A new group in its place; a group that can have no place comes back aborted. No lock of the
    /// model may be held.
    GroupProducer createGroup(Lease lease, long sequence, long nowNanos) {
        if (!pool.admit(0, GroupState.OVERHEAD_BYTES, track.audience)) {
            GroupState group = new GroupState(sequence, nowNanos, false);
            group.end(TrackState.aborted(AbortReason.TOO_LARGE));
            return new GroupProducer(track, group, lease, 0);
        }
        return openGroup(lease, sequence, nowNanos);
    }

    /// As [#createGroup], whether the pool has room or not.
    GroupProducer openGroup(Lease lease, long sequence, long nowNanos) {
        GroupState group = new GroupState(sequence, nowNanos, false);
        GroupState resumed = resume(lease, sequence);
        if (resumed != null) {
            return new GroupProducer(track, resumed, lease, resumed.count());
        }
        if (insert(lease, group, nowNanos)) {
            track.wakeups.fire(Wakeup.GROUP);
        }
        return new GroupProducer(track, group, lease, 0);
    }

    private @Nullable GroupState resume(Lease lease, long sequence) {
        if (!enter(lease)) {
            return null;
        }
        GroupState left = orphan;
        boolean given = left != null && left.sequence == sequence && left.ending() == null;
        boolean abandoned = left != null && sequence > left.sequence + 1;
        if (given || abandoned) {
            orphan = null;
        }
        lease.busy(false);
        if (left != null && abandoned) {
            // The source goes on beyond it: nobody will finish it.
            finish(left, TrackState.aborted(AbortReason.DROPPED));
        }
        return given ? left : null;
    }

    /// A whole group of one frame at once: nobody is woken for less.
    boolean writeGroup(Lease lease, GroupState group, Frame frame, long nowNanos) {
        GroupState resumed = resume(lease, group.sequence);
        if (resumed != null) {
            GroupProducer rest = new GroupProducer(track, resumed, lease, resumed.count());
            boolean written = rest.write(frame);
            rest.finish();
            return written;
        }
        TrackInfo bounds = track.info();
        long cost = GroupState.cost(frame);
        if (bounds == null
                || GroupState.OVERHEAD_BYTES + cost > bounds.maxBytes()
                || !pool.admit(0, GroupState.OVERHEAD_BYTES + cost, track.audience)) {
            return false;
        }
        group.append(frame);
        group.end(Ending.FINISHED);
        if (!insert(lease, group, nowNanos)) {
            return false;
        }
        track.wakeups.fireAny();
        return true;
    }

    private boolean insert(Lease lease, GroupState group, long nowNanos) {
        AbortReason refused = AbortReason.CLOSED;
        if (enter(lease)) {
            try {
                Ending ended = track.ending();
                refused = ended == null ? track.cache.insert(group) : reason(ended);
            } finally {
                lease.busy(false);
            }
        }
        if (refused != null) {
            group.end(TrackState.aborted(refused));
            return false;
        }
        expire(nowNanos);
        return true;
    }

    private static AbortReason reason(Ending ended) {
        return switch (ended) {
            case Ending.Finished() -> AbortReason.CLOSED;
            case Ending.Aborted(AbortReason reason) -> reason;
        };
    }

    private void expire(long nowNanos) {
        TrackInfo bounds = track.info();
        if (bounds != null) {
            long maxAgeNanos = GroupCache.nanos(bounds.maxAge());
            TrackState.wake(track.cache.expire(nowNanos, maxAgeNanos, bounds.maxBytes()));
        }
    }

    /// Appends within the bounds; false when the group is ended or full.
    boolean write(Lease lease, GroupState group, Frame frame) {
        TrackInfo bounds = track.info();
        long cost = GroupState.cost(frame);
        if (bounds == null
                || track.endingOf(group) != null
                || group.bytes() + cost > bounds.maxBytes()
                || !pool.admit(group.bytes(), cost, track.audience)
                || !append(lease, group, frame, cost)) {
            return false;
        }
        if (track.cache.bytes() > bounds.maxBytes()) {
            TrackState.wake(track.cache.expire(0, Long.MAX_VALUE, bounds.maxBytes()));
        }
        group.wakeups.fire(Wakeup.FRAME);
        track.wakeups.fire(Wakeup.FRAME);
        return true;
    }

    private boolean append(Lease lease, GroupState group, Frame frame, long cost) {
        if (!enter(lease)) {
            return false;
        }
        try {
            if (track.endingOf(group) != null) {
                return false;
            }
            group.append(frame);
            track.cache.charge(group, cost);
            return true;
        } finally {
            lease.busy(false);
        }
    }

    /// Ends a group for its producer; nothing happens when the lease is gone.
    void endGroup(Lease lease, GroupState group, Ending groupEnding) {
        if (!enter(lease)) {
            return;
        }
        boolean ended = group.end(groupEnding);
        lease.busy(false);
        if (ended) {
            track.wakeReaders(group);
        }
    }

    private void finish(GroupState group, Ending groupEnding) {
        if (group.end(groupEnding)) {
            track.wakeReaders(group);
        }
    }
}
