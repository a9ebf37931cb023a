package org.moqgateway.moq.transport;

import java.io.IOException;

/// The server answered a dial with an HTTP status that is not a yes.
public final class DialRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int httpStatus;

    /// @param httpStatus what the server answered, such as 403
    /// @param message for people, naming the server
    public DialRefusedException(int httpStatus, String message) {
        super(message);
        this.httpStatus = httpStatus;
    }

    /// What the server answered.
    public int httpStatus() {
        return httpStatus;
    }

    /// Whether the same request could succeed later: 408, 425, 429 and the 5xx of an overload or a
    /// restart. Any other status stays what it is until somebody changes the request.
    public boolean worthRetrying() {
        return switch (httpStatus) {
            case 408, 425, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /// Whether the credentials were refused, which no other binding of the same server would
    /// change.
    public boolean unauthorized() {
        return httpStatus == 401 || httpStatus == 403;
    }
}
