package org.moqgateway.moq.model;

/// Reads one track, from the first frame of the group that was the newest when this consumer was
/// opened. Belongs to one thread at a time.
///
/// Read either frames ([#pollFrame], in order across groups) or whole groups ([#pollGroup], each
/// read on its own). A consumer that fell behind, because the cache let its position go or because
/// the newest group begins more than [#maxLatencyUs] later than what it would read next, is moved
/// to the newest group and told so by [Poll.Skipped].
///
/// A consumer that is never polled holds no frame alive and does not delay anybody.
public final class TrackConsumer implements AutoCloseable {
    /// How far a consumer may be behind the beginning of the newest group unless said otherwise.
    public static final long DEFAULT_MAX_LATENCY_US = 500_000;

    private final TrackState track;
    private final Wakeup wakeup = new Wakeup();
    private long maxLatencyUs = DEFAULT_MAX_LATENCY_US;

    private GroupState group;
    private int index;
    private boolean groupGiven;
    private long lastTimestampUs;
    private boolean closed;

    TrackConsumer(TrackState track) {
        this.track = track;
        track.wakeups.add(wakeup);
        group = track.newest();
        groupGiven = isBeforeFirst(group);
    }

    /// What the track was created with.
    public TrackInfo info() {
        return track.info;
    }

    /// Sets how far this consumer may be behind the beginning of the newest group. 0 leaves a group
    /// as soon as a newer one has a frame.
    ///
    /// @return this consumer
    public TrackConsumer maxLatencyUs(long newMaxLatencyUs) {
        maxLatencyUs = newMaxLatencyUs;
        return this;
    }

    /// The next frame in order, or why there is none. Never blocks, allocates nothing for a frame.
    /// Groups that were aborted are left where they end.
    public Poll<Frame> pollFrame() {
        if (closed) {
            return Poll.finished();
        }
        wakeup.disarm();
        Poll<Frame> answer = lookForFrame();
        if (answer instanceof Poll.Pending) {
            wakeup.arm(Wakeup.FRAME);
            answer = lookForFrame();
        }
        return answer;
    }

    /// Number of the group that the last frame came from, or -1.
    public long groupSequence() {
        return group.sequence;
    }

    /// Position of the last frame within its group; 0 begins a group, -1 when none was read.
    public int frameIndex() {
        return index - 1;
    }

    private Poll<Frame> lookForFrame() {
        while (true) {
            // Read first: after an ending nothing new comes, so nothing can be missed below.
            Ending ending = track.ending();
            if (ending instanceof Ending.Aborted) {
                return Poll.of(ending);
            }
            GroupState current = group;
            if (mustSkip(current)) {
                long skipped = skipToNewest(current);
                if (skipped > 0) {
                    return new Poll.Skipped<>(skipped);
                }
                continue;
            }
            Ending groupEnding = current.ending();
            Poll.Ready<Frame> frame = current.frame(index);
            if (frame != null) {
                index++;
                lastTimestampUs = frame.value().timestampUs();
                return frame;
            }
            if (groupEnding == null || !enterSuccessor(current)) {
                if (!current.evicted()) {
                    return ending == null ? Poll.pending() : Poll.of(ending);
                }
            }
        }
    }

    private boolean enterSuccessor(GroupState current) {
        GroupState successor = current.next();
        if (successor == null) {
            return false;
        }
        enter(successor);
        return true;
    }

    /// The next group, or why there is none. Never blocks. Each group is given once.
    public Poll<GroupConsumer> pollGroup() {
        if (closed) {
            return Poll.finished();
        }
        wakeup.disarm();
        Poll<GroupConsumer> answer = lookForGroup();
        if (answer instanceof Poll.Pending) {
            wakeup.arm(Wakeup.GROUP);
            answer = lookForGroup();
        }
        return answer;
    }

    private Poll<GroupConsumer> lookForGroup() {
        while (true) {
            Ending ending = track.ending();
            if (ending instanceof Ending.Aborted) {
                return Poll.of(ending);
            }
            GroupState current = group;
            GroupState candidate = groupGiven ? current.next() : current;
            if (current.evicted() || (candidate != null && mustSkip(candidate))) {
                long skipped = skipToNewest(current);
                if (skipped > 0) {
                    return new Poll.Skipped<>(skipped);
                }
                continue;
            }
            if (candidate == null) {
                return ending == null ? Poll.pending() : Poll.of(ending);
            }
            enter(candidate);
            groupGiven = true;
            return new Poll.Ready<>(new GroupConsumer(track, candidate));
        }
    }

    private void enter(GroupState next) {
        group = next;
        index = 0;
        groupGiven = false;
    }

    private boolean mustSkip(GroupState current) {
        if (current.evicted()) {
            return true;
        }
        GroupState newest = track.newest();
        if (newest == current || isBeforeFirst(current)) {
            return false;
        }
        Poll.Ready<Frame> head = newest.frame(0);
        if (head == null) {
            return false;
        }
        return head.value().timestampUs() - positionUs(current) > maxLatencyUs;
    }

    /// Time of what would be read next, of what was read last when that is not there yet.
    private long positionUs(GroupState current) {
        Poll.Ready<Frame> upcoming = current.frame(current == group ? index : 0);
        if (upcoming == null && current.ending() != null) {
            // After a pause the next group is far from the last frame, and yet not late.
            GroupState successor = current.next();
            upcoming = successor == null ? null : successor.frame(0);
        }
        return upcoming == null ? lastTimestampUs : upcoming.value().timestampUs();
    }

    private long skipToNewest(GroupState current) {
        GroupState newest = track.newest();
        boolean wholly = groupGiven || isRead(current);
        enter(newest);
        return newest.sequence - current.sequence - (wholly ? 1 : 0);
    }

    private static boolean isBeforeFirst(GroupState place) {
        return place.sequence < 0;
    }

    private boolean isRead(GroupState current) {
        return current.ending() != null && index >= current.count();
    }

    /// Sets what is called when a poll answered [Poll.Pending] and something came since: once per
    /// such answer, on the thread of the producer, cheap and without an exception. Poll after
    /// setting it.
    public void onAvailable(Runnable action) {
        wakeup.action(action);
    }

    /// Stops reading; nothing of this consumer stays behind. Later polls answer
    /// [Poll.Finished].
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        group = GroupState.beforeFirst();
        wakeup.action(null);
        track.wakeups.remove(wakeup);
    }
}
