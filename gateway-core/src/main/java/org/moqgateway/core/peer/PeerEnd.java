package org.moqgateway.core.peer;

import java.util.Locale;

/// How a peer ended.
///
/// @param reason the kind of end
/// @param detail for a log line and for whoever asks why, without secrets
public record PeerEnd(Reason reason, String detail) {
    /// Kinds of end.
    public enum Reason {
        /// DELETE, shutdown, or a newer publisher of the same name.
        CLOSED_HERE,
        /// DTLS close_notify or RTCP BYE for every stream.
        CLOSED_BY_PEER,
        /// No authenticated packet for longer than the peer timeout, or the network says that
        /// nobody is there any more.
        VANISHED,
        /// ICE or DTLS not done within the establishment deadline, or no pair of candidates works.
        NEVER_CONNECTED,
        /// The DTLS handshake failed; the detail says how.
        HANDSHAKE_FAILED
    }

    /// For a log line: `closed by peer (DTLS close_notify)`.
    @Override
    public String toString() {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + detail + ")";
    }

    /// Whether the peer or we meant it, as against a network or protocol failure.
    public boolean orderly() {
        return reason == Reason.CLOSED_HERE || reason == Reason.CLOSED_BY_PEER;
    }
}
