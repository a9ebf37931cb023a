package org.moqgateway.moq.model;

import org.jspecify.annotations.Nullable;

/// Where a consumer stands that reads whole groups in the order of their arrival. Belongs to its
/// thread.
final class GroupCursor {
    private final TrackState track;
    private @Nullable GroupState last;
    private long lastArrival = -1;
    private long start;
    private long skipped;

    /// @param begin the group that is given first, or the place before the first
    GroupCursor(TrackState track, GroupState begin) {
        this.track = track;
        if (begin.sequence >= 0) {
            start = begin.sequence;
            lastArrival = begin.arrival - 1;
        }
    }

    void startAt(long sequence) {
        start = sequence;
        last = null;
        lastArrival = -1;
    }

    /// Forgets the track's groups.
    void close() {
        last = null;
    }

    Poll<GroupConsumer> look(long maxLatencyUs) {
        while (true) {
            Ending ending = track.ending();
            if (ending instanceof Ending.Aborted) {
                return Poll.of(ending);
            }
            GroupState next = successor();
            if (next != null) {
                // Arrivals are counted without a gap: what is missing was evicted.
                skipped += next.arrival - lastArrival - 1;
                lastArrival = next.arrival - 1;
            }
            boolean wanted =
                    next == null || (next.sequence >= start && !track.late(next, maxLatencyUs));
            if (wanted && skipped > 0) {
                long groups = skipped;
                skipped = 0;
                return new Poll.Skipped<>(groups);
            }
            if (next == null) {
                return ending == null ? Poll.pending() : Poll.of(ending);
            }
            last = next;
            lastArrival = next.arrival;
            if (wanted) {
                return new Poll.Ready<>(new GroupConsumer(track, next));
            }
            skipped += next.sequence < start ? 0 : 1;
        }
    }

    private @Nullable GroupState successor() {
        GroupState at = last;
        if (at != null) {
            GroupState next = at.nextArrived();
            if (next != null || !at.evicted()) {
                return next;
            }
        }
        return track.cache.arrivedAfter(lastArrival);
    }
}
