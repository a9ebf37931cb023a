package org.moqgateway.moq.model;

import java.util.Optional;

/// Writes the frames of one group. Belongs to the track's producer thread.
public final class GroupProducer {
    private final TrackState track;
    private final GroupState state;

    GroupProducer(TrackState track, GroupState state) {
        this.track = track;
        this.state = state;
    }

    /// The group's number within its track.
    public long sequence() {
        return state.sequence;
    }

    /// Frames written so far.
    public int frames() {
        return state.count();
    }

    /// Bytes that the group holds, 256 for itself included.
    public long bytes() {
        return state.bytes();
    }

    /// Publishes a frame.
    ///
    /// @return false, with nothing written, when the group or track ended or the group would hold
    ///     more than [TrackInfo#maxBytes]
    public boolean write(Frame frame) {
        return track.write(state, frame);
    }

    /// Ends the group: it is complete.
    public void finish() {
        track.endGroup(state, Ending.FINISHED);
    }

    /// Ends the group early; readers go on with the next group.
    public void abort(AbortReason reason) {
        track.endGroup(state, new Ending.Aborted(reason));
    }

    /// How the group ended, by itself or with its track, if it did.
    public Optional<Ending> ending() {
        return Optional.ofNullable(track.endingOf(state));
    }
}
