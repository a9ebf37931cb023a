package org.moqgateway.client;

/// What a client does with its broadcast.
public enum ClientRole {
    /// WHEP client: what the remote plays fills the broadcast.
    SUBSCRIBE,
    /// WHIP client: the broadcast is published to the remote.
    PUBLISH
}
