package org.moqgateway.moq.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKeyTest {
    // To make an RSA key takes a while.
    private static final Map<TokenAlgorithm, TokenKey> KEYS = new EnumMap<>(TokenAlgorithm.class);

    private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");
    private static final TokenClaims CLAIMS = TokenClaims.of("demo", List.of("me"), List.of(""));
    private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";
    private static final String KEY =
            "{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"" + SECRET + "\"}";

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void signsAndVerifies(TokenAlgorithm algorithm) throws Exception {
        TokenKey key = KEYS.computeIfAbsent(algorithm, TokenKey::generate);
        TokenClaims claims =
                new TokenClaims("a", List.of("b", "c"), List.of(), NOW.plusSeconds(1), NOW);

        String token = key.sign(claims);

        assertThat(key.verify(token, NOW)).isEqualTo(claims);
        assertThat(TokenKey.parse(key.toJson()).verify(token, NOW)).isEqualTo(claims);
        assertThat(TokenKey.parse(key.toBase64()).verify(token, NOW)).isEqualTo(claims);
        assertThat(key.secret()).isTrue();
        assertThat(key.id().orElseThrow()).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @EnumSource(
            value = TokenAlgorithm.class,
            names = {"HS256", "HS384", "HS512"},
            mode = EnumSource.Mode.EXCLUDE)
    void verifiesWithThePublicHalfAlone(TokenAlgorithm algorithm) throws Exception {
        KeyScope scope = new KeyScope("demo", List.of("me"), List.of(""));
        TokenKey key = KEYS.computeIfAbsent(algorithm, TokenKey::generate).withScope(scope);

        TokenKey half = TokenKey.parse(key.toPublic().toJson());

        assertThat(half.secret()).isFalse();
        assertThat(half.id()).isEqualTo(key.id());
        assertThat(half.scope()).contains(scope);
        assertThat(half.toJson()).contains("\"key_ops\":[\"verify\"]").doesNotContain("\"d\":");
        assertThat(half.verify(key.sign(CLAIMS), NOW)).isEqualTo(CLAIMS);
        refused(TokenException.Reason.BAD_KEY, () -> half.sign(CLAIMS));
    }

    @Test
    void hasNoPublicHalfOfASecret() {
        refused(
                TokenException.Reason.BAD_KEY,
                () -> TokenKey.generate(TokenAlgorithm.HS256).toPublic());
    }

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void refusesATokenThatWasChanged(TokenAlgorithm algorithm) throws Exception {
        TokenKey key = KEYS.computeIfAbsent(algorithm, TokenKey::generate);
        String[] parts = key.sign(CLAIMS).split("\\.", -1);
        String more = base64("{\"root\":\"\",\"put\":[\"\"]}");

        refused(
                TokenException.Reason.BAD_SIGNATURE,
                () -> key.verify(parts[0] + "." + more + "." + parts[2], NOW));
        refused(
                TokenException.Reason.BAD_SIGNATURE,
                () -> key.verify(parts[0] + "." + parts[1] + "." + base64("x".repeat(64)), NOW));
    }

    @ParameterizedTest
    @EnumSource(
            value = TokenAlgorithm.class,
            names = {"HS256", "ES256", "EdDSA"})
    void refusesTheTokenOfAnotherKey(TokenAlgorithm algorithm) throws Exception {
        String token = TokenKey.generate(algorithm).sign(CLAIMS);

        refused(
                TokenException.Reason.BAD_SIGNATURE,
                () -> TokenKey.generate(algorithm).verify(token, NOW));
    }

    @Test
    void refusesAnotherAlgorithmThanItsKeyNames() throws Exception {
        TokenKey rsa = KEYS.computeIfAbsent(TokenAlgorithm.RS256, TokenKey::generate);
        String publicText = rsa.toPublic().toJson();
        byte[] secret = publicText.getBytes(StandardCharsets.UTF_8);
        JWSObject confused =
                new JWSObject(
                        new JWSHeader(TokenAlgorithm.HS256.jose()),
                        new Payload(Map.of("put", List.of(""))));
        confused.sign(new MACSigner(secret));
        String none = base64("{\"alg\":\"none\"}") + "." + base64("{\"put\":\"\"}") + ".";

        refused(TokenException.Reason.BAD_SIGNATURE, () -> rsa.verify(confused.serialize(), NOW));
        refused(TokenException.Reason.MALFORMED_TOKEN, () -> rsa.verify(none, NOW));
        refused(
                TokenException.Reason.BAD_SIGNATURE,
                () ->
                        TokenKey.generate(TokenAlgorithm.HS256)
                                .verify(TokenKey.generate(TokenAlgorithm.HS512).sign(CLAIMS), NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b", "eyJhbGciOiJIUzI1NiJ9.e30", "a b"})
    void refusesWhatIsNoToken(String text) {
        refused(TokenException.Reason.MALFORMED_TOKEN, () -> TokenKey.parse(KEY).verify(text, NOW));
    }

    @Test
    void takesAnyTextAsTokenOrKeyWithoutAnotherException() {
        Random random = new Random(17);
        String alphabet = "ab{}[]\":,.0-_eyJhbGciOiJIUzI1NiJ9\\u\n";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> TokenKey.parse(KEY).verify(text.toString(), NOW));
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> TokenKey.parse(text.toString()));
        }
    }

    @Test
    void refusesATokenWithoutEnd() {
        refused(
                TokenException.Reason.MALFORMED_TOKEN,
                () -> TokenKey.parse(KEY).verify("a".repeat(20_000), NOW));
        refused(TokenException.Reason.BAD_KEY, () -> TokenKey.parse("[".repeat(70_000)));
        refused(
                TokenException.Reason.BAD_KEY,
                () -> TokenKey.parse("{\"a\":" + "[".repeat(60_000)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"put\":\"\"}; false",
                "{\"put\":\"\",\"exp\":null}; false",
                "{\"put\":\"\",\"exp\":1795269600}; false",
                "{\"put\":\"\",\"exp\":1795269599}; true",
                "{\"put\":\"\",\"exp\":-1}; true",
                "{\"put\":\"\",\"nbf\":1795269600}; false",
                "{\"put\":\"\",\"nbf\":1795269601}; true",
            })
    void measuresTheLifeOfAToken(String claims, boolean over) throws Exception {
        // 1795269600 is NOW.
        assertThat(NOW.getEpochSecond()).isEqualTo(1795269600L);
        String token = tokenOf(claims);

        if (over) {
            refused(TokenException.Reason.EXPIRED, () -> TokenKey.parse(KEY).verify(token, NOW));
        } else {
            assertThat(TokenKey.parse(KEY).verify(token, NOW).publish()).containsExactly("");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"put\":1}",
                "{\"put\":[1]}",
                "{\"put\":null}",
                "{\"put\":{\"a\":\"b\"}}",
                "{\"put\":\"\",\"root\":1}",
                "{\"put\":\"\",\"root\":null}",
                "{\"put\":\"\",\"exp\":\"soon\"}",
                "{\"put\":\"\",\"exp\":1e300}",
                "{\"put\":\"\",\"aud\":\"another\"}"
            })
    void refusesClaimsThatAreNone(String claims) throws Exception {
        String token = tokenOf(claims);

        refused(
                TokenException.Reason.MALFORMED_TOKEN,
                () -> TokenKey.parse(KEY).verify(token, NOW));
    }

    @Test
    void refusesATokenThatGrantsNothing() throws Exception {
        TokenKey key = TokenKey.parse(KEY);

        refused(TokenException.Reason.NO_ACCESS, () -> key.verify(tokenOf("{}"), NOW));
        refused(TokenException.Reason.NO_ACCESS, () -> key.verify(tokenOf("[]"), NOW));
        refused(
                TokenException.Reason.NO_ACCESS,
                () -> key.verify(tokenOf("{\"root\":\"a\",\"put\":[],\"get\":[]}"), NOW));
        refused(
                TokenException.Reason.NO_ACCESS,
                () -> key.sign(TokenClaims.of("a", List.of(), List.of())));
    }

    @Test
    void takesOneStringForAList() throws Exception {
        String token = tokenOf("{\"root\":\"r\",\"put\":\"a\",\"get\":[\"b\",\"c\"],\"x\":1}");

        assertThat(TokenKey.parse(KEY).verify(token, NOW))
                .isEqualTo(TokenClaims.of("r", List.of("a"), List.of("b", "c")));
    }

    @Test
    void refusesMoreThanItsScopeAllows() throws Exception {
        TokenKey key = TokenKey.parse(KEY);
        TokenKey limited = key.withScope(new KeyScope("demo", List.of("live"), List.of()));
        TokenClaims more = TokenClaims.of("demo", List.of("live/a", "other"), List.of());

        refused(TokenException.Reason.SCOPE_EXCEEDED, () -> limited.sign(more));
        refused(TokenException.Reason.SCOPE_EXCEEDED, () -> limited.verify(key.sign(more), NOW));
        assertThat(TokenKey.parse(limited.toBase64()).scope()).isEqualTo(limited.scope());
    }

    @ParameterizedTest
    @CsvSource({
        "{}                                    , algorithm",
        "{\"alg\":\"none\"}                    , none",
        "nonsense!                             , neither JSON nor base64url",
        "{                                     , no JSON",
        "e30                                   , algorithm",
        "''                                    , no JSON"
    })
    void saysWhatIsWrongWithAKey(String text, String why) {
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> TokenKey.parse(text))
                .withMessageContaining(why)
                .extracting(TokenException::reason)
                .isEqualTo(TokenException.Reason.BAD_KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"c2hvcnQ\"; shorter than the 32",
                "\"kty\":\"oct\",\"alg\":\"HS512\",\"k\":\"$\"; shorter than the 64",
                "\"kty\":\"oct\",\"alg\":\"RS256\",\"k\":\"$\"; does not fit",
                "\"kty\":\"oct\",\"alg\":\"HS256\"; no valid JWK",
                "\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"$\",\"kid\":\"../x\"; kid",
                "\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"$\",\"key_ops\":1; no valid JWK",
                "\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"$\",\"scope\":1; no object",
                "\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"$\",\"scope\":{\"root\":\"a\"}; grants",
                "\"kty\":\"OKP\",\"alg\":\"EdDSA\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"; 32 bytes",
                "\"kty\":\"OKP\",\"alg\":\"EdDSA\",\"crv\":\"X25519\",\"x\":\"$\"; does not fit",
                "\"kty\":\"EC\",\"alg\":\"ES256\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"; JWK"
            })
    void refusesKeysThatAreNone(String members, String why) {
        String text = "{" + members.replace("$", SECRET) + "}";

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> TokenKey.parse(text))
                .withMessageContaining(why)
                .withMessageNotContaining(SECRET)
                .extracting(TokenException::reason)
                .isEqualTo(TokenException.Reason.BAD_KEY);
    }

    @Test
    void takesOldKeysWithoutATypeAndWithPadding() throws Exception {
        TokenKey old = TokenKey.parse("{\"alg\":\"HS256\",\"k\":\"" + SECRET + "=\"}");

        assertThat(old.verify(TokenKey.parse(KEY).sign(CLAIMS), NOW)).isEqualTo(CLAIMS);
        assertThat(old.id()).isEmpty();
    }

    @Test
    void doesOnlyWhatItsOperationsAllow() throws Exception {
        TokenKey verifies = TokenKey.parse(KEY.replace("{", "{\"key_ops\":[\"verify\"],"));
        TokenKey signs = TokenKey.parse(KEY.replace("{", "{\"key_ops\":[\"sign\"],"));
        String token = signs.sign(CLAIMS);

        assertThat(verifies.verify(token, NOW)).isEqualTo(CLAIMS);
        refused(TokenException.Reason.BAD_KEY, () -> verifies.sign(CLAIMS));
        refused(TokenException.Reason.BAD_KEY, () -> signs.verify(token, NOW));
    }

    @Test
    void refusesABadId() {
        refused(
                TokenException.Reason.BAD_KEY,
                () -> TokenKey.generate(TokenAlgorithm.HS256, "a/b"));
        refused(
                TokenException.Reason.BAD_KEY,
                () -> TokenKey.generate(TokenAlgorithm.HS256, "x".repeat(129)));
    }

    private static String tokenOf(String claims) throws Exception {
        JWSObject token =
                new JWSObject(new JWSHeader(TokenAlgorithm.HS256.jose()), new Payload(claims));
        token.sign(new MACSigner(OctetSequenceKey.parse(KEY)));
        return token.serialize();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(TokenException.Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(call)
                .extracting(TokenException::reason)
                .isEqualTo(reason);
    }
}
