package org.moqgateway.moq.wire;

import java.util.Optional;

/// What a unidirectional stream is for: the variable-length integer that it begins with
/// (moq-lite-05 Unidirectional Streams).
public enum UniStreamType {
    /// A GROUP header and its frames.
    GROUP(0),
    /// One SETUP; see [MoqVersion#hasSetupStream].
    SETUP(1);

    private final int code;

    UniStreamType(int code) {
        this.code = code;
    }

    /// The number on the wire.
    public int code() {
        return code;
    }

    /// Whether a session of that version may open such a stream.
    public boolean existsIn(MoqVersion version) {
        return switch (this) {
            case GROUP -> true;
            case SETUP -> version.hasSetupStream();
        };
    }

    /// The type of that number; empty for an unknown one, whose stream is to be stopped.
    public static Optional<UniStreamType> of(long code) {
        for (UniStreamType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The first bytes of such a stream.
    public byte[] encode() {
        return new byte[] {(byte) code};
    }
}
