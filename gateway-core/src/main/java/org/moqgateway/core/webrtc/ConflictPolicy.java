package org.moqgateway.core.webrtc;

/// What happens when a second publisher takes a name that is live.
public enum ConflictPolicy {
    /// The newcomer takes the name and the first session ends: an encoder that lost its network
    /// comes back before its old session has timed out.
    REPLACE,
    /// The newcomer is refused with [Refusal#CONFLICT].
    REJECT
}
