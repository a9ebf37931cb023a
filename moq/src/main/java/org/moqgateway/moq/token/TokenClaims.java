package org.moqgateway.moq.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.wire.BroadcastPath;

/// What a token grants.
///
/// Prefixes are relative to the root and match whole parts: `foo` grants `foo` and `foo/bar`, never
/// `foobar`. The empty prefix grants everything below the root, an empty list nothing.
///
/// @param root path that the prefixes are relative to (`root`); empty for the top
/// @param publish prefixes that may be published (`put`)
/// @param subscribe prefixes that may be subscribed to (`get`)
/// @param expires when the token, and a session that uses it, ends (`exp`); null for never
/// @param issued when it was issued (`iat`), for information; null when not said
public record TokenClaims(
        String root,
        List<String> publish,
        List<String> subscribe,
        @Nullable Instant expires,
        @Nullable Instant issued) {
    /// Copies the lists.
    public TokenClaims {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
    }

    /// Claims without any time.
    public static TokenClaims of(String root, List<String> publish, List<String> subscribe) {
        return new TokenClaims(root, publish, subscribe, null, null);
    }

    /// Whether nothing is granted, so that the token is of no use.
    public boolean empty() {
        return publish.isEmpty() && subscribe.isEmpty();
    }

    /// The claims as JSON, in one line: the payload of a token.
    public String toJson() {
        return ClaimsJson.text(this);
    }

    /// What is granted to a connection that asks for a path.
    ///
    /// A path at or below the root narrows what is granted to what lies below the path; a path
    /// above the root keeps it all, with the rest of the root before each prefix.
    ///
    /// @param path of the connection; slashes at its ends mean nothing
    /// @return prefixes relative to that path
    /// @throws TokenException [TokenException.Reason#NO_ACCESS] when path and root lie apart, or
    ///     nothing that is granted lies below the path
    public TokenPermissions authorize(String path) throws TokenException {
        String at = BroadcastPath.normalize(path);
        String top = BroadcastPath.normalize(root);
        Optional<String> below = BroadcastPath.stripPrefix(at, top);
        Optional<String> above = BroadcastPath.stripPrefix(top, at);
        if (below.isEmpty() && above.isEmpty()) {
            throw noAccess("the token is for \"" + top + "\", not for \"" + at + "\"");
        }
        String kept = below.isPresent() ? "" : above.orElse("");
        TokenPermissions permissions =
                new TokenPermissions(
                        rebased(publish, kept, below.orElse("")),
                        rebased(subscribe, kept, below.orElse("")));
        if (permissions.publish().isEmpty() && permissions.subscribe().isEmpty()) {
            throw noAccess("the token grants nothing at \"" + at + "\"");
        }
        return permissions;
    }

    private static TokenException noAccess(String text) {
        return new TokenException(TokenException.Reason.NO_ACCESS, text);
    }

    // A prefix that ends above the path grants all below the path.
    private static List<String> rebased(List<String> prefixes, String kept, String path) {
        List<String> rebased = new ArrayList<>();
        for (String prefix : prefixes) {
            String granted = BroadcastPath.join(kept, BroadcastPath.normalize(prefix));
            if (BroadcastPath.hasPrefix(path, granted)) {
                rebased.add("");
            } else {
                BroadcastPath.stripPrefix(granted, path).ifPresent(rebased::add);
            }
        }
        return rebased;
    }
}
