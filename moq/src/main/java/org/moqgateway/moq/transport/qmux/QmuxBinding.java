package org.moqgateway.moq.transport.qmux;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportKind;

/// What the carrier's handshake brought.
///
/// @param kind what carries the records
/// @param protocol the agreed one, such as `moq-lite-05`
/// @param target path and query that the client asked for; null where the carrier has none
/// @param remoteAddress the peer's address
public record QmuxBinding(
        TransportKind kind,
        String protocol,
        @Nullable String target,
        InetSocketAddress remoteAddress) {
    /// Checks.
    public QmuxBinding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(protocol);
        Objects.requireNonNull(remoteAddress);
    }
}
