package org.moqgateway.core.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/// A certificate fingerprint as SDP writes it (RFC 8122 §5): `a=fingerprint:sha-256 AA:BB:…`.
///
/// @param algorithm the hash's name, any case: `sha-256`, `sha-384`, `sha-512` are understood
/// @param value upper-case hex pairs with colons between
public record DtlsFingerprint(String algorithm, String value) {

    private static final Set<String> UNDERSTOOD = Set.of("sha-256", "sha-384", "sha-512");
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    /// Puts both into canonical case.
    public DtlsFingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    static DtlsFingerprint sha256(byte[] certificate) {
        return new DtlsFingerprint("sha-256", digest("sha-256", certificate));
    }

    /// Tells whether this is a fingerprint of the certificate, by a hash that still means
    /// something.
    boolean matches(byte[] certificate) {
        return UNDERSTOOD.contains(algorithm) && value.equals(digest(algorithm, certificate));
    }

    private static String digest(String algorithm, byte[] certificate) {
        try {
            return HEX.formatHex(MessageDigest.getInstance(algorithm).digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks " + algorithm, e);
        }
    }
}
