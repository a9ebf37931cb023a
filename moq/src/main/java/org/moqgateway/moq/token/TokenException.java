package org.moqgateway.moq.token;

import java.util.Objects;

/// A token or key that is refused, with a text for people that quotes no secret.
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /// What kind of refusal it is.
    public enum Reason {
        /// The text is no token, or its claims are not what they should be.
        MALFORMED_TOKEN,
        /// The token was not signed with the key, or not with the key's algorithm.
        BAD_SIGNATURE,
        /// The token's time is over, or has not come.
        EXPIRED,
        /// The token grants nothing, at all or at the path that was asked for.
        NO_ACCESS,
        /// The token grants more than its key may.
        SCOPE_EXCEEDED,
        /// No key of that id is known.
        UNKNOWN_KEY,
        /// The key's text is none, or the key can't do what is asked of it.
        BAD_KEY,
        /// The key could not be looked up right now.
        KEY_UNAVAILABLE
    }

    /// An exception without a stack trace: it is about somebody's text, not about this program.
    public TokenException(Reason reason, String text) {
        super(Objects.requireNonNull(text), null, false, false);
        this.reason = Objects.requireNonNull(reason);
    }

    /// What kind of refusal it is.
    public Reason reason() {
        return reason;
    }
}
