package org.moqgateway.moq.transport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// Whom to dial.
///
/// @param uri `SCHEME://host[:port]/path?query` in a scheme of the dialer's; authority and
///     request target are taken from it
/// @param address one resolved address of the authority, the port included
/// @param protocols MoQ protocols that we speak, favourite first
/// @param trust which certificates are believed
/// @param timeout for all of it
public record DialTarget(
        URI uri,
        InetSocketAddress address,
        List<String> protocols,
        TlsTrust trust,
        Duration timeout) {
    /// Checks and copies.
    public DialTarget {
        Objects.requireNonNull(uri.getHost(), "the URI has no host");
        Objects.requireNonNull(address);
        Objects.requireNonNull(trust);
        Objects.requireNonNull(timeout);
        protocols = List.copyOf(protocols);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol to offer");
        }
    }

    /// Path and query of the URI; `/` when it has none.
    public String target() {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
