package org.moqgateway.moq.model;

import java.util.Optional;

/// Writes one track. One thread at a time writes; [#abort], [#finish] and [#consumers] may be
/// called from any thread.
///
/// Writing never throws for a track that ended meanwhile (a newer publisher took the name): it is
/// refused, and [#ending] says why.
public final class TrackProducer {
    private final TrackState state;

    TrackProducer(TrackState state) {
        this.state = state;
    }

    /// What the track was created with.
    public TrackInfo info() {
        return state.info;
    }

    /// Opens the next group. The group before stays open until it is finished.
    ///
    /// @param nowNanos the producer's monotonic clock, for the age bound of the cache
    /// @return a group; of a track that ended, one that refuses frames
    public GroupProducer appendGroup(long nowNanos) {
        return createGroup(state.nextSequence(), nowNanos);
    }

    /// Opens a group with a number of the caller's, for groups that may arrive out of order.
    ///
    /// @return a group; when the number is taken or older than everything kept, one that is
    ///     aborted already
    public GroupProducer createGroup(long sequence, long nowNanos) {
        return new GroupProducer(state, state.createGroup(sequence, nowNanos));
    }

    /// Writes a group of one frame and finishes it.
    ///
    /// @return false when the track ended
    public boolean writeGroup(Frame frame, long nowNanos) {
        GroupProducer group = appendGroup(nowNanos);
        boolean written = group.write(frame);
        group.finish();
        return written;
    }

    /// Open consumers of this track.
    public int consumers() {
        return state.wakeups.size();
    }

    /// Bytes held by the cache, 256 per group included. Producer thread.
    public long cachedBytes() {
        return state.cachedBytes();
    }

    /// Ends the track and what is open of it: consumers read what is there and are told that it is
    /// complete.
    public void finish() {
        state.end(Ending.FINISHED);
    }

    /// Ends the track at once: consumers are told `reason` and read nothing more.
    public void abort(AbortReason reason) {
        state.end(new Ending.Aborted(reason));
    }

    /// How the track ended, if it did.
    public Optional<Ending> ending() {
        return Optional.ofNullable(state.ending());
    }
}
