package org.moqgateway.moq.wire;

/// The names that relays keep for themselves: `.internal` and what is below it. A cluster's nodes
/// announce themselves there, and whoever is believed there makes nodes dial.
///
/// A prefix that says nothing of these names, such as the empty one, does not cover them: they
/// belong to those who were given a prefix that begins with `.internal` itself.
public final class InternalPath {
    /// Above all of them.
    public static final String ROOT = ".internal";

    private InternalPath() {}

    /// Whether a path, or a prefix, from the top of the origin is one of them.
    ///
    /// @param path as [BroadcastPath#normalize] makes it
    public static boolean covers(String path) {
        return BroadcastPath.hasPrefix(path, ROOT);
    }
}
