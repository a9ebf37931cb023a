package org.moqgateway.moq.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The groups that one track keeps, linked twice: in order of sequence, oldest to newest, and in
/// order of arrival.
///
/// Readers follow the links without a lock. The links are changed under this monitor, by the
/// track's producer when a group begins or ends its time, and by whoever fills the [CachePool];
/// appending a frame does not take it. No foreign code runs under it: what has to be woken is
/// handed back.
final class GroupCache {
    /// Groups that a track keeps at most, so that finding a place among them stays cheap.
    static final int MAX_GROUPS = 8192;

    final GroupState beforeFirst = GroupState.beforeFirst();

    private final CachePool pool;
    private final boolean keepsNewest;
    private final AtomicLong bytes = new AtomicLong();
    private volatile GroupState newest = beforeFirst;
    private volatile long nextSequence;

    // Guarded by this.
    private GroupState lastArrived = beforeFirst;
    private long arrivals;
    private long floor;
    private int count;
    private boolean released;

    /// @param keepsNewest whether the pool spares the newest group
    GroupCache(CachePool pool, boolean keepsNewest) {
        this.pool = pool;
        this.keepsNewest = keepsNewest;
    }

    /// Puts a group in its place.
    ///
    /// @return null, or why it has none
    synchronized @Nullable AbortReason insert(GroupState group) {
        if (released) {
            return AbortReason.CLOSED;
        }
        if (group.sequence < floor) {
            return AbortReason.OLD;
        }
        GroupState before = newest;
        while (before.sequence > group.sequence && before.previous != null) {
            before = before.previous;
        }
        if (before.sequence == group.sequence) {
            return AbortReason.DUPLICATE;
        }
        // Counted before it is linked: what a reader sees is in the books.
        bytes.addAndGet(group.bytes());
        pool.charge(group.bytes());
        group.arrival = arrivals++;
        link(before, group);
        nextSequence = Math.max(nextSequence, group.sequence + 1);
        count++;
        return null;
    }

    private void link(GroupState before, GroupState group) {
        GroupState after = before.next();
        group.next(after);
        group.previous = before;
        if (after != null) {
            after.previous = group;
        }
        group.previousArrived = lastArrived;
        GroupState superseded = newest;
        if (before == superseded) {
            newest = group;
            if (superseded == beforeFirst) {
                pool.countTracks(1);
            } else if (keepsNewest) {
                pool.superseded(superseded, this);
            }
        }
        if (before != superseded || !keepsNewest) {
            pool.superseded(group, this);
        }
        before.next(group);
        lastArrived.nextArrived(group);
        lastArrived = group;
    }

    /// Counts what was appended to a group.
    void charge(GroupState group, long charged) {
        bytes.addAndGet(charged);
        pool.charge(charged);
        if (group.released()) {
            // Released while the frame was appended, before or after it was counted.
            refund(group.release());
        }
    }

    private void refund(long refunded) {
        bytes.addAndGet(-refunded);
        pool.refund(refunded);
    }

    /// Lets go what is too old or too much, oldest first; the newest stays.
    ///
    /// @param maxAgeNanos [Long#MAX_VALUE] to look at the bytes alone
    /// @return the groups that went, whose readers are to be woken
    synchronized List<GroupState> expire(long nowNanos, long maxAgeNanos, long maxBytes) {
        List<GroupState> gone = List.of();
        GroupState first = beforeFirst.next();
        while (first != null) {
            GroupState second = first.next();
            // Age counts from the moment a group was superseded: a long group stays readable.
            if (second == null
                    || (count <= MAX_GROUPS
                            && bytes.get() <= maxBytes
                            && (maxAgeNanos == Long.MAX_VALUE
                                    || nowNanos - second.createdNanos <= maxAgeNanos))) {
                return gone;
            }
            if (gone.isEmpty()) {
                gone = new ArrayList<>();
            }
            drop(first);
            gone.add(first);
            first = second;
        }
        return gone;
    }

    /// A duration in nanoseconds, however long it is.
    static long nanos(Duration duration) {
        return duration.toSeconds() > Long.MAX_VALUE / 2_000_000_000L
                ? Long.MAX_VALUE
                : duration.toNanos();
    }

    /// Lets one group go for the sake of the pool.
    ///
    /// @return whether its readers are to be woken
    synchronized boolean evict(GroupState group) {
        if (group.evicted() || released || (keepsNewest && group == newest)) {
            return false;
        }
        drop(group);
        return true;
    }

    private void drop(GroupState group) {
        GroupState before = group.previous;
        GroupState after = group.next();
        if (before != null) {
            before.next(after);
        }
        if (after != null) {
            after.previous = before;
        } else if (before != null) {
            newest = before;
            if (before == beforeFirst) {
                pool.countTracks(-1);
            }
        }
        unlinkArrival(group);
        floor = Math.max(floor, group.sequence + 1);
        count--;
        pool.forget(group);
        group.evict();
        refund(group.release());
        group.previous = null;
        group.previousArrived = null;
    }

    private void unlinkArrival(GroupState group) {
        GroupState before = group.previousArrived;
        GroupState after = group.nextArrived();
        if (before != null) {
            before.nextArrived(after);
        }
        if (after != null) {
            after.previousArrived = before;
        } else if (before != null) {
            lastArrived = before;
        }
    }

    /// Stops counting: the track ended. Readers keep what they hold.
    ///
    /// @param cut whether nothing more is read, so that no group may hold the next
    synchronized void release(boolean cut) {
        if (!released) {
            released = true;
            if (newest != beforeFirst) {
                pool.countTracks(-1);
            }
        }
        GroupState group = beforeFirst.next();
        while (group != null) {
            GroupState after = group.next();
            pool.forget(group);
            refund(group.release());
            if (cut) {
                group.next(null);
                group.nextArrived(null);
                group.previous = null;
                group.previousArrived = null;
            }
            group = after;
        }
    }

    /// The groups kept now, in order of sequence.
    synchronized List<GroupState> groups() {
        List<GroupState> all = new ArrayList<>();
        for (GroupState group = beforeFirst.next(); group != null; group = group.next()) {
            all.add(group);
        }
        return all;
    }

    /// The group of that number, when it is kept.
    synchronized @Nullable GroupState find(long sequence) {
        GroupState group = newest;
        while (group.sequence > sequence && group.previous != null) {
            group = group.previous;
        }
        return group.sequence == sequence && group != beforeFirst ? group : null;
    }

    /// The first group that is kept of those which arrived after the `arrival`-th.
    synchronized @Nullable GroupState arrivedAfter(long arrival) {
        GroupState group = beforeFirst.nextArrived();
        while (group != null && group.arrival <= arrival) {
            group = group.nextArrived();
        }
        return group;
    }

    /// The newest group; before there is one, the place before the first.
    GroupState newest() {
        return newest;
    }

    long nextSequence() {
        return nextSequence;
    }

    long bytes() {
        return bytes.get();
    }
}
