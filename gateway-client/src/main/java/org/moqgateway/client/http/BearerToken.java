package org.moqgateway.client.http;

import java.io.IOException;
import java.util.Optional;
import org.moqgateway.client.http.SignallingException.Kind;

/// The value of `Authorization` (RFC 6750 §2.1).
final class BearerToken {
    private BearerToken() {}

    /// The header for an endpoint's token as it is now.
    ///
    /// @return empty when the endpoint has none
    /// @throws SignallingException when it cannot be read or is no token
    static Optional<String> header(Endpoint endpoint) throws SignallingException {
        if (endpoint.token().isEmpty()) {
            return Optional.empty();
        }
        String token;
        try {
            token = endpoint.token().get().token().stripTrailing();
        } catch (IOException e) {
            throw refused(endpoint, "cannot be read: " + Failures.reason(e));
        }
        if (token.isEmpty()) {
            throw refused(endpoint, "is empty");
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw refused(
                    endpoint,
                    "has a blank, a line break or another character that no token has: it must be"
                            + " one word");
        }
        return Optional.of("Bearer " + token);
    }

    private static SignallingException refused(Endpoint endpoint, String what) {
        return new SignallingException(
                Kind.UNAUTHORIZED, 0, Optional.empty(), "the token for " + endpoint + " " + what);
    }
}
