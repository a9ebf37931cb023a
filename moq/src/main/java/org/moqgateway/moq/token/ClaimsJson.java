package org.moqgateway.moq.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes the claims of a token, and the scope of a key, which looks alike.
///
/// ```json
/// {"root": "demo", "put": ["me"], "get": [""], "exp": 4102444800, "iat": 1700000000}
/// ```
///
/// `put` and `get` may also be one string; a role that is left out grants nothing.
final class ClaimsJson {
    private ClaimsJson() {}

    /// The root is written even when empty, which not every reader takes as its default.
    static String text(TokenClaims claims) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("root", claims.root());
        roles(json, claims.publish(), claims.subscribe());
        if (claims.expires() != null) {
            json.put("exp", claims.expires().getEpochSecond());
        }
        if (claims.issued() != null) {
            json.put("iat", claims.issued().getEpochSecond());
        }
        return JSONObjectUtils.toJSONString(json);
    }

    static Map<String, Object> scope(KeyScope scope) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!scope.root().isEmpty()) {
            json.put("root", scope.root());
        }
        roles(json, scope.publish(), scope.subscribe());
        return json;
    }

    private static void roles(
            Map<String, Object> json, List<String> publish, List<String> subscribe) {
        if (!publish.isEmpty()) {
            json.put("put", publish);
        }
        if (!subscribe.isEmpty()) {
            json.put("get", subscribe);
        }
    }

    /// The claims of a verified token, at `now`.
    static TokenClaims read(String payload, Instant now) throws TokenException {
        Map<String, Object> json = parse(payload);
        if (json.containsKey("aud")) {
            throw malformed("the token is for another audience (aud)");
        }
        Instant notBefore = instant(json, "nbf");
        if (notBefore != null && now.isBefore(notBefore)) {
            throw expired("the token is not valid before " + notBefore);
        }
        Instant expires = instant(json, "exp");
        if (expires != null && expires.isBefore(now)) {
            throw expired("the token expired at " + expires);
        }
        return new TokenClaims(
                root(json),
                prefixes(json, "put"),
                prefixes(json, "get"),
                expires,
                instant(json, "iat"));
    }

    /// The scope of a key.
    static KeyScope scope(Map<String, Object> json) throws TokenException {
        List<String> publish = prefixes(json, "put");
        List<String> subscribe = prefixes(json, "get");
        if (publish.isEmpty() && subscribe.isEmpty()) {
            throw new TokenException(
                    TokenException.Reason.BAD_KEY, "the key's scope grants nothing");
        }
        return new KeyScope(root(json), publish, subscribe);
    }

    private static Map<String, Object> parse(String payload) throws TokenException {
        try {
            return JSONObjectUtils.parse(payload);
        } catch (ParseException e) {
            throw malformed("the token's claims are no JSON object");
        }
    }

    private static String root(Map<String, Object> json) throws TokenException {
        if (!json.containsKey("root")) {
            return "";
        }
        if (!(json.get("root") instanceof String root)) {
            throw malformed("root is no string");
        }
        return root;
    }

    private static List<String> prefixes(Map<String, Object> json, String name)
            throws TokenException {
        if (!json.containsKey(name)) {
            return List.of();
        }
        Object value = json.get(name);
        if (value instanceof String one) {
            return List.of(one);
        }
        if (!(value instanceof List<?> several)) {
            throw malformed(name + " is neither a string nor a list");
        }
        List<String> prefixes = new ArrayList<>();
        for (Object each : several) {
            if (!(each instanceof String prefix)) {
                throw malformed(name + " holds something that is no string");
            }
            prefixes.add(prefix);
        }
        return prefixes;
    }

    private static @Nullable Instant instant(Map<String, Object> json, String name)
            throws TokenException {
        Object value = json.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Number seconds)) {
            throw malformed(name + " is no number");
        }
        try {
            return Instant.ofEpochSecond(seconds.longValue());
        } catch (DateTimeException e) {
            throw malformed(name + " is out of range");
        }
    }

    private static TokenException expired(String text) {
        return new TokenException(TokenException.Reason.EXPIRED, text);
    }

    private static TokenException malformed(String text) {
        return new TokenException(TokenException.Reason.MALFORMED_TOKEN, text);
    }
}
