package org.moqgateway.core.webrtc;

/// The direction of a peer session, named by the protocol that a peer sets it up with. Of a session
/// that we dialled it names the direction alone: what a WHEP client pulls is ingest, what a WHIP
/// client pushes is egress; [SessionStats#dialled] tells.
public enum SessionKind {
    /// Ingest: the peer publishes, RTP becomes a broadcast (RFC 9725).
    WHIP,
    /// Egress: the peer plays, a broadcast becomes RTP (draft-ietf-wish-whep).
    WHEP
}
