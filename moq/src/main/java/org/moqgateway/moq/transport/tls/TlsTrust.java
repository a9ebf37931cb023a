package org.moqgateway.moq.transport.tls;

import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Which server certificates a client believes.
public sealed interface TlsTrust {
    /// Those of the platform's authorities.
    record SystemRoots() implements TlsTrust {}

    /// Those of the given authorities.
    record CustomRoots(List<X509Certificate> roots) implements TlsTrust {
        /// Copies.
        public CustomRoots {
            roots = List.copyOf(roots);
        }
    }

    /// The very certificates with these SHA-256 fingerprints, whoever issued them and whatever name
    /// they bear.
    ///
    /// @param sha256 64 lower-case hexadecimal digits each, as `/certificate.sha256` gives them
    record Pinned(List<String> sha256) implements TlsTrust {
        private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

        /// @throws IllegalArgumentException when one is not a fingerprint
        public Pinned {
            sha256 = List.copyOf(sha256);
            for (String fingerprint : sha256) {
                if (!FINGERPRINT.matcher(fingerprint).matches()) {
                    throw new IllegalArgumentException(
                            "not a SHA-256 fingerprint (64 hexadecimal digits): " + fingerprint);
                }
            }
        }

        /// The fingerprint of bytes, as used here.
        public static String format(byte[] digest) {
            return HexFormat.of().formatHex(digest);
        }
    }

    /// Any certificate: for tests and closed networks only.
    record Anything() implements TlsTrust {}
}
