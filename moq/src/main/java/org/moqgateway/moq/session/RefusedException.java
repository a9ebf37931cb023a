package org.moqgateway.moq.session;

import java.util.Objects;

/// A client is turned away. The text goes to the client: it names nothing secret.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final long code;

    /// @param httpStatus what a binding with HTTP answers: 401, 403, 404, 429, 503
    /// @param code the session code that the other bindings close with
    /// @param text for people
    public RefusedException(int httpStatus, long code, String text) {
        super(Objects.requireNonNull(text));
        this.httpStatus = httpStatus;
        this.code = code;
    }

    /// The token does not grant what was asked for: 403.
    public static RefusedException unauthorized(String text) {
        return new RefusedException(403, 2, text);
    }

    /// What a binding with HTTP answers.
    public int httpStatus() {
        return httpStatus;
    }

    /// The session code that the other bindings close with.
    public long code() {
        return code;
    }

    /// For people.
    public String text() {
        return Objects.requireNonNull(getMessage());
    }
}
