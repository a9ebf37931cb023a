package org.moqgateway.core.egress;

/// One viewer's interest in a feed. Called on the viewer's loop.
interface FeedViewer {
    /// The feed has frames that the viewer may not have seen.
    void available(long nowNanos);
}
