package org.moqgateway.server.http;

import org.moqgateway.core.webrtc.Refusal;

/// The one HTTP status of each refusal.
final class Refusals {
    private Refusals() {}

    static Problem problem(Refusal reason, String detail) {
        return switch (reason) {
            case MALFORMED_SDP -> Problem.of(400, detail);
            case UNPROCESSABLE_OFFER, NO_COMMON_CODEC -> Problem.of(422, detail);
            case NOT_LIVE -> Problem.of(409, detail).with("Retry-After", "2");
            case CONFLICT -> Problem.of(409, detail).with("Retry-After", "10");
            case TOO_MANY_SESSIONS, SHUTTING_DOWN ->
                    Problem.of(503, detail).with("Retry-After", "5");
        };
    }
}
