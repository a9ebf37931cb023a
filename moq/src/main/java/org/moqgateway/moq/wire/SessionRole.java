package org.moqgateway.moq.wire;

import java.util.Optional;

/// The only direction that a client means to use, which lets a server refuse a token without it at
/// once (moq-lite-05 SETUP, Role parameter). A client that means both says nothing.
public enum SessionRole {
    /// It publishes.
    PUBLISHER(1),
    /// It subscribes.
    SUBSCRIBER(2);

    private final int code;

    SessionRole(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// The role of a number on the wire; empty for an unknown one, which is read as both.
    static Optional<SessionRole> of(long code) {
        for (SessionRole role : values()) {
            if (role.code == code) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
