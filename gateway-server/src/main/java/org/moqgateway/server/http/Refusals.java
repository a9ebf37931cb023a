package org.moqgateway.server.http;

import java.util.Locale;
import org.moqgateway.core.webrtc.Refusal;

/// The one HTTP status of each refusal.
final class Refusals {
    private Refusals() {}

    static Problem problem(Refusal reason, String detail) {
        return switch (reason) {
            case MALFORMED_SDP -> Problem.of(400, detail);
            case UNPROCESSABLE_OFFER, NO_COMMON_CODEC -> Problem.of(422, detail);
            case NOT_LIVE -> Problem.of(409, detail).with("Retry-After", "1");
            case CONFLICT -> Problem.of(409, detail).with("Retry-After", "10");
            case TOO_MANY_SESSIONS, SHUTTING_DOWN ->
                    Problem.of(503, detail).with("Retry-After", "5");
        };
    }

    /// A refusal of the rules of access, with the header field that its status wants (RFC 6750
    /// §3, RFC 6585 §4, RFC 9110 §15.6.4).
    ///
    /// @param text for people
    /// @param tokenShown whether the request came with a token
    static Problem access(int httpStatus, String text, boolean tokenShown) {
        Problem problem = Problem.of(httpStatus, sentence(text));
        return switch (httpStatus) {
            case 401 ->
                    problem.with(
                            "WWW-Authenticate",
                            tokenShown ? "Bearer error=\"invalid_token\"" : "Bearer");
            case 403 -> problem.with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
            case 429 -> problem.with("Retry-After", "1");
            case 503 -> problem.with("Retry-After", "5");
            default -> problem;
        };
    }

    private static String sentence(String text) {
        return text.isEmpty()
                ? "Refused."
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1)
                        + (text.endsWith(".") ? "" : ".");
    }
}
