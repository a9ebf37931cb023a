package org.moqgateway.moq.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key that signs or verifies tokens. Immutable and thread-safe.
public final class TokenKey {
    private final TokenAlgorithm algorithm;
    private final JWK jwk;
    private final Set<KeyOperation> operations;
    private final @Nullable KeyScope scope;

    TokenKey(
            TokenAlgorithm algorithm,
            JWK jwk,
            Set<KeyOperation> operations,
            @Nullable KeyScope scope) {
        this.algorithm = algorithm;
        this.jwk = jwk;
        this.operations = Set.copyOf(operations);
        this.scope = scope;
    }

    /// Reads the text of a key: a JWK as JSON, or base64url of it.
    ///
    /// @throws TokenException [TokenException.Reason#BAD_KEY] with what is wrong
    public static TokenKey parse(String text) throws TokenException {
        return KeyJson.read(text);
    }

    /// Makes a new key with a random id: 256, 384 or 512 bits for HMAC, 2048 for RSA.
    public static TokenKey generate(TokenAlgorithm algorithm) {
        return KeyGeneration.generate(algorithm, KeyId.random());
    }

    /// Makes a new key.
    ///
    /// @param id 1 to 128 letters, digits, `-` and `_`
    /// @throws TokenException [TokenException.Reason#BAD_KEY] when the id is none
    public static TokenKey generate(TokenAlgorithm algorithm, String id) throws TokenException {
        if (!KeyId.valid(id)) {
            throw bad("bad key id \"" + id + "\": expected 1 to 128 of A-Z a-z 0-9 _ -");
        }
        return KeyGeneration.generate(algorithm, id);
    }

    /// The same key, whose tokens may grant no more than the scope.
    public TokenKey withScope(KeyScope limit) {
        return new TokenKey(algorithm, jwk, operations, limit);
    }

    /// The half that verifies, without the one that signs.
    ///
    /// @throws TokenException [TokenException.Reason#BAD_KEY] for a secret, which has no such half
    public TokenKey toPublic() throws TokenException {
        if (algorithm.kind() == TokenAlgorithm.KeyKind.SECRET) {
            throw bad("a key for " + algorithm + " is a secret and has no public half");
        }
        need(KeyOperation.VERIFY);
        return new TokenKey(algorithm, jwk.toPublicJWK(), Set.of(KeyOperation.VERIFY), scope);
    }

    /// How it signs.
    public TokenAlgorithm algorithm() {
        return algorithm;
    }

    /// Its name, which tokens quote; empty when it has none.
    public Optional<String> id() {
        return Optional.ofNullable(jwk.getKeyID());
    }

    /// The limit of what its tokens may grant; empty for none.
    public Optional<KeyScope> scope() {
        return Optional.ofNullable(scope);
    }

    /// Whether it holds what must not leave its owner's hands.
    public boolean secret() {
        return jwk.isPrivate();
    }

    /// The JWK as JSON, in one line.
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("alg", algorithm.name());
        json.put("key_ops", operations.stream().map(KeyOperation::jose).sorted().toList());
        json.putAll(jwk.toJSONObject());
        if (scope != null) {
            json.put("scope", ClaimsJson.scope(scope));
        }
        return JSONObjectUtils.toJSONString(json);
    }

    /// The JWK as base64url of its JSON, without padding.
    public String toBase64() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(toJson().getBytes(StandardCharsets.UTF_8));
    }

    /// Makes a token.
    ///
    /// @throws TokenException when the key can't sign, the claims grant nothing, or they grant more
    ///     than the key may
    public String sign(TokenClaims claims) throws TokenException {
        if (!secret()) {
            throw bad("the key has no private half to sign with");
        }
        need(KeyOperation.SIGN);
        checkGrant(claims);
        JWSHeader header =
                new JWSHeader.Builder(algorithm.jose())
                        .type(JOSEObjectType.JWT)
                        .keyID(jwk.getKeyID())
                        .build();
        JWSObject token = new JWSObject(header, new Payload(claims.toJson()));
        try {
            token.sign(KeyCrypto.signer(algorithm, jwk));
            return token.serialize();
        } catch (JOSEException e) {
            throw bad("can't sign: " + e.getMessage());
        }
    }

    /// Reads a token that this key signed.
    ///
    /// @param now the time to measure its life by
    /// @throws TokenException when it is none, is not of this key, is over, grants nothing, or
    ///     grants more than the key may: then the token as a whole is void
    public TokenClaims verify(String token, Instant now) throws TokenException {
        return verify(TokenText.parse(token), now);
    }

    TokenClaims verify(JWSObject token, Instant now) throws TokenException {
        need(KeyOperation.VERIFY);
        if (!token.getHeader().getAlgorithm().equals(algorithm.jose())) {
            throw badSignature("the token is not signed with " + algorithm + ", as its key says");
        }
        try {
            if (!token.verify(KeyCrypto.verifier(algorithm, jwk))) {
                throw badSignature("the token's signature is not this key's");
            }
        } catch (JOSEException | IllegalStateException e) {
            throw badSignature("the token's signature can't be verified");
        }
        TokenClaims claims = ClaimsJson.read(token.getPayload().toString(), now);
        checkGrant(claims);
        return claims;
    }

    private void need(KeyOperation operation) throws TokenException {
        if (!operations.contains(operation)) {
            throw bad("the key is not allowed to " + operation.jose() + " (key_ops)");
        }
    }

    private void checkGrant(TokenClaims claims) throws TokenException {
        if (claims.empty()) {
            throw new TokenException(
                    TokenException.Reason.NO_ACCESS,
                    "the token grants neither publishing (put) nor subscribing (get)");
        }
        if (scope != null && !scope.allows(claims)) {
            throw new TokenException(
                    TokenException.Reason.SCOPE_EXCEEDED,
                    "the token grants more than its key may (scope)");
        }
    }

    private static TokenException bad(String text) {
        return new TokenException(TokenException.Reason.BAD_KEY, text);
    }

    private static TokenException badSignature(String text) {
        return new TokenException(TokenException.Reason.BAD_SIGNATURE, text);
    }
}
