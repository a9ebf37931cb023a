package org.moqgateway.moq.wire;

import java.util.Optional;

/// What a bidirectional stream is for: the variable-length integer that it begins with
/// (moq-lite-05 Bidirectional Streams).
public enum BidiStreamType {
    /// ANNOUNCE_REQUEST, answered with announcements.
    ANNOUNCE(1),
    /// SUBSCRIBE and its updates, answered with [SubscribeResponse]s.
    SUBSCRIBE(2),
    /// FETCH, answered with the frames of the group; see [MoqVersion#hasTrackStream].
    FETCH(3),
    /// The subscriber opens it and hears [Probe]s.
    PROBE(4),
    /// GOAWAY; see [MoqVersion#hasGoaway].
    GOAWAY(5),
    /// TRACK, answered with TRACK_INFO; see [MoqVersion#hasTrackStream].
    TRACK(6);

    private final int code;

    BidiStreamType(int code) {
        this.code = code;
    }

    /// The number on the wire.
    public int code() {
        return code;
    }

    /// Whether a session of that version may open such a stream.
    public boolean existsIn(MoqVersion version) {
        return switch (this) {
            case ANNOUNCE, SUBSCRIBE, PROBE -> true;
            case FETCH, TRACK -> version.hasTrackStream();
            case GOAWAY -> version.hasGoaway();
        };
    }

    /// The type of that number; empty for an unknown one, whose stream is to be reset.
    public static Optional<BidiStreamType> of(long code) {
        for (BidiStreamType type : values()) {
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
