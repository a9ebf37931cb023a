package org.moqgateway.moq.model;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One route to one broadcast, as a session announced it. Guarded by the [LiveTable], but for its
/// source.
final class PeerRoute implements RemoteRoute {
    private static final long HASH_SEED = 0x420C_0DEC_B00BL;
    private static final long HASH_PRIME = 0x0000_0100_0000_01b3L;

    final String path;
    final BroadcastSource source;
    final long age;
    private final LiveTable table;

    Route route;
    boolean gone;
    @Nullable Front front;

    /// What is read by this route alone, by a peer that may not have another.
    @Nullable BroadcastState alone;

    /// @param age counts up with each route of the table
    PeerRoute(LiveTable table, String path, Route route, BroadcastSource source, long age) {
        this.table = table;
        this.path = path;
        this.route = route;
        this.source = source;
        this.age = age;
    }

    /// The better route first: lower cost, fewer hops, the lower hash, the newer one.
    ///
    /// The hash spreads equal routes of many broadcasts over the upstreams, and is the same in
    /// every relay that has the same routes: the FNV-1a of path and hops that other relays use
    /// too.
    static Comparator<PeerRoute> order() {
        return Comparator.<PeerRoute>comparingLong(peer -> peer.route.cost())
                .thenComparingInt(peer -> peer.route.hops().size())
                .thenComparing(PeerRoute::hash, Long::compareUnsigned)
                .thenComparing(peer -> peer.age, Comparator.reverseOrder());
    }

    private long hash() {
        long hash = HASH_SEED;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * HASH_PRIME;
        }
        for (OriginId hop : route.hops()) {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                hash = (hash ^ ((hop.value() >>> shift) & 0xff)) * HASH_PRIME;
            }
        }
        return hash;
    }

    /// The first of `ranked` that is not ruled out.
    static @Nullable PeerRoute best(List<PeerRoute> ranked, Set<PeerRoute> refused) {
        for (PeerRoute peer : ranked) {
            if (!refused.contains(peer)) {
                return peer;
            }
        }
        return null;
    }

    @Override
    public void update(Route newRoute) {
        table.update(this, newRoute);
    }

    @Override
    public void lost() {
        table.detach(this, true);
    }

    @Override
    public void close() {
        table.detach(this, false);
    }
}
