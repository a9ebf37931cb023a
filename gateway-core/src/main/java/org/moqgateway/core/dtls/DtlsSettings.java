package org.moqgateway.core.dtls;

import java.time.Duration;
import java.util.List;

/// What a connection needs to know.
///
/// @param role ours
/// @param certificate ours
/// @param peerFingerprints those in the peer's description, at least one; one match suffices
/// @param handshakeDeadline how long the handshake may take
/// @param resendDelay first retransmission of a flight, doubled each time
/// @param mtu longest datagram to send, UDP payload bytes
public record DtlsSettings(
        DtlsRole role,
        DtlsCertificate certificate,
        List<DtlsFingerprint> peerFingerprints,
        Duration handshakeDeadline,
        Duration resendDelay,
        int mtu) {

    /// Copies the fingerprints.
    ///
    /// @throws IllegalArgumentException if there is none
    public DtlsSettings {
        peerFingerprints = List.copyOf(peerFingerprints);
        if (peerFingerprints.isEmpty()) {
            throw new IllegalArgumentException("no peer fingerprint");
        }
    }

    /// The defaults: 30 s, 400 ms, 1200 bytes.
    public static DtlsSettings of(
            DtlsRole role, DtlsCertificate certificate, List<DtlsFingerprint> peerFingerprints) {
        return new DtlsSettings(
                role,
                certificate,
                peerFingerprints,
                Duration.ofSeconds(30),
                Duration.ofMillis(400),
                1200);
    }
}
