package org.moqgateway.moq.model;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads one track, from the first frame of the group that was the newest when this consumer was
/// opened. Belongs to one thread at a time.
///
/// Read either frames ([#pollFrame], in order across groups) or whole groups ([#pollGroup], each
/// read on its own). A reader of frames that fell behind, because the cache let its position go or
/// because the newest group begins more than [#maxLatencyUs] later than what it would read next, is
/// moved to the newest group and told so by [Poll.Skipped].
///
/// A consumer that is never polled holds no frame alive and does not delay anybody.
public final class TrackConsumer implements AutoCloseable {
    /// How far a consumer may be behind the beginning of the newest group unless said otherwise.
    public static final long DEFAULT_MAX_LATENCY_US = 500_000;

    private final TrackState track;
    private final FrameCursor frames;
    private final GroupCursor groups;
    private final Wakeup wakeup = new Wakeup();
    private long maxLatencyUs = DEFAULT_MAX_LATENCY_US;
    private long reorderUs;
    private boolean listed;
    private boolean closed;
    private @Nullable Reading reading;

    // Read by whoever merges the wishes of all consumers.
    private volatile Demand demand = Demand.DEFAULT;
    private volatile @Nullable Long start;

    TrackConsumer(TrackState track) {
        this.track = track;
        GroupState newest = track.cache.newest();
        frames = new FrameCursor(track, newest);
        groups = new GroupCursor(track, newest);
        track.audience.add(this);
    }

    /// What the publisher fixed about the track, once it is known: at once for a track that is
    /// published here, after a round trip for a remote one. [Poll.Aborted] when the track cannot be
    /// had. A pending answer arms the wake-up of [#onAvailable].
    public Poll<TrackInfo> pollInfo() {
        if (closed) {
            return Poll.finished();
        }
        wakeup.disarm();
        Poll<TrackInfo> answer = lookForInfo();
        if (answer instanceof Poll.Pending) {
            arm(Wakeup.INFO);
            answer = lookForInfo();
        }
        return answer;
    }

    private Poll<TrackInfo> lookForInfo() {
        Ending ending = track.ending();
        TrackInfo info = track.info();
        if (info != null) {
            return new Poll.Ready<>(info);
        }
        return ending == null ? Poll.pending() : Poll.of(ending);
    }

    /// Sets how far this consumer may be behind the beginning of the newest group. 0 leaves a group
    /// as soon as a newer one has a frame.
    ///
    /// @return this consumer
    public TrackConsumer maxLatencyUs(long newMaxLatencyUs) {
        maxLatencyUs = newMaxLatencyUs;
        return this;
    }

    /// Sets how long a reader of frames waits for a group that is missing between two others:
    /// groups overtake each other on the way. It goes on when the newest group begins more than
    /// this later than what was read last. 0, as unless said otherwise, waits for none.
    ///
    /// @return this consumer
    public TrackConsumer reorderUs(long newReorderUs) {
        reorderUs = newReorderUs;
        return this;
    }

    /// Tells what this consumer wishes. A remote track is asked for with the wishes of all its
    /// consumers together. Says nothing about [#maxLatencyUs], which is what this consumer itself
    /// skips.
    ///
    /// @return this consumer
    public TrackConsumer demand(Demand wishes) {
        demand = wishes;
        track.audience.changed();
        return this;
    }

    /// Begins at a group instead of the newest: at the oldest kept one that is not below
    /// `sequence`, or at one to come. Call it before the first poll.
    ///
    /// @return this consumer
    public TrackConsumer startAt(long sequence) {
        start = sequence;
        frames.startAt(sequence);
        groups.startAt(sequence);
        track.audience.changed();
        return this;
    }

    /// Counts this consumer as part of a reading, until it is closed.
    void reading(Reading of) {
        reading = of.begin() ? of : null;
    }

    Demand demand() {
        return demand;
    }

    OptionalLong start() {
        Long from = start;
        return from == null ? OptionalLong.empty() : OptionalLong.of(from);
    }

    /// Number of the oldest group that is kept; empty when there is none.
    public OptionalLong oldestSequence() {
        return sequence(track.cache.beforeFirst.next());
    }

    /// Number of the newest group that there is; empty before the first.
    public OptionalLong newestSequence() {
        return sequence(track.cache.newest());
    }

    private static OptionalLong sequence(@Nullable GroupState group) {
        return group == null || group.sequence < 0
                ? OptionalLong.empty()
                : OptionalLong.of(group.sequence);
    }

    /// The next frame in order, or why there is none. Never blocks, allocates nothing for a frame.
    /// Groups that were aborted are left where they end.
    public Poll<Frame> pollFrame() {
        if (closed) {
            return Poll.finished();
        }
        wakeup.disarm();
        Poll<Frame> answer = frames.look(maxLatencyUs, reorderUs);
        if (answer instanceof Poll.Pending) {
            arm(Wakeup.FRAME);
            answer = frames.look(maxLatencyUs, reorderUs);
        }
        return answer;
    }

    /// Number of the group that the last frame came from, or -1.
    public long groupSequence() {
        return frames.groupSequence();
    }

    /// Position of the last frame within its group; 0 begins a group, -1 when none was read.
    public int frameIndex() {
        return frames.frameIndex();
    }

    /// The next group, or why there is none. Never blocks. Each group is given once, in the
    /// order of arrival: a group that comes late, behind newer ones, is given too, unless it is
    /// more than [#maxLatencyUs] behind the newest ([GroupConsumer#behind]). [Poll.Skipped]
    /// counts the groups that were passed over for that and those that the cache let go before
    /// they were given.
    public Poll<GroupConsumer> pollGroup() {
        if (closed) {
            return Poll.finished();
        }
        wakeup.disarm();
        Poll<GroupConsumer> answer = groups.look(maxLatencyUs);
        if (answer instanceof Poll.Pending) {
            arm(Wakeup.GROUP);
            answer = groups.look(maxLatencyUs);
        }
        return answer;
    }

    private void arm(int event) {
        if (!listed) {
            listed = true;
            track.wakeups.add(wakeup);
        }
        wakeup.arm(event);
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
        frames.close();
        groups.close();
        wakeup.action(null);
        track.wakeups.remove(wakeup);
        track.left(this);
        Reading part = reading;
        if (part != null) {
            part.end();
        }
    }
}
