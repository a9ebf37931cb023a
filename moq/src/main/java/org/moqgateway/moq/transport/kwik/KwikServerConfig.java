package org.moqgateway.moq.transport.kwik;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.TlsIdentity;

/// What a QUIC server by Kwik shows and speaks.
///
/// @param identity asked at each handshake; the same object for as long as nothing changed
/// @param protocols ALPN tokens; a client that offers none of them is refused
/// @param limits what it allows
public record KwikServerConfig(
        Supplier<TlsIdentity> identity, List<String> protocols, QuicLimits limits) {
    /// Checks and copies.
    public KwikServerConfig {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(limits);
        protocols = List.copyOf(protocols);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol to speak");
        }
    }
}
