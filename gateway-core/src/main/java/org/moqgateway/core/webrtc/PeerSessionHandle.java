package org.moqgateway.core.webrtc;

import java.time.Instant;

/// The control side of one live peer session. Safe from any thread; calls may block for a moment
/// and belong on the control plane (virtual threads).
public interface PeerSessionHandle {
    /// The unguessable name: 22 characters of base64url, 128 random bits.
    String id();

    /// Whether the peer publishes or plays.
    SessionKind kind();

    /// The broadcast path, without a leading slash.
    String broadcast();

    /// When the offer was taken.
    Instant created();

    /// The ICE session's opaque tag without quotes. It changes with each ICE restart and never
    /// comes back.
    String etag();

    /// Applies an `application/trickle-ice-sdpfrag` body: new candidates, or an ICE restart when
    /// the fragment's `ice-ufrag` is not the peer's present one. A malformed fragment is refused,
    /// never thrown.
    ///
    /// @param sdpFragment the body as received
    PatchResult patch(String sdpFragment);

    /// True when [#patch] would take this fragment as an ICE restart. HTTP needs to know it first,
    /// because a restart and a trickle want different preconditions (RFC 9725 §4.3.3).
    ///
    /// @param sdpFragment the body as received
    boolean isRestart(String sdpFragment);

    /// Ends the session: consent revoked, DTLS closed, broadcast ended or viewer removed. Further
    /// calls do nothing.
    ///
    /// @param reason for the log
    void close(String reason);

    /// A snapshot of the counters.
    SessionStats stats();
}
