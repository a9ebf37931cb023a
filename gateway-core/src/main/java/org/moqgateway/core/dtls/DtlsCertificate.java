package org.moqgateway.core.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A self-signed ECDSA P-256 certificate with its key, made once per process and shared by every
/// connection. Immutable; any thread.
public final class DtlsCertificate {

    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final int SERIAL_BITS = 64;

    private final PrivateKey privateKey;
    private final byte[] encoded;
    private final DtlsFingerprint fingerprint;

    private DtlsCertificate(PrivateKey privateKey, byte[] encoded) {
        this.privateKey = privateKey;
        this.encoded = encoded;
        this.fingerprint = DtlsFingerprint.sha256(encoded);
    }

    /// Makes a key and a certificate valid from yesterday for 30 days (RFC 8827 §6.5 wants the
    /// certificate, not its dates, checked against the fingerprint).
    public static DtlsCertificate generate() {
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            return new DtlsCertificate(keys.getPrivate(), selfSigned(keys, random));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this Java cannot make an ECDSA P-256 certificate", e);
        }
    }

    private static byte[] selfSigned(KeyPair keys, SecureRandom random)
            throws OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=WebRTC");
        Instant from = Instant.now().minus(Duration.ofDays(1));
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                        Date.from(from),
                        Date.from(from.plus(VALIDITY)),
                        name,
                        keys.getPublic());
        return builder.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    /// Its SHA-256 fingerprint, for our description.
    public DtlsFingerprint fingerprint() {
        return fingerprint;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /// The certificate in DER; lent.
    byte[] encoded() {
        return encoded;
    }
}
