package org.moqgateway.client.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import org.moqgateway.client.http.SignallingException.Kind;

/// Puts a server's refusal into words (RFC 9110 §15, RFC 9725 §4.1).
final class Refusals {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int MOST_DIGITS = 6;

    private Refusals() {}

    /// What an answer that is no success means.
    static SignallingException of(Answer answer, Clock clock) {
        Kind kind = kind(answer.status());
        StringBuilder message = new StringBuilder(Words.of(answer.url()));
        message.append(" answered ").append(answer.status()).append(hint(answer, kind));
        String reason = Reason.of(answer.type(), answer.text());
        if (!reason.isEmpty()) {
            message.append(": ").append(reason);
        }
        return new SignallingException(
                kind, answer.status(), retryAfter(answer.headers(), clock), message.toString());
    }

    /// A status that is not known means what the first of its hundred means.
    private static Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404, 410 -> Kind.NOT_FOUND;
            case 409 -> Kind.NOT_READY;
            case 429 -> Kind.OVERLOADED;
            default ->
                    switch (status / 100) {
                        case 4 -> Kind.REFUSED;
                        case 5 -> Kind.OVERLOADED;
                        default -> Kind.BROKEN;
                    };
        };
    }

    private static String hint(Answer answer, Kind kind) {
        return switch (kind) {
            case UNAUTHORIZED -> unauthorized(answer);
            case NOT_FOUND -> ", nothing is there (is the path right?)";
            case NOT_READY -> ", not ready: nothing is published there yet, or the name is taken";
            case OVERLOADED -> ", it cannot serve us now";
            case REFUSED -> ", it does not take our request";
            case BROKEN -> ", which is not how a session begins (201 would be)";
            case UNREACHABLE -> "";
        };
    }

    private static String unauthorized(Answer answer) {
        String asked = Words.clean(String.join(", ", answer.headers().values("WWW-Authenticate")));
        String wants = asked.isEmpty() ? "" : " and asks for " + asked;
        String token =
                answer.withoutToken()
                        ? " (it is another origin than that of the URL that was given, so it got no"
                                + " token; if it may have it, use its URL itself)"
                        : "";
        return (answer.status() == 401 ? ", not without the right token" : ", not allowed")
                + wants
                + token;
    }

    /// RFC 9110 §10.2.3: seconds or a date.
    ///
    /// @return a day at most
    static Optional<Duration> retryAfter(Headers headers, Clock clock) {
        String value = headers.get("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        String text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(
                    text.length() > MOST_DIGITS
                            ? LONGEST_WAIT
                            : bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        Instant date = headers.getInstant("Retry-After");
        return date == null
                ? Optional.empty()
                : Optional.of(bounded(Duration.between(clock.instant(), date)));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
