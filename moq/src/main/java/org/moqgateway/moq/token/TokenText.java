package org.moqgateway.moq.token;

import com.nimbusds.jose.JWSObject;
import java.text.ParseException;

/// Takes a token's text apart, without believing any of it.
final class TokenText {
    /// More characters than any token needs.
    private static final int MAX_CHARACTERS = 16 * 1024;

    private TokenText() {}

    static JWSObject parse(String token) throws TokenException {
        if (token.length() > MAX_CHARACTERS) {
            throw malformed("the token is longer than " + MAX_CHARACTERS + " characters");
        }
        try {
            return JWSObject.parse(token);
        } catch (ParseException | IllegalArgumentException e) {
            throw malformed("this is no token (JWT)");
        }
    }

    private static TokenException malformed(String text) {
        return new TokenException(TokenException.Reason.MALFORMED_TOKEN, text);
    }
}
