package org.moqgateway.moq.model;

import java.util.Objects;

/// Reads the frames of one group from the first. Belongs to one thread at a time.
public final class GroupConsumer implements AutoCloseable {
    private final TrackState track;
    private final GroupState state;
    private final Wakeup wakeup = new Wakeup();
    private int index;
    private boolean listed;
    private boolean closed;

    GroupConsumer(TrackState track, GroupState state) {
        this.track = track;
        this.state = state;
    }

    /// What the publisher fixed about the group's track.
    public TrackInfo info() {
        return Objects.requireNonNull(track.info(), "a group of a track of which nothing is known");
    }

    /// The group's number within its track.
    public long sequence() {
        return state.sequence;
    }

    /// Whether the group came as a datagram: it holds one frame and is passed on as one.
    public boolean datagram() {
        return state.datagram;
    }

    /// Whether the group is more than `maxLatencyUs` behind the newest of its track, by the time of
    /// its first frame or of its arrival (moq-lite-05 §Expiration): then sending it on is of no
    /// use.
    public boolean behind(long maxLatencyUs) {
        return track.late(state, maxLatencyUs);
    }

    /// Position of the next frame, counted from 0.
    public int index() {
        return index;
    }

    /// The next frame, or why there is none. Never blocks.
    public Poll<Frame> poll() {
        if (closed) {
            return Poll.finished();
        }
        wakeup.disarm();
        Poll<Frame> answer = look();
        if (answer instanceof Poll.Pending) {
            if (!listed) {
                listed = true;
                state.wakeups.add(wakeup);
            }
            wakeup.arm(Wakeup.FRAME);
            answer = look();
        }
        return answer;
    }

    private Poll<Frame> look() {
        // Read before the frames: after an ending no frame comes, so none can be missed.
        Ending ending = track.endingOf(state);
        if (ending instanceof Ending.Aborted) {
            return Poll.of(ending);
        }
        Poll.Ready<Frame> frame = state.frame(index);
        if (frame != null) {
            index++;
            return frame;
        }
        if (ending == null) {
            return Poll.pending();
        }
        // Finished, but the cache let go what was not read.
        return index < state.count() ? new Poll.Aborted<>(AbortReason.EVICTED) : Poll.finished();
    }

    /// Sets what is called when a poll answered [Poll.Pending] and something came since: once per
    /// such answer, on the thread of the producer, cheap and without an exception. Poll after
    /// setting it.
    public void onAvailable(Runnable action) {
        wakeup.action(action);
    }

    /// Stops reading; nothing of this consumer stays behind.
    @Override
    public void close() {
        closed = true;
        wakeup.action(null);
        if (listed) {
            listed = false;
            state.wakeups.remove(wakeup);
        }
    }
}
