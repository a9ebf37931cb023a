package org.moqgateway.core.hang;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Relative references between broadcasts (draft-lcurley-moq-hang, broadcast; RFC 3986 §5.2).
public final class BroadcastReference {
    private BroadcastReference() {}

    /// Resolves `reference` against the path of the catalog's broadcast: it replaces the last
    /// part, then `.` and `..` apply; an empty one is the catalog's broadcast itself. Slashes at
    /// its ends and several in a row mean nothing: there are no absolute references.
    ///
    /// @return empty when it escapes above the root
    public static Optional<String> resolve(String catalogPath, String reference) {
        if (reference.chars().allMatch(c -> c == '/')) {
            return Optional.of(catalogPath);
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : catalogPath.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.addLast(part);
            }
        }
        parts.pollLast();
        for (String part : reference.split("/", -1)) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return Optional.of(String.join("/", parts));
    }
}
