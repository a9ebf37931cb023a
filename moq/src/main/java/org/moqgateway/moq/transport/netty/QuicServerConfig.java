package org.moqgateway.moq.transport.netty;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.TlsIdentity;

/// What a QUIC server shows and speaks.
///
/// @param identity asked at each handshake; the same object for as long as nothing changed
/// @param protocols ALPN tokens, favourite first; a client that offers none of them is refused
/// @param limits what it allows
/// @param budget how many clients there may be
public record QuicServerConfig(
        Supplier<TlsIdentity> identity,
        List<String> protocols,
        QuicLimits limits,
        ConnectionBudget budget) {
    /// For any number of clients.
    public QuicServerConfig(
            Supplier<TlsIdentity> identity, List<String> protocols, QuicLimits limits) {
        this(identity, protocols, limits, ConnectionBudget.unlimited());
    }

    /// Checks and copies.
    public QuicServerConfig {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(budget);
        protocols = List.copyOf(protocols);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol to speak");
        }
    }
}
