package org.moqgateway.moq.wire;

import java.util.Optional;

/// Why a session or a stream ends, with the code that says so on the wire.
///
/// Sessions and streams have registries of their own, and the same number means different things in
/// them. A constant knows its code in both; a reason that only exists in one of them has the
/// nearest code of the other. Codes from [#FIRST_APPLICATION_CODE] on are the application's.
/// Source: moq-lite Error Codes; the numbers are upstream's.
public enum MoqError {
    /// A normal end; of a stream: nobody wants it any more.
    CANCEL(0x0, 0x1, "cancelled"),

    /// Something failed that has no code of its own.
    INTERNAL(0x1, 0x0, "internal error"),

    /// The token does not grant it.
    UNAUTHORIZED(0x2, 0x3, "unauthorized"),

    /// A rule of the protocol was broken.
    PROTOCOL_VIOLATION(0x3, 0x3, "protocol violation"),

    /// Bytes that are not what they should be; of a stream: the content is malformed.
    MALFORMED(0x3, 0x12, "malformed"),

    /// A stream of that kind may not be opened here or now.
    UNEXPECTED_STREAM(0x3, 0x0, "unexpected stream"),

    /// An identifier or name that is taken.
    DUPLICATE(0x3, 0x0, "duplicate"),

    /// A parameter is malformed or came too often.
    KEY_VALUE_FORMATTING(0x6, 0x3, "malformed parameter"),

    /// The peer did not leave in time after a GOAWAY.
    GOAWAY_TIMEOUT(0x10, 0x3, "did not leave after a goaway"),

    /// A request was not answered in time.
    CONTROL_TIMEOUT(0x11, 0x31, "request timed out"),

    /// No version in common.
    VERSION(0x15, 0x3, "no common version"),

    /// The session ended and the stream with it.
    SESSION_CLOSED(0x0, 0x3, "session closed"),

    /// The session is being left because of a GOAWAY.
    GOING_AWAY(0x0, 0x4, "going away"),

    /// Content was not delivered in time.
    DELIVERY_TIMEOUT(0x11, 0x2, "delivery timed out"),

    /// The reader fell behind what is kept.
    TOO_FAR_BEHIND(0x1, 0x5, "too far behind"),

    /// A group grew larger than allowed.
    GROUP_TOO_LARGE(0x1, 0x32, "group too large"),

    /// There is no such broadcast, track or group.
    NOT_FOUND(0x1, 0x33, "not found"),

    /// Newer groups replaced this one.
    OLD(0x1, 0x34, "old"),

    /// The bounded cache let the group go; it can be fetched again elsewhere.
    EVICTED(0x1, 0x35, "evicted"),

    /// No route leads to the broadcast.
    UNROUTABLE(0x1, 0x36, "unroutable"),

    /// A frame ended before its declared length.
    WRONG_SIZE(0x3, 0x37, "wrong frame size"),

    /// A frame declares more bytes than are accepted.
    FRAME_TOO_LARGE(0x1, 0x38, "frame too large"),

    /// A timestamp does not fit its track.
    TIMESTAMP_MISMATCH(0x1, 0x39, "timestamp does not fit the track"),

    /// It is understood and not done here.
    UNSUPPORTED(0x1, 0x0, "unsupported");

    /// The first code that an application may choose, in both registries.
    public static final int FIRST_APPLICATION_CODE = 64;

    private final int sessionCode;
    private final int streamCode;
    private final String text;

    MoqError(int sessionCode, int streamCode, String text) {
        this.sessionCode = sessionCode;
        this.streamCode = streamCode;
        this.text = text;
    }

    /// The code that closes a session.
    public int sessionCode() {
        return sessionCode;
    }

    /// The code that resets a stream, or asks to stop it.
    public int streamCode() {
        return streamCode;
    }

    /// What it means, for people.
    public String text() {
        return text;
    }

    /// What a peer meant that closed the session with that code; empty when the code is not
    /// registered.
    public static Optional<MoqError> ofSessionCode(long code) {
        return switch (Math.clamp(code, -1, Integer.MAX_VALUE)) {
            case 0x0 -> Optional.of(CANCEL);
            case 0x1 -> Optional.of(INTERNAL);
            case 0x2 -> Optional.of(UNAUTHORIZED);
            case 0x3 -> Optional.of(PROTOCOL_VIOLATION);
            case 0x6 -> Optional.of(KEY_VALUE_FORMATTING);
            case 0x10 -> Optional.of(GOAWAY_TIMEOUT);
            case 0x11 -> Optional.of(CONTROL_TIMEOUT);
            case 0x15 -> Optional.of(VERSION);
            default -> Optional.empty();
        };
    }

    /// What a peer meant that reset or stopped a stream with that code; empty when the code is not
    /// registered.
    public static Optional<MoqError> ofStreamCode(long code) {
        return switch (Math.clamp(code, -1, Integer.MAX_VALUE)) {
            case 0x0 -> Optional.of(INTERNAL);
            case 0x1 -> Optional.of(CANCEL);
            case 0x3 -> Optional.of(SESSION_CLOSED);
            default -> ofUnsharedStreamCode(code);
        };
    }

    // Codes that one constant alone has.
    private static Optional<MoqError> ofUnsharedStreamCode(long code) {
        for (MoqError error : values()) {
            if (error.streamCode == code) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }
}
