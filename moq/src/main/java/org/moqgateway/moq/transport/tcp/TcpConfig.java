package org.moqgateway.moq.transport.tcp;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.ConnectionBudget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.tls.TlsIdentity;

/// What a [TcpServer] offers.
///
/// @param identity what it proves itself with, asked at each handshake; null for bare TCP, which is
///     for closed networks
/// @param protocols MoQ protocols that we speak, favourite first
/// @param limits what a client may do
/// @param budget how many clients there may be
public record TcpConfig(
        @Nullable Supplier<TlsIdentity> identity,
        List<String> protocols,
        QuicLimits limits,
        ConnectionBudget budget) {
    /// Checks and copies.
    public TcpConfig {
        protocols = List.copyOf(protocols);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(budget);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol to offer");
        }
    }
}
