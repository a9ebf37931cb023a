package org.moqgateway.core.srtp;

/// Why a packet was not protected or unprotected. As a return value it is the negative [#code()].
public enum SrtpError {
    /// Shorter than its own header and tag, or not of RTP version 2.
    MALFORMED(-1),
    /// The authentication tag does not match.
    BAD_TAG(-2),
    /// This index was already accepted.
    REPLAYED(-3),
    /// Older than the replay window, so it cannot be told from a replay.
    TOO_OLD(-4),
    /// A new SSRC although as many as are allowed are known.
    TOO_MANY_SOURCES(-5),
    /// The buffer has no room for the tag.
    NO_ROOM(-6),
    /// RTCP that claims not to be encrypted, which WebRTC never sends.
    NOT_ENCRYPTED(-7),
    /// The cipher refused for another reason.
    CIPHER_FAILED(-8);

    private static final SrtpError[] VALUES = values();

    private final int code;

    SrtpError(int code) {
        this.code = code;
    }

    /// The negative number that stands for this error.
    public int code() {
        return code;
    }

    /// The error of a negative return value.
    ///
    /// @throws IllegalArgumentException if `code` is no such value
    public static SrtpError of(int code) {
        if (code >= 0 || code < -VALUES.length) {
            throw new IllegalArgumentException("no SRTP error: " + code);
        }
        return VALUES[-1 - code];
    }
}
