package org.moqgateway.moq.token;

import com.nimbusds.jose.JWSObject;
import java.time.Instant;
import java.util.Optional;

/// Verifies tokens with the keys of a source. Thread-safe; may block as the source does.
public final class TokenVerifier {
    private final KeySource keys;

    /// A verifier with those keys.
    public TokenVerifier(KeySource keys) {
        this.keys = keys;
    }

    /// Reads a token.
    ///
    /// @param token three parts of base64url with dots between them
    /// @param now the time to measure its life by
    /// @throws TokenException when it does not hold; see [TokenKey#verify]
    public TokenClaims verify(String token, Instant now) throws TokenException {
        JWSObject parsed = TokenText.parse(token);
        return keys.key(Optional.ofNullable(parsed.getHeader().getKeyID()), now)
                .verify(parsed, now);
    }
}
