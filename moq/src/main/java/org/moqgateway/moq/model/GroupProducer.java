package org.moqgateway.moq.model;

import java.util.Optional;

/// Writes the frames of one group. Belongs to the track's producer thread.
public final class GroupProducer {
    private final TrackState track;
    private final GroupState state;
    private final Lease lease;
    private int known;

    /// @param known frames at the beginning of the group that are there already
    GroupProducer(TrackState track, GroupState state, Lease lease, int known) {
        this.track = track;
        this.state = state;
        this.lease = lease;
        this.known = known;
    }

    /// The group's number within its track.
    public long sequence() {
        return state.sequence;
    }

    /// Frames that the group holds.
    public int frames() {
        return state.count();
    }

    /// Bytes that the group counts for: 256 for itself, and each frame with its payload and 96.
    public long bytes() {
        return state.bytes();
    }

    /// Publishes a frame. Frames of a group that another source had begun are taken for those that
    /// are there already, as many as there are, and not published again.
    ///
    /// @return false, with nothing written, when the group or track ended, the group would hold
    ///     more than [TrackInfo#maxBytes], the [CachePool] has no room, or another source took
    ///     over
    public boolean write(Frame frame) {
        if (known > 0) {
            known--;
            return track.endingOf(state) == null;
        }
        return track.writer.write(lease, state, frame);
    }

    /// Ends the group: it is complete.
    public void finish() {
        track.writer.endGroup(lease, state, Ending.FINISHED);
    }

    /// Ends the group early; readers go on with the next group.
    public void abort(AbortReason reason) {
        track.writer.endGroup(lease, state, new Ending.Aborted(reason));
    }

    /// How the group ended, by itself or with its track, if it did.
    public Optional<Ending> ending() {
        return Optional.ofNullable(track.endingOf(state));
    }
}
