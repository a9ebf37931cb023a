package org.moqgateway.moq.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All live broadcasts by path. All methods may be called from any thread.
///
/// A path is a sequence of parts joined by `/`; empty parts are ignored, so `/live//cam0/` is
/// `live/cam0`.
public final class Origin {
    /// Ends what it was given for.
    public interface Registration extends AutoCloseable {
        /// Idempotent.
        @Override
        void close();
    }

    /// How long a broadcast outlives the loss of its last route unless said otherwise.
    public static final Duration DEFAULT_LINGER = Duration.ofSeconds(5);

    /// The most paths that there may be before no other one of a peer is taken.
    public static final int MAX_PATHS = 100_000;

    private final OriginId id;
    private final CachePool pool;
    private final Duration linger;
    private final LiveTable table;

    /// An origin with an identity of chance, whose cache only its tracks bound.
    public Origin() {
        this(OriginId.random(), CachePool.unbounded(), DEFAULT_LINGER);
    }

    /// @param id how this origin stands in hop lists
    /// @param pool bounds what all tracks keep together
    /// @param linger how long a remote broadcast outlives the loss of its last route
    public Origin(OriginId id, CachePool pool, Duration linger) {
        this(id, pool, linger, Delay.SYSTEM, MAX_PATHS);
    }

    Origin(OriginId id, CachePool pool, Duration linger, Delay delay) {
        this(id, pool, linger, delay, MAX_PATHS);
    }

    Origin(OriginId id, CachePool pool, Duration linger, Delay delay, int maxPaths) {
        this.id = id;
        this.pool = pool;
        this.linger = linger;
        this.table = new LiveTable(id, pool, linger, delay, maxPaths);
    }

    /// How this origin stands in hop lists.
    public OriginId id() {
        return id;
    }

    /// What bounds the cache of all tracks.
    public CachePool pool() {
        return pool;
    }

    /// How long a remote broadcast outlives the loss of its last route.
    public Duration linger() {
        return linger;
    }

    /// Publishes a broadcast and announces it. The broadcast that held the path, if any, is aborted
    /// with [AbortReason#DUPLICATE].
    public BroadcastProducer createBroadcast(String path) {
        return createBroadcast(
                path,
                _ -> {
                    // Its tracks come later.
                });
    }

    /// Publishes a broadcast that already has its first tracks when it is announced: whoever hears
    /// of it finds its catalog.
    ///
    /// @param prepare creates them, before this returns
    public BroadcastProducer createBroadcast(String path, Consumer<BroadcastProducer> prepare) {
        BroadcastState created = BroadcastState.local(normalize(path), pool);
        BroadcastProducer producer = new BroadcastProducer(created, table);
        prepare.accept(producer);
        table.publish(created);
        return producer;
    }

    /// From now on no peer's broadcast replaces one of this process: it waits until that has ended.
    public void localStays() {
        table.localStays();
    }

    /// Tells that a peer has a broadcast.
    ///
    /// A route whose first hop is that of the routes there are leads to the same content: it is one
    /// more way to it, and readers change over at a group boundary when it becomes the best.
    /// Another first hop, or an unknown one, is another publisher: it replaces what was there,
    /// and what was there comes back when it ends. An unknown one that may be our own
    /// announcement coming back waits instead.
    ///
    /// @param source is asked for tracks and groups while this route is the best
    /// @return empty when the route leads through this origin or has too many hops, or the path is
    ///     a new one and there are [#MAX_PATHS] already
    public Optional<RemoteRoute> announce(String path, Route route, BroadcastSource source) {
        return table.announce(normalize(path), route, source);
    }

    /// Opens a consumer of the live broadcast of that path.
    ///
    /// @return empty when there is none
    public Optional<BroadcastConsumer> broadcast(String path) {
        return broadcast(path, OriginId.UNKNOWN);
    }

    /// As [#broadcast(String)], for a peer: never by a route that leads through it.
    ///
    /// @param exclude the peer, or [OriginId#UNKNOWN] to exclude nothing
    /// @return empty also when every route leads through `exclude`
    public Optional<BroadcastConsumer> broadcast(String path, OriginId exclude) {
        return table.consume(normalize(path), exclude);
    }

    /// Paths of the live broadcasts, sorted.
    public List<String> announced() {
        return announced("");
    }

    /// Paths of the live broadcasts at or below a prefix of whole path parts, sorted.
    public List<String> announced(String prefix) {
        return table.paths(normalize(prefix));
    }

    /// Tells the listener every live broadcast and every change from now on.
    public Registration listen(AnnounceListener listener) {
        return listen("", OriginId.UNKNOWN, listener);
    }

    /// Tells the listener every live broadcast at or below a prefix of whole path parts and every
    /// change from now on, with routes that do not lead through `exclude`; a broadcast without such
    /// a route is not live for it.
    ///
    /// @param exclude a peer, or [OriginId#UNKNOWN] to hear of every route
    public Registration listen(String prefix, OriginId exclude, AnnounceListener listener) {
        return table.listen(normalize(prefix), exclude, listener);
    }

    private static String normalize(String path) {
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }
}
