package org.moqgateway.core.dtls;

import java.util.Locale;

/// A certificate fingerprint as SDP writes it (RFC 8122 §5): `a=fingerprint:sha-256 AA:BB:…`.
///
/// @param algorithm the hash's name, any case: `sha-256`, `sha-384`, `sha-512` are understood
/// @param value upper-case hex pairs with colons between
public record DtlsFingerprint(String algorithm, String value) {

    /// Puts both into canonical case.
    public DtlsFingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }
}
