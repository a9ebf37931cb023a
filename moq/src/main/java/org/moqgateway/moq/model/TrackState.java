package org.moqgateway.moq.model;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The cached groups of one track in sequence order, oldest to newest.
final class TrackState {
    final TrackInfo info;
    final WakeupList wakeups = new WakeupList();

    /// Of readers of single groups, for the end of the track; they wait at their groups otherwise.
    final WakeupList groupReaders = new WakeupList();

    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile GroupState newest = GroupState.beforeFirst();

    // Producer thread only.
    private @Nullable GroupState oldest;
    private long nextSequence;
    private long cachedBytes;

    TrackState(TrackInfo info) {
        this.info = info;
    }

    /// A new group in its place; a group that can have no place comes back aborted.
    GroupState createGroup(long sequence, long nowNanos) {
        GroupState group = new GroupState(sequence, nowNanos);
        Ending ended = ending.get();
        if (ended != null) {
            group.end(ended instanceof Ending.Aborted ? ended : aborted(AbortReason.CLOSED));
            return group;
        }
        if (!insert(group)) {
            return group;
        }
        nextSequence = Math.max(nextSequence, sequence + 1);
        cachedBytes += group.bytes();
        evict(nowNanos);
        wakeups.fire(Wakeup.GROUP);
        return group;
    }

    private boolean insert(GroupState group) {
        GroupState last = newest;
        GroupState first = oldest;
        if (first == null) {
            last.next(group);
            oldest = group;
            newest = group;
            return true;
        }
        if (group.sequence > last.sequence) {
            last.next(group);
            newest = group;
            return true;
        }
        if (group.sequence < first.sequence) {
            group.end(aborted(AbortReason.OLD));
            return false;
        }
        return insertBetween(first, group);
    }

    private static boolean insertBetween(GroupState first, GroupState group) {
        GroupState before = first;
        GroupState after = before.next();
        while (after != null && after.sequence <= group.sequence) {
            before = after;
            after = before.next();
        }
        if (before.sequence == group.sequence) {
            group.end(aborted(AbortReason.DUPLICATE));
            return false;
        }
        group.next(after);
        before.next(group);
        return true;
    }

    /// Appends within the bounds; false when the group is ended or full.
    boolean write(GroupState group, Frame frame) {
        if (endingOf(group) != null) {
            return false;
        }
        int length = frame.payload().length;
        if (group.bytes() + length > info.maxBytes()) {
            return false;
        }
        group.append(frame);
        cachedBytes += length;
        evictBytes();
        group.wakeups.fire(Wakeup.FRAME);
        wakeups.fire(Wakeup.FRAME);
        return true;
    }

    boolean endGroup(GroupState group, Ending groupEnding) {
        if (!group.end(groupEnding)) {
            return false;
        }
        group.wakeups.fireAny();
        if (group.next() != null) {
            // A reader of frames that waits at the end of this group can go on to the next.
            wakeups.fire(Wakeup.FRAME);
        }
        return true;
    }

    private void evict(long nowNanos) {
        evictBytes();
        long maxAgeNanos = info.maxAge().toNanos();
        GroupState first = oldest;
        while (first != null) {
            GroupState second = first.next();
            // Age counts from the moment a group was superseded: a long group stays readable.
            if (second == null || nowNanos - second.createdNanos <= maxAgeNanos) {
                return;
            }
            drop(first, second);
            first = second;
        }
    }

    private void evictBytes() {
        GroupState first = oldest;
        while (cachedBytes > info.maxBytes() && first != null) {
            GroupState second = first.next();
            if (second == null) {
                return;
            }
            drop(first, second);
            first = second;
        }
    }

    private void drop(GroupState first, GroupState second) {
        oldest = second;
        cachedBytes -= first.bytes();
        first.evict();
    }

    /// Ends the track; the first ending stays. Any thread.
    boolean end(Ending newEnding) {
        if (!ending.compareAndSet(null, newEnding)) {
            return false;
        }
        wakeups.fireAny();
        groupReaders.fireAny();
        return true;
    }

    /// How a group ended: by itself, or with its track.
    @Nullable Ending endingOf(GroupState group) {
        Ending own = group.ending();
        return own == null ? ending.get() : own;
    }

    private static Ending aborted(AbortReason reason) {
        return new Ending.Aborted(reason);
    }

    @Nullable Ending ending() {
        return ending.get();
    }

    /// The newest group; before there is one, the place before the first.
    GroupState newest() {
        return newest;
    }

    long nextSequence() {
        return nextSequence;
    }

    long cachedBytes() {
        return cachedBytes;
    }
}
