package org.moqgateway.moq.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a peer may do in a session. It is seen from the peer: of a session that we dialled,
/// `subscribe` is what we offer to it and `publish` what we ask it for.
///
/// Prefixes are whole path parts: `room` covers `room` and `room/a`, not `roomy`; the empty prefix
/// covers everything but what relays keep for themselves, which only a prefix covers that begins
/// there ([org.moqgateway.moq.wire.InternalPath]).
///
/// @param root what every path on the wire is relative to; empty for the whole origin
/// @param subscribe prefixes below the root that the peer may read
/// @param publish prefixes below the root that the peer may announce
/// @param expiresAt when the session is ended; null for never
/// @param linkCost what is added to the cost of each route that comes over the session
public record Grant(
        String root,
        List<String> subscribe,
        List<String> publish,
        @Nullable Instant expiresAt,
        long linkCost) {
    /// Nothing at all.
    public static final Grant NOTHING = new Grant("", List.of(), List.of(), null, 1);

    private static final List<String> ALL = List.of("");

    /// @throws IllegalArgumentException when the cost is negative
    public Grant {
        Objects.requireNonNull(root);
        subscribe = List.copyOf(subscribe);
        publish = List.copyOf(publish);
        if (linkCost < 0) {
            throw new IllegalArgumentException("linkCost is negative: " + linkCost);
        }
    }

    /// Everything that is not the relays' own, for ever, at the cost of one link.
    public static Grant everything() {
        return new Grant("", ALL, ALL, null, 1);
    }

    /// Reading everything below a root.
    public static Grant reading(String root) {
        return new Grant(root, ALL, List.of(), null, 1);
    }

    /// Publishing everything below a root.
    public static Grant publishing(String root) {
        return new Grant(root, List.of(), ALL, null, 1);
    }

    /// When the session is ended.
    public Optional<Instant> expiry() {
        return Optional.ofNullable(expiresAt);
    }
}
