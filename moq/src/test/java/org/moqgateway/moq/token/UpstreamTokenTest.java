package org.moqgateway.moq.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and tokens that upstream's tools made: `rust-*` by moq-token 0.5.48, `js-*` by @moq/token
/// 0.2.3. The Rust tool writes keys as base64url, the other as JSON.
class UpstreamTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");
    private static final Instant EXPIRES = Instant.ofEpochSecond(4102444800L);

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512", "ES256", "ES384", "EdDSA", "PS256", "RS512"})
    void verifiesTokensOfTheRustTool(String algorithm) throws Exception {
        TokenKey key = TokenKey.parse(text("rust-" + algorithm + ".jwk"));

        TokenClaims claims = key.verify(text("rust-" + algorithm + ".jwt").strip(), NOW);

        assertThat(key.id()).contains("rust-" + algorithm);
        assertThat(claims)
                .isEqualTo(
                        new TokenClaims(
                                "demo",
                                List.of("me"),
                                List.of(""),
                                EXPIRES,
                                Instant.ofEpochSecond(1700000000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS512", "ES256", "EdDSA"})
    void verifiesTokensOfTheJavaScriptTool(String algorithm) throws Exception {
        TokenKey key = TokenKey.parse(text("js-" + algorithm + ".jwk"));

        TokenClaims claims = key.verify(text("js-" + algorithm + ".jwt").strip(), NOW);

        assertThat(claims.root()).isEqualTo("demo");
        assertThat(claims.publish()).containsExactly("me");
        assertThat(claims.subscribe()).isEmpty();
        assertThat(claims.expires()).isEqualTo(EXPIRES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512", "RS512", "EdDSA"})
    void writesTheSameClaimsAsTheRustTool(String algorithm) throws Exception {
        TokenKey key = TokenKey.parse(text("rust-" + algorithm + ".jwk"));
        String theirs = text("rust-" + algorithm + ".jwt").strip();
        TokenClaims claims = key.verify(theirs, NOW);

        String ours = key.sign(claims);

        assertThat(payload(ours)).isEqualTo(payload(theirs));
        assertThat(key.verify(ours, NOW)).isEqualTo(claims);
    }

    private static String payload(String token) {
        return token.split("\\.", -1)[1];
    }

    private static String text(String name) throws IOException {
        try (InputStream in = UpstreamTokenTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
