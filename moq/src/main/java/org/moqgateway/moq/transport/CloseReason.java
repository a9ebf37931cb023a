package org.moqgateway.moq.transport;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Why a connection ended.
///
/// @param by who ended it
/// @param code the application's code; meaningless when the transport ended it
/// @param reason for people
public record CloseReason(By by, long code, String reason) {
    /// Bytes of the longest reason that is sent.
    public static final int MAX_REASON_BYTES = 512;

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

    /// A reason cut to what every binding carries: [#MAX_REASON_BYTES] of UTF-8, between
    /// characters.
    public static String shortened(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_REASON_BYTES) {
            return reason;
        }
        int end = MAX_REASON_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
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
