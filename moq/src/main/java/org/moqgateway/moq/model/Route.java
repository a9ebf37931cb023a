package org.moqgateway.moq.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A way to a broadcast (moq-lite-05 ANNOUNCE_START, §Routing).
///
/// @param hops from the original publisher to the peer that we have it from; empty for a broadcast
///     that is published in this process
/// @param cost of pulling the broadcast this way, 0 when nobody says; lower is better
public record Route(List<OriginId> hops, long cost) {
    /// Most hops of a route that is accepted or passed on.
    public static final int MAX_HOPS = 32;

    /// The route of what is published here.
    public static final Route LOCAL = new Route(List.of(), 0);

    /// @throws IllegalArgumentException when the cost is negative
    public Route {
        hops = List.copyOf(hops);
        if (cost < 0) {
            throw new IllegalArgumentException("cost is negative: " + cost);
        }
    }

    /// Whether the route leads through `hop`; [OriginId#UNKNOWN] is recognized nowhere.
    public boolean passes(OriginId hop) {
        return hop.known() && hops.contains(hop);
    }

    /// This route, prolonged by one hop over a link. The result may be longer than [#MAX_HOPS]:
    /// look at [#usable] before passing it on.
    ///
    /// @param linkCost not negative; the sum saturates
    public Route via(OriginId hop, long linkCost) {
        long sum = cost + linkCost;
        return new Route(
                Stream.concat(hops.stream(), Stream.of(hop)).toList(),
                sum < 0 ? Long.MAX_VALUE : sum);
    }

    /// Whether it has at most [#MAX_HOPS] hops.
    public boolean usable() {
        return hops.size() <= MAX_HOPS;
    }

    /// Who publishes the content: routes with the same publisher lead to the same groups. Empty for
    /// a local broadcast and when the first hop is unknown.
    public Optional<OriginId> publisher() {
        return hops.stream().findFirst().filter(OriginId::known);
    }
}
