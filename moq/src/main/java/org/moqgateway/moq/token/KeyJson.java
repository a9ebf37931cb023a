package org.moqgateway.moq.token;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the text of a key: a JWK (RFC 7517) as JSON, or base64url of it. What is not said:
/// `kty` is `oct`, `key_ops` is both, and no scope is no limit.
final class KeyJson {
    /// More characters than any key has.
    static final int MAX_CHARACTERS = 64 * 1024;

    private KeyJson() {}

    static TokenKey read(String text) throws TokenException {
        Map<String, Object> json = parse(unwrap(text.strip()));
        json.putIfAbsent("kty", "oct");
        TokenAlgorithm algorithm = algorithm(json);
        JWK jwk = jwk(json);
        checkFits(jwk, algorithm);
        String id = jwk.getKeyID();
        if (id != null && !KeyId.valid(id)) {
            throw bad("the key's id (kid) has other characters than A-Z a-z 0-9 _ -");
        }
        return new TokenKey(algorithm, jwk, operations(json), scope(json));
    }

    private static String unwrap(String text) throws TokenException {
        if (text.length() > MAX_CHARACTERS) {
            throw bad("the key is longer than " + MAX_CHARACTERS + " characters");
        }
        if (text.startsWith("{")) {
            return text;
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(text);
            return new String(json, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("the key is neither JSON nor base64url");
        }
    }

    private static Map<String, Object> parse(String json) throws TokenException {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw bad("the key is no JSON object");
        }
    }

    private static TokenAlgorithm algorithm(Map<String, Object> json) throws TokenException {
        String name = String.valueOf(json.get("alg"));
        return TokenAlgorithm.of(name)
                .orElseThrow(() -> bad("the key's algorithm (alg) is unknown: " + shown(name)));
    }

    private static String shown(String name) {
        return name.length() > 20 ? name.substring(0, 20) + "…" : name;
    }

    private static JWK jwk(Map<String, Object> json) throws TokenException {
        try {
            return JWK.parse(json);
        } catch (ParseException | IllegalArgumentException e) {
            throw bad("the key is no valid JWK: " + e.getMessage());
        }
    }

    private static void checkFits(JWK jwk, TokenAlgorithm algorithm) throws TokenException {
        boolean fits =
                switch (algorithm.kind()) {
                    case SECRET -> jwk instanceof OctetSequenceKey;
                    case RSA -> jwk instanceof RSAKey;
                    case EC -> jwk instanceof ECKey key && curve(algorithm).equals(key.getCurve());
                    case ED25519 ->
                            jwk instanceof OctetKeyPair key && key.getCurve().equals(Curve.Ed25519);
                };
        if (!fits) {
            throw bad("the key's type (kty, crv) does not fit its algorithm " + algorithm);
        }
        int needed = algorithm.secretBytes();
        if (jwk instanceof OctetSequenceKey secret && secret.toByteArray().length < needed) {
            throw bad("the key's secret is shorter than the " + needed + " bytes of " + algorithm);
        }
        if (jwk instanceof OctetKeyPair pair && !rightLength(pair)) {
            throw bad("the key is not " + Ed25519.KEY_BYTES + " bytes long");
        }
    }

    private static Curve curve(TokenAlgorithm algorithm) {
        return algorithm == TokenAlgorithm.ES256 ? Curve.P_256 : Curve.P_384;
    }

    private static boolean rightLength(OctetKeyPair pair) {
        return pair.getDecodedX().length == Ed25519.KEY_BYTES
                && (pair.getD() == null || pair.getDecodedD().length == Ed25519.KEY_BYTES);
    }

    private static Set<KeyOperation> operations(Map<String, Object> json) throws TokenException {
        if (!json.containsKey("key_ops")) {
            return Set.of(KeyOperation.SIGN, KeyOperation.VERIFY);
        }
        if (!(json.get("key_ops") instanceof List<?> names)) {
            throw bad("the key's operations (key_ops) are no list");
        }
        Set<KeyOperation> operations = new HashSet<>();
        for (Object name : names) {
            for (KeyOperation operation : KeyOperation.values()) {
                if (operation.jose().equals(name)) {
                    operations.add(operation);
                }
            }
        }
        return operations;
    }

    private static @Nullable KeyScope scope(Map<String, Object> json) throws TokenException {
        Object scope = json.get("scope");
        if (scope == null) {
            return null;
        }
        if (!(scope instanceof Map<?, ?> members)) {
            throw bad("the key's scope is no object");
        }
        Map<String, Object> named = new HashMap<>();
        members.forEach((name, value) -> named.put(String.valueOf(name), value));
        return ClaimsJson.scope(named);
    }

    private static TokenException bad(String text) {
        return new TokenException(TokenException.Reason.BAD_KEY, text);
    }
}
