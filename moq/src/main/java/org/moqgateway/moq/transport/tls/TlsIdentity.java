package org.moqgateway.moq.transport.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/// What a server proves itself with.
///
/// @param key the private key of the first certificate
/// @param chain the server's certificate and those that lead to its authority; not empty
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    /// Checks and copies.
    public TlsIdentity {
        Objects.requireNonNull(key);
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
    }

    /// The server's own certificate.
    public X509Certificate certificate() {
        return chain.getFirst();
    }
}
