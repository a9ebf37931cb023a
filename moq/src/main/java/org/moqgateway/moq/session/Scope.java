package org.moqgateway.moq.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moqgateway.moq.wire.BroadcastPath;
import org.moqgateway.moq.wire.InternalPath;

/// A [Grant] as it is asked: which paths of the wire are allowed, and which of the origin they are.
///
/// What relays keep for themselves ([InternalPath]) is granted by prefixes that begin there and by
/// no other.
final class Scope {
    private final String root;
    private final Prefixes subscribe;
    private final Prefixes publish;

    /// The prefixes of one direction, none covered by another of its list. Paths of the wire.
    ///
    /// @param all which the peer is asked for, and listens, below
    /// @param internal those of them that begin in the names that relays keep for themselves
    private record Prefixes(List<String> all, List<String> internal) {
        boolean cover(String path, boolean ofRelays) {
            return covered(ofRelays ? internal : all, path);
        }
    }

    Scope(Grant grant) {
        root = BroadcastPath.normalize(grant.root());
        subscribe = prefixes(grant.subscribe());
        publish = prefixes(grant.publish());
    }

    private Prefixes prefixes(List<String> granted) {
        List<String> normal = granted.stream().map(BroadcastPath::normalize).distinct().toList();
        List<String> internal = normal.stream().filter(this::isInternal).toList();
        return new Prefixes(outermost(normal), outermost(internal));
    }

    private static List<String> outermost(List<String> prefixes) {
        return prefixes.stream()
                .filter(prefix -> !covered(without(prefixes, prefix), prefix))
                .toList();
    }

    private static List<String> without(List<String> prefixes, String one) {
        return prefixes.stream().filter(other -> !other.equals(one)).toList();
    }

    private static boolean covered(List<String> prefixes, String path) {
        return prefixes.stream().anyMatch(prefix -> BroadcastPath.hasPrefix(path, prefix));
    }

    private boolean isInternal(String path) {
        return InternalPath.covers(absolute(path));
    }

    /// The path in the origin of a path on the wire.
    String absolute(String path) {
        return BroadcastPath.join(root, path);
    }

    /// The path on the wire of a path of the origin that is below the root.
    Optional<String> relative(String absolute) {
        return BroadcastPath.stripPrefix(absolute, root);
    }

    /// Whether the peer may read that path of the wire.
    boolean mayRead(String path) {
        return subscribe.cover(path, isInternal(path));
    }

    /// Whether the peer may announce that path of the wire.
    boolean mayPublish(String path) {
        return publish.cover(path, isInternal(path));
    }

    /// What of a prefix that the peer asks for may hold something that it may read: the prefix
    /// itself, or the granted ones below it, or nothing. Paths of the wire; what is found there is
    /// still to be held against [#mayRead].
    List<String> readable(String prefix) {
        if (mayRead(prefix)) {
            return List.of(prefix);
        }
        List<String> below =
                new ArrayList<>(isInternal(prefix) ? subscribe.internal() : subscribe.all());
        below.removeIf(granted -> !BroadcastPath.hasPrefix(granted, prefix));
        return below;
    }

    /// Prefixes on the wire that the peer may announce below; what it announces is still to be held
    /// against [#mayPublish].
    List<String> publishable() {
        return publish.all();
    }
}
