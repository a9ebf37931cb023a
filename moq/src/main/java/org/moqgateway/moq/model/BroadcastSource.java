package org.moqgateway.moq.model;

/// Brings the tracks of a remote broadcast: a session that the peer announced it on.
///
/// Both methods are called from any thread, with no lock of the model held, and must not block: a
/// session puts the request on its loop. They throw nothing.
public interface BroadcastSource {
    /// Somebody reads a track that nobody read before, or goes on reading it after its former
    /// source was lost. Answer with [TrackRequest#accept] or [TrackRequest#reject], once, on any
    /// thread.
    void requestTrack(TrackRequest request);

    /// Somebody wants one group that is not here (moq-lite-05 FETCH). Answer with
    /// [GroupRequest#accept] or [GroupRequest#reject], once, on any thread.
    void requestGroup(GroupRequest request);
}
