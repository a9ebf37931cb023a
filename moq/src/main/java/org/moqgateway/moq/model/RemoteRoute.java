package org.moqgateway.moq.model;

/// One peer's announcement of one broadcast, held by the session that heard it. Any thread;
/// after [#lost] or [#close] nothing has an effect.
public interface RemoteRoute extends AutoCloseable {
    /// The peer announced the same broadcast with another route (moq-lite-05 ANNOUNCE_UPDATE). A
    /// route that loops through this origin or is too long is the same as [#close].
    void update(Route route);

    /// The session is gone without a word: consumers wait for another route for as long as the
    /// origin lingers.
    void lost();

    /// The peer says that the broadcast is over (ANNOUNCE_END): without another route it ends now.
    @Override
    void close();
}
