package org.moqgateway.core.egress;

/// Asks a broadcast's publisher for a keyframe, at a bounded rate however many viewers ask.
@FunctionalInterface
public interface KeyframeRequests {
    /// A publisher that nobody can ask.
    KeyframeRequests NONE = _ -> false;

    /// Asks now, unless it was asked a moment ago.
    ///
    /// @return whether a fresh keyframe is likely to come soon: the publisher can be asked and has
    ///     not ignored such requests before
    boolean request(long nowNanos);
}
