package org.moqgateway.client.http;

import java.time.Duration;
import java.util.Optional;

/// A server did not do what was asked. The message is for people, names the URL without its query
/// and says what would be right.
public final class SignallingException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What kind of failure it was, for whoever decides when to try again.
    public enum Kind {
        /// Nobody there: name not found, connection refused or lost, also in the middle of an
        /// answer; none in time.
        UNREACHABLE,
        /// 401 or 403, or a token that cannot be read or is none (status 0).
        UNAUTHORIZED,
        /// 404 or 410.
        NOT_FOUND,
        /// 409: a WHEP server whose broadcast is not there yet, or a name that is taken.
        NOT_READY,
        /// 429, or 5xx.
        OVERLOADED,
        /// Any other 4xx: the server does not want what we offer.
        REFUSED,
        /// An answer that breaks the protocol or a limit: not SDP, too large, begun and not ended
        /// in time, a redirect that must not be followed, a certificate that is not trusted; or a
        /// URL that cannot be dialled.
        BROKEN
    }

    private final Kind kind;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    /// @param status the HTTP status, 0 without one
    /// @param retryAfter the server's `Retry-After`
    public SignallingException(
            Kind kind, int status, Optional<Duration> retryAfter, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /// What kind of failure it was.
    public Kind kind() {
        return kind;
    }

    /// The HTTP status, 0 without one.
    public int status() {
        return status;
    }

    /// How long the server wants to be left alone.
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
