package org.moqgateway.core.webrtc;

/// The outcome of one SDP fragment given to [PeerSessionHandle#patch] (RFC 8840, RFC 9725 §4.3).
public sealed interface PatchResult {
    /// The fragment's candidates were taken or, where unsupported, ignored. The ICE session goes on
    /// unchanged.
    record Trickled() implements PatchResult {}

    /// The fragment carried new credentials and started a new ICE session.
    ///
    /// @param etag the new opaque tag without quotes, as [PeerSessionHandle#etag] now tells it
    /// @param sdpFragment the gateway's side: new credentials and every candidate, CRLF line ends
    record Restarted(String etag, String sdpFragment) implements PatchResult {}

    /// Nothing changed: the present ICE session stays as it was.
    ///
    /// @param reason the kind of refusal
    /// @param detail one sentence for the person at the other end
    record Refused(Refusal reason, String detail) implements PatchResult {}
}
