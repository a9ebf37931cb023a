package org.moqgateway.moq.model;

/// Asks a [BroadcastSource] for one group (moq-lite-05 FETCH). Any thread.
public interface GroupRequest {
    /// Path of the broadcast.
    String broadcast();

    /// Name of the track.
    String track();

    /// Number of the group within its track.
    long sequence();

    /// 0 to 255, higher is sent first.
    int priority();

    /// Whether nobody wants the group any more.
    boolean cancelled();

    /// Sets what is called when nobody wants the group any more, on the thread of the last reader
    /// that closed; right away when that has happened. Cheap and without an exception.
    void onCancelled(Runnable cancelled);

    /// The source has the group.
    ///
    /// @param info the track's; bounds what the group may hold
    /// @return writes the group; one that refuses everything when the request is cancelled or was
    ///     answered before
    GroupProducer accept(TrackInfo info);

    /// The source cannot give the group.
    void reject(AbortReason reason);
}
