package org.moqgateway.core.sdp;

import java.util.Optional;

/// The direction attribute of a media section (RFC 8866 §6.7), seen from the side that wrote it.
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /// True when the writer wants to send.
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /// True when the writer wants to receive.
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /// The same flow named by the other side.
    public Direction reversed() {
        return switch (this) {
            case SENDRECV -> SENDRECV;
            case SENDONLY -> RECVONLY;
            case RECVONLY -> SENDONLY;
            case INACTIVE -> INACTIVE;
        };
    }

    /// The attribute name, `sendrecv` and so on.
    public String token() {
        return switch (this) {
            case SENDRECV -> "sendrecv";
            case SENDONLY -> "sendonly";
            case RECVONLY -> "recvonly";
            case INACTIVE -> "inactive";
        };
    }

    /// The direction that this attribute name stands for, if it is one.
    public static Optional<Direction> of(String token) {
        return switch (token) {
            case "sendrecv" -> Optional.of(SENDRECV);
            case "sendonly" -> Optional.of(SENDONLY);
            case "recvonly" -> Optional.of(RECVONLY);
            case "inactive" -> Optional.of(INACTIVE);
            default -> Optional.empty();
        };
    }
}
