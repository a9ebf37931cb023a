package org.moqgateway.moq.transport;

import java.util.Objects;

/// Why a connection ended.
///
/// @param by who ended it
/// @param code the application's code; meaningless when the transport ended it
/// @param reason for people
public record CloseReason(By by, long code, String reason) {
    /// Who ended a connection.
    public enum By {
        /// [Connection#close] was called here.
        LOCAL,
        /// The peer closed it with a code.
        PEER,
        /// It was lost: silence, a reset, a violation of the transport's own rules.
        TRANSPORT
    }

    /// Checks its parts.
    public CloseReason {
        Objects.requireNonNull(by);
        Objects.requireNonNull(reason);
    }

    @Override
    public String toString() {
        return switch (by) {
            case LOCAL -> "closed here, code " + code + ": " + reason;
            case PEER -> "closed by the peer, code " + code + ": " + reason;
            case TRANSPORT -> "lost: " + reason;
        };
    }
}
