package org.moqgateway.moq.model;

/// Hears which broadcasts are live. Calls of one listener come one after the other and in order, on
/// the threads of publishers; no lock of the origin is held. Must be cheap
/// and throw nothing.
public interface AnnounceListener {
    /// The broadcast is live. A replaced broadcast is unannounced first.
    ///
    /// @param route the best one that this listener may hear of; [Route#LOCAL] when published here
    void announced(String path, Route route);

    /// The same broadcast comes by another route from now on.
    default void rerouted(String path, Route route) {
        // Of interest to those who pass announcements on.
    }

    /// The broadcast is not live any more.
    void unannounced(String path);
}
