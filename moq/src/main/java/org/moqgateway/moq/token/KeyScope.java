package org.moqgateway.moq.token;

import java.util.List;
import org.moqgateway.moq.wire.BroadcastPath;

/// The most that the tokens of a key may grant; the JWK member `scope`. It is fixed with the key.
///
/// @param root path that the prefixes are relative to
/// @param publish prefixes below which tokens may grant publishing (`put`)
/// @param subscribe prefixes below which tokens may grant subscribing (`get`)
public record KeyScope(String root, List<String> publish, List<String> subscribe) {
    /// @throws IllegalArgumentException when both lists are empty: no token could be signed
    public KeyScope {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
        if (publish.isEmpty() && subscribe.isEmpty()) {
            throw new IllegalArgumentException("a key scope that grants nothing");
        }
    }

    /// Whether everything that the claims grant lies within this scope, in the same role. Paths are
    /// compared whole, wherever the roots cut them.
    public boolean allows(TokenClaims claims) {
        return covers(publish, claims.root(), claims.publish())
                && covers(subscribe, claims.root(), claims.subscribe());
    }

    private boolean covers(List<String> allowed, String claimsRoot, List<String> asked) {
        return asked.stream()
                .map(prefix -> absolute(claimsRoot, prefix))
                .allMatch(
                        path ->
                                allowed.stream()
                                        .map(prefix -> absolute(root, prefix))
                                        .anyMatch(top -> BroadcastPath.hasPrefix(path, top)));
    }

    private static String absolute(String root, String prefix) {
        return BroadcastPath.join(BroadcastPath.normalize(root), BroadcastPath.normalize(prefix));
    }
}
