package org.moqgateway.moq.model;

import java.util.Optional;
import java.util.function.Consumer;

/// Writes one track. One thread at a time writes; [#abort], [#finish] and [#consumers] may be
/// called from any thread. A remote track has a producer for each source that it came from, one
/// after the other; only the last one writes, and what the others do has no effect.
///
/// Writing never throws for a track that ended meanwhile (a newer publisher took the name): it is
/// refused, and [#ending] says why.
public final class TrackProducer {
    private final TrackState state;
    private final TrackInfo info;
    private final Lease lease;
    private final Consumer<Ending> end;

    /// @param end told how this producer ends the track
    TrackProducer(TrackState state, TrackInfo info, Lease lease, Consumer<Ending> end) {
        this.state = state;
        this.info = info;
        this.lease = lease;
        this.end = end;
    }

    /// The only producer of a track that is published here.
    static TrackProducer local(TrackState state, TrackInfo info) {
        Lease lease = new Lease();
        state.writer.hand(lease);
        return new TrackProducer(state, info, lease, state::end);
    }

    /// A producer that refuses everything: nobody wants what it would write.
    static TrackProducer dead(TrackInfo info) {
        Ending cancelled = new Ending.Aborted(AbortReason.CANCELLED);
        return local(TrackState.dead(info, cancelled), info);
    }

    /// What the track was created with.
    public TrackInfo info() {
        return info;
    }

    /// Opens the next group. The group before stays open until it is finished.
    ///
    /// @param nowNanos the producer's monotonic clock, for the age bound of the cache
    /// @return a group; of a track that ended, one that refuses frames
    public GroupProducer appendGroup(long nowNanos) {
        return createGroup(state.cache.nextSequence(), nowNanos);
    }

    /// Opens a group with a number of the caller's, for groups that may arrive out of order.
    ///
    /// A group that a former source of a remote track left unfinished is gone on with.
    ///
    /// @param sequence not negative
    /// @return a group; when the number is taken or older than what the cache let go, one that is
    ///     aborted already
    public GroupProducer createGroup(long sequence, long nowNanos) {
        return state.writer.createGroup(lease, sequence, nowNanos);
    }

    /// Writes a group of one frame and finishes it: consumers find it whole.
    ///
    /// @return false when the track ended or the frame is too large
    public boolean writeGroup(Frame frame, long nowNanos) {
        return writeGroup(state.cache.nextSequence(), frame, nowNanos);
    }

    /// As [#writeGroup(Frame, long)], with a number of the caller's.
    ///
    /// @return false when the track ended, the frame is too large, or the number is taken or older
    ///     than what the cache let go
    public boolean writeGroup(long sequence, Frame frame, long nowNanos) {
        GroupState group = new GroupState(sequence, nowNanos, false);
        return state.writer.writeGroup(lease, group, frame, nowNanos);
    }

    /// Writes a group of one frame that came as a datagram and finishes it; subscribers that can
    /// take a datagram get one.
    ///
    /// @return false when the track ended, the frame is too large, or the number is taken or older
    ///     than what the cache let go
    public boolean writeDatagram(long sequence, Frame frame, long nowNanos) {
        GroupState group = new GroupState(sequence, nowNanos, true);
        return state.writer.writeGroup(lease, group, frame, nowNanos);
    }

    /// Open consumers of this track.
    public int consumers() {
        return state.audience.size();
    }

    /// Bytes that the track's groups count for; see [GroupProducer#bytes].
    public long cachedBytes() {
        return state.cache.bytes();
    }

    /// Ends the track and what is open of it: consumers read what is there and are told that it is
    /// complete.
    public void finish() {
        end.accept(Ending.FINISHED);
    }

    /// Ends the track at once: consumers are told `reason` and read nothing more. Of a remote
    /// track: this source gives it up, and another one is asked when there is one.
    public void abort(AbortReason reason) {
        end.accept(new Ending.Aborted(reason));
    }

    /// How the track ended, if it did.
    public Optional<Ending> ending() {
        return Optional.ofNullable(state.ending());
    }
}
