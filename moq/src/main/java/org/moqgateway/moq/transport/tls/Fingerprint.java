package org.moqgateway.moq.transport.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/// The SHA-256 of a certificate's DER bytes, by which it is pinned.
public final class Fingerprint {
    private Fingerprint() {}

    /// 64 lower-case hexadecimal digits, as `/certificate.sha256` gives them.
    ///
    /// @throws IllegalArgumentException when the certificate has no encoding
    public static String sha256(X509Certificate certificate) {
        try {
            return TlsTrust.Pinned.format(
                    MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
