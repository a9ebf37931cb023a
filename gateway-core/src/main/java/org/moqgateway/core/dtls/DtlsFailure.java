package org.moqgateway.core.dtls;

/// Why a handshake or a connection ended without being asked to.
public enum DtlsFailure {
    /// No handshake within its deadline.
    TIMED_OUT,
    /// The peer's certificate matches none of the fingerprints in its description.
    FINGERPRINT_MISMATCH,
    /// The peer sent no certificate.
    NO_CERTIFICATE,
    /// No SRTP profile in common, or `use_srtp` missing.
    NO_SRTP_PROFILE,
    /// The peer sent a fatal alert.
    PEER_ALERT,
    /// The peer broke the protocol, or has no version or cipher suite in common with us.
    PROTOCOL_ERROR,
    /// A fault of our own.
    INTERNAL_ERROR
}
