package org.moqgateway.core.webrtc;

/// A session could not be dialled. The message is for people and says what would be right.
public final class DialException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What went wrong.
    public enum Reason {
        /// The broadcast is not live, or has nothing yet that WebRTC can carry.
        NOT_LIVE,
        /// As many sessions as there may be.
        TOO_MANY_SESSIONS,
        /// The peer's description cannot be used.
        BAD_DESCRIPTION,
        /// Both sides have no codec in common.
        NO_COMMON_CODEC,
        /// The path belongs to another publisher, and [ConflictPolicy#REJECT] protects it.
        CONFLICT,
        /// No socket could be opened.
        NO_SOCKET,
        /// The gateway is being closed, or the session is over.
        CLOSED
    }

    private final Reason reason;

    /// @param message for people
    public DialException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What went wrong.
    public Reason reason() {
        return reason;
    }
}
