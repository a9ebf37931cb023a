package org.moqgateway.core.peer;

import java.util.List;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;

/// What a peer connection needs to know of both descriptions.
///
/// @param name for log lines: the session's id and broadcast
/// @param ice the ICE agent, with our credentials
/// @param dtlsRole our side of the handshake
/// @param certificate ours
/// @param peerFingerprints those of the peer's description
/// @param createdNanos when the session began, on the loop's clock
public record PeerConnectionConfig(
        String name,
        IceSide ice,
        DtlsRole dtlsRole,
        DtlsCertificate certificate,
        List<DtlsFingerprint> peerFingerprints,
        long createdNanos) {
    /// Copies the list.
    public PeerConnectionConfig {
        peerFingerprints = List.copyOf(peerFingerprints);
    }
}
