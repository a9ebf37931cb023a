package org.moqgateway.server.http;

import java.util.List;
import java.util.Objects;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SessionAcceptor;

/// Who may come in by WebSocket, and with what.
///
/// @param protocols MoQ protocols that are spoken, such as `moq-lite-05`
/// @param limits what a client may do
/// @param acceptor decides; called on a thread that it must not hold up
public record WebSocketAccess(List<String> protocols, QuicLimits limits, SessionAcceptor acceptor) {
    /// Checks and copies.
    public WebSocketAccess {
        protocols = List.copyOf(protocols);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(acceptor);
    }
}
