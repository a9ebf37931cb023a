package org.moqgateway.core.sdp;

import java.util.Optional;

/// A certificate fingerprint (RFC 8122 §5).
///
/// @param algorithm lower case, such as `sha-256`
/// @param value     upper-case hexadecimal bytes between colons
public record Fingerprint(String algorithm, String value) {

    /// Reads `sha-256 4A:AD:…`; empty when the text is not a fingerprint of a known length.
    public static Optional<Fingerprint> parse(String value) {
        throw new UnsupportedOperationException(value);
    }

    /// The attribute value, `sha-256 4A:AD:…`.
    public String text() {
        return algorithm + " " + value;
    }
}
