package org.moqgateway.moq.model;

import org.jspecify.annotations.Nullable;

/// Where a consumer stands that reads frames in order across groups. Belongs to its thread.
final class FrameCursor {
    private final TrackState track;
    private GroupState group;
    private long start;
    private int index;
    private long lastTimestampUs;

    FrameCursor(TrackState track, GroupState begin) {
        this.track = track;
        this.group = begin;
    }

    void startAt(long sequence) {
        start = sequence;
        group = track.cache.beforeFirst;
        index = 0;
    }

    long groupSequence() {
        return group.sequence;
    }

    int frameIndex() {
        return index - 1;
    }

    /// Forgets the track's groups.
    void close() {
        group = GroupState.beforeFirst();
    }

    Poll<Frame> look(long maxLatencyUs, long reorderUs) {
        while (true) {
            // Read first: after an ending nothing new comes, so nothing can be missed below.
            Ending ending = track.ending();
            if (ending instanceof Ending.Aborted) {
                return Poll.of(ending);
            }
            GroupState current = group;
            boolean moved;
            if (current.sequence < start) {
                moved = enterSuccessor(current) || leaveEvicted(current);
            } else if (mustSkip(current, maxLatencyUs)) {
                long skipped = skipToNewest(current);
                if (skipped > 0) {
                    return new Poll.Skipped<>(skipped);
                }
                moved = true;
            } else {
                Ending groupEnding = current.ending();
                Poll.Ready<Frame> frame = current.frame(index);
                if (frame != null) {
                    index++;
                    lastTimestampUs = frame.value().timestampUs();
                    return frame;
                }
                moved =
                        current.evicted()
                                || (groupEnding != null
                                        && !awaitsGroup(current, ending, reorderUs)
                                        && enterSuccessor(current));
            }
            if (!moved) {
                return ending == null ? Poll.pending() : Poll.of(ending);
            }
        }
    }

    /// From a group before the start, which the cache let go: look again from the oldest.
    private boolean leaveEvicted(GroupState current) {
        if (!current.evicted()) {
            return false;
        }
        enter(track.cache.beforeFirst);
        return true;
    }

    private boolean enterSuccessor(GroupState current) {
        GroupState successor = current.next();
        if (successor == null) {
            return false;
        }
        enter(successor);
        return true;
    }

    /// Whether a group is missing between this one and the next that may still come.
    private boolean awaitsGroup(GroupState current, @Nullable Ending ending, long reorderUs) {
        GroupState successor = current.next();
        if (reorderUs == 0
                || ending != null
                || successor == null
                || successor.sequence == current.sequence + 1) {
            return false;
        }
        Poll.Ready<Frame> head = track.cache.newest().frame(0);
        return head == null || head.value().timestampUs() - lastTimestampUs <= reorderUs;
    }

    private void enter(GroupState next) {
        group = next;
        index = 0;
    }

    private boolean mustSkip(GroupState current, long maxLatencyUs) {
        if (current.evicted()) {
            return true;
        }
        GroupState newest = track.cache.newest();
        if (newest == current) {
            return false;
        }
        Poll.Ready<Frame> head = newest.frame(0);
        return head != null && head.value().timestampUs() - positionUs(current) > maxLatencyUs;
    }

    /// Time of what would be read next, of what was read last when that is not there yet.
    private long positionUs(GroupState current) {
        Poll.Ready<Frame> upcoming = current.frame(index);
        if (upcoming == null && current.ending() != null) {
            // After a pause the next group is far from the last frame, and yet not late.
            GroupState successor = current.next();
            upcoming = successor == null ? null : successor.frame(0);
        }
        return upcoming == null ? lastTimestampUs : upcoming.value().timestampUs();
    }

    private long skipToNewest(GroupState current) {
        GroupState newest = track.cache.newest();
        boolean wholly = current.ending() != null && index >= current.count();
        enter(newest);
        return newest.sequence - current.sequence - (wholly ? 1 : 0);
    }
}
