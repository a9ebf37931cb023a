package org.moqgateway.moq.model;

import java.util.OptionalLong;

/// One upstream subscription: asks a [BroadcastSource] for a track, on behalf of all its consumers.
/// Any thread.
public interface TrackRequest {
    /// Path of the broadcast.
    String broadcast();

    /// Name of the track.
    String track();

    /// The first group that is wanted; empty: the newest. Set when a track goes on that another
    /// source has begun: as of now until [#accept], as of then afterwards. Otherwise what the
    /// consumer wishes that begins earliest, as of now.
    OptionalLong firstGroup();

    /// What the consumers wish together, as of now.
    Demand demand();

    /// Sets what is called after each change of [#demand], [#firstGroup] or [#cancelled], on the
    /// thread that causes it, with no lock held; once right away when it is cancelled already.
    /// Cheap and without an exception.
    void onChange(Runnable changed);

    /// Whether nobody wants the track from this source any more: unsubscribe.
    boolean cancelled();

    /// The source has the track.
    ///
    /// @param info what the publisher fixed about it; of a track that another source began the
    ///     first answer stays
    /// @return writes the track; one that refuses everything when the request is cancelled or was
    ///     answered before
    TrackProducer accept(TrackInfo info);

    /// The source cannot give the track. Its consumers are told, unless another source can.
    void reject(AbortReason reason);
}
