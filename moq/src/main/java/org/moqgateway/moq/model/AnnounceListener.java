package org.moqgateway.moq.model;

/// Hears which broadcasts are live. Calls of one listener come one after the other and in order, on
/// the threads of publishers; no lock of the origin is held. Must be cheap
/// and throw nothing.
public interface AnnounceListener {
    /// The broadcast is live. A replaced broadcast is unannounced first.
    void announced(String path);

    /// The broadcast is not live any more.
    void unannounced(String path);
}
