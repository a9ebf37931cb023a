package org.moqgateway.moq.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Names of broadcasts and prefixes of them: parts with one `/` between each two, none before and
/// none after. All functions but [#normalize] expect that form; the empty path has no parts and is
/// a prefix of every other.
public final class BroadcastPath {
    /// The most parts that a path on the wire may have.
    public static final int MAX_PARTS = 32;

    /// The most bytes of UTF-8 that a path on the wire may have.
    public static final int MAX_BYTES = 1024;

    private BroadcastPath() {}

    /// Drops slashes before and after, and all but one of several in a row.
    public static String normalize(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        String trimmed = path.substring(start, end);
        return trimmed.contains("//") ? trimmed.replaceAll("/{2,}", "/") : trimmed;
    }

    /// Whether every peer can be told of the path: it is within [#MAX_PARTS] and [#MAX_BYTES], and
    /// no control character of it can pass for something else where paths are listed.
    public static boolean announceable(String path) {
        return parts(path) <= MAX_PARTS
                && (path.length() <= MAX_BYTES / 3 || utf8Bytes(path) <= MAX_BYTES)
                && path.chars().noneMatch(Character::isISOControl);
    }

    private static int utf8Bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8).length;
    }

    /// How many parts a path has.
    public static int parts(String path) {
        return path.isEmpty() ? 0 : 1 + (int) path.chars().filter(c -> c == '/').count();
    }

    /// Whether `path` is `prefix` or below it: `a/b` has the prefix `a`, and `ab` has not.
    public static boolean hasPrefix(String path, String prefix) {
        if (prefix.isEmpty() || !path.startsWith(prefix)) {
            return prefix.isEmpty();
        }
        return path.length() == prefix.length() || path.charAt(prefix.length()) == '/';
    }

    /// What follows the prefix, without a slash before it; empty when [#hasPrefix] is false.
    public static Optional<String> stripPrefix(String path, String prefix) {
        if (!hasPrefix(path, prefix)) {
            return Optional.empty();
        }
        if (prefix.isEmpty() || path.length() == prefix.length()) {
            return Optional.of(path.substring(prefix.length()));
        }
        return Optional.of(path.substring(prefix.length() + 1));
    }

    /// The one below the other.
    public static String join(String parent, String child) {
        if (parent.isEmpty() || child.isEmpty()) {
            return parent + child;
        }
        return parent + '/' + child;
    }
}
