package org.moqgateway.moq.model;

import org.jspecify.annotations.Nullable;

/// Reads the frames of one group from the first. Belongs to one thread at a time.
public final class GroupConsumer implements AutoCloseable {
    private final TrackState track;
    private final GroupState state;
    private @Nullable Wakeup wakeup;
    private int index;
    private boolean closed;

    GroupConsumer(TrackState track, GroupState state) {
        this.track = track;
        this.state = state;
    }

    /// The group's number within its track.
    public long sequence() {
        return state.sequence;
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
        Wakeup waiting = wakeup;
        if (waiting == null) {
            return look();
        }
        waiting.disarm();
        Poll<Frame> answer = look();
        if (answer instanceof Poll.Pending) {
            waiting.arm(Wakeup.FRAME);
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
        Wakeup waiting = wakeup;
        if (waiting == null) {
            waiting = new Wakeup();
            wakeup = waiting;
            state.wakeups.add(waiting);
            track.groupReaders.add(waiting);
        }
        waiting.action(action);
    }

    /// Stops reading; nothing of this consumer stays behind.
    @Override
    public void close() {
        closed = true;
        Wakeup waiting = wakeup;
        if (waiting != null) {
            waiting.action(null);
            state.wakeups.remove(waiting);
            track.groupReaders.remove(waiting);
            wakeup = null;
        }
    }
}
