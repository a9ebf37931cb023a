package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One publisher's time on a path, with the routes that lead to it. Guarded by the [LiveTable].
final class Front {
    final BroadcastState broadcast;

    /// Null for a broadcast that is published here.
    final @Nullable RemoteTracks tracks;

    private final List<PeerRoute> routes = new ArrayList<>();

    /// Peers that read the broadcast, with how many consumers they have open.
    private final Map<OriginId, Integer> readers = new HashMap<>();

    private final @Nullable OriginId publisher;
    private Route last = Route.LOCAL;
    private long losses;

    private Front(
            BroadcastState broadcast, @Nullable RemoteTracks tracks, @Nullable OriginId publisher) {
        this.broadcast = broadcast;
        this.tracks = tracks;
        this.publisher = publisher;
    }

    static Front local(BroadcastState broadcast) {
        return new Front(broadcast, null, null);
    }

    static Front remote(String path, Route first, CachePool pool) {
        RemoteTracks tracks = new RemoteTracks(path, pool);
        BroadcastState broadcast = BroadcastState.remote(tracks, pool);
        return new Front(broadcast, tracks, first.publisher().orElse(null));
    }

    boolean remote() {
        return tracks != null;
    }

    /// Whether a route leads to the same content. A publisher without an identity is recognized
    /// only by coming back to a path that waits for it.
    boolean joinedBy(Route route) {
        if (tracks == null) {
            return false;
        }
        OriginId other = route.publisher().orElse(null);
        return publisher == null ? other == null && routes.isEmpty() : publisher.equals(other);
    }

    void add(PeerRoute peer) {
        routes.add(peer);
        peer.front = this;
    }

    void remove(PeerRoute peer) {
        routes.remove(peer);
        peer.front = null;
    }

    boolean isEmpty() {
        return routes.isEmpty();
    }

    List<PeerRoute> routes() {
        return List.copyOf(routes);
    }

    /// A route was lost and none is left.
    ///
    /// @return what [#stillLost] is asked with when the time is over
    long lose() {
        return ++losses;
    }

    boolean stillLost(long loss) {
        return routes.isEmpty() && losses == loss;
    }

    /// Puts the routes in order for those who read. Routes through a peer that reads come last: it
    /// would get back what it gave.
    void rank() {
        if (tracks == null) {
            return;
        }
        routes.sort(PeerRoute.order());
        List<PeerRoute> ranked = new ArrayList<>(routes.size());
        routes.stream().filter(peer -> !feedsReader(peer.route)).forEach(ranked::add);
        routes.stream().filter(peer -> feedsReader(peer.route)).forEach(ranked::add);
        tracks.ranked(ranked);
        if (!ranked.isEmpty()) {
            last = ranked.getFirst().route;
        }
    }

    private boolean feedsReader(Route route) {
        return readers.keySet().stream().anyMatch(route::passes);
    }

    /// The route that a peer may hear of; null when all lead through it. While the broadcast waits
    /// for a route, the one that it had.
    @Nullable Route routeFor(OriginId peer) {
        if (tracks == null) {
            return Route.LOCAL;
        }
        if (routes.isEmpty()) {
            return last.passes(peer) ? null : last;
        }
        for (PeerRoute ranked : tracks.ranked()) {
            if (!ranked.route.passes(peer)) {
                return ranked.route;
            }
        }
        return null;
    }

    boolean anyPasses(OriginId peer) {
        return routes.stream().anyMatch(route -> route.route.passes(peer));
    }

    /// The best route that does not lead through a peer.
    @Nullable PeerRoute bestBeside(OriginId peer) {
        return routes.stream()
                .filter(route -> !route.route.passes(peer))
                .min(PeerRoute.order())
                .orElse(null);
    }

    void reads(OriginId peer) {
        readers.merge(peer, 1, Integer::sum);
    }

    void readsNoMore(OriginId peer) {
        readers.computeIfPresent(peer, (_, open) -> open == 1 ? null : open - 1);
    }
}
