package org.moqgateway.core.webrtc;

/// The direction of a peer session, named by the protocol that set it up.
public enum SessionKind {
    /// Ingest: the peer publishes, RTP becomes a broadcast (RFC 9725).
    WHIP,
    /// Egress: the peer plays, a broadcast becomes RTP (draft-ietf-wish-whep).
    WHEP
}
