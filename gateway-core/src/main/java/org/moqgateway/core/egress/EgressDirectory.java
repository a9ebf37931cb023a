package org.moqgateway.core.egress;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Route;

/// What is live, for viewers: follows the origin's announcements and tells everybody who watches a
/// path when another broadcast goes live under it. Any thread may call any method.
///
/// A broadcast that is published here is read from the moment it is announced; one that a peer has
/// only while somebody watches it, and a while longer: reading asks the peer for it.
public final class EgressDirectory implements AnnounceListener, AutoCloseable {
    /// How long a peer's broadcast is read after the last viewer left.
    static final long IDLE_NANOS = 35_000_000_000L;

    private final Origin origin;
    private final Supplier<MediaLoop> loops;
    private final EgressBroadcast.Surroundings around;
    private final Map<String, Live> live = new HashMap<>();
    private final Map<String, Set<Watch>> watches = new HashMap<>();
    private Origin.@Nullable Registration listening;

    private record Watch(EgressMedia media, MediaLoop loop) {}

    /// What is announced under a path. Guarded by the directory.
    private static final class Live {
        private final boolean remote;
        private final Instant since = Instant.now();
        private @Nullable EgressBroadcast opened;

        Live(boolean remote) {
            this.remote = remote;
        }
    }

    /// A broadcast that a peer has.
    ///
    /// @param path its name
    /// @param since when it was announced
    /// @param catalog what it offers, as far as somebody watches it
    public record Remote(String path, Instant since, Catalog catalog) {}

    private EgressDirectory(Origin origin, Supplier<MediaLoop> loops, FeedPolicy policy) {
        this.origin = origin;
        this.loops = loops;
        this.around = new EgressBroadcast.Surroundings(origin::broadcast, policy, loops);
    }

    /// Starts following an origin, under [FeedPolicy#DEFAULT].
    ///
    /// @param loops gives the loop that reads the next catalog or track
    public static EgressDirectory open(Origin origin, Supplier<MediaLoop> loops) {
        return open(origin, loops, FeedPolicy.DEFAULT);
    }

    /// Starts following an origin.
    ///
    /// @param loops gives the loop that reads the next catalog or track
    /// @param policy what feeds do with media that WebRTC cannot carry
    public static EgressDirectory open(
            Origin origin, Supplier<MediaLoop> loops, FeedPolicy policy) {
        EgressDirectory directory = new EgressDirectory(origin, loops, policy);
        Origin.Registration listening = origin.listen(directory);
        synchronized (directory) {
            directory.listening = listening;
        }
        return directory;
    }

    @Override
    public void announced(String path, Route route) {
        boolean remote = !route.hops().isEmpty();
        EgressBroadcast before;
        boolean wanted;
        synchronized (this) {
            before = opened(live.put(path, new Live(remote)));
            wanted = !remote || watches.containsKey(path);
        }
        if (before != null) {
            before.close();
        }
        if (wanted) {
            open(path);
        }
        tell(path);
    }

    private static @Nullable EgressBroadcast opened(@Nullable Live entry) {
        return entry == null ? null : entry.opened;
    }

    @Override
    public void unannounced(String path) {
        Live gone;
        synchronized (this) {
            gone = live.remove(path);
        }
        EgressBroadcast broadcast = opened(gone);
        if (broadcast != null) {
            broadcast.close();
        }
        if (gone != null) {
            tell(path);
        }
    }

    /// The live broadcast of a path. One that a peer has is read from now on, for as long as it is
    /// watched and at least for [#IDLE_NANOS].
    public Optional<EgressBroadcast> live(String path) {
        synchronized (this) {
            Live entry = live.get(path);
            if (entry == null || entry.opened != null) {
                return Optional.ofNullable(opened(entry));
            }
        }
        return open(path);
    }

    private Optional<EgressBroadcast> open(String path) {
        Optional<EgressBroadcast> created =
                origin.broadcast(path)
                        .map(consumer -> new EgressBroadcast(consumer, around, () -> tell(path)));
        if (created.isEmpty()) {
            return created;
        }
        EgressBroadcast adopted;
        boolean remote;
        synchronized (this) {
            Live entry = live.get(path);
            remote = entry != null && entry.remote;
            adopted = opened(entry);
            if (entry != null && adopted == null) {
                adopted = created.get();
                entry.opened = adopted;
            }
        }
        if (adopted != created.get()) {
            created.get().close();
            return Optional.ofNullable(adopted);
        }
        adopted.start();
        if (remote) {
            closeWhenIdle(path, adopted);
        }
        return created;
    }

    private void closeWhenIdle(String path, EgressBroadcast broadcast) {
        loops.get().schedule(() -> closeIdle(path, broadcast), IDLE_NANOS);
    }

    private void closeIdle(String path, EgressBroadcast broadcast) {
        synchronized (this) {
            Live entry = live.get(path);
            if (entry == null || entry.opened != broadcast || watches.containsKey(path)) {
                return;
            }
            entry.opened = null;
        }
        broadcast.close();
    }

    /// What peers have, in name order.
    public synchronized List<Remote> remote() {
        return live.entrySet().stream()
                .filter(entry -> entry.getValue().remote)
                .map(entry -> remote(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Remote::path))
                .toList();
    }

    private static Remote remote(String path, Live entry) {
        EgressBroadcast broadcast = entry.opened;
        Catalog catalog = broadcast == null ? Catalog.EMPTY : broadcast.catalog();
        return new Remote(path, entry.since, catalog);
    }

    /// Why viewers of a path see or hear less than there is, as far as it is read.
    public List<SessionProblem> problems(String path) {
        return read(path).map(EgressBroadcast::problems).orElse(List.of());
    }

    /// Why somebody who takes some renditions only is sent less of a path than there may be, as far
    /// as it is read.
    public List<SessionProblem> problems(String path, RenditionChoice choice) {
        return read(path).map(broadcast -> broadcast.problems(choice)).orElse(List.of());
    }

    /// What a path has that can be sent to somebody who takes some renditions only, as far as it is
    /// read.
    public Availability available(String path, RenditionChoice choice) {
        return read(path)
                .map(broadcast -> broadcast.available(choice))
                .orElse(Availability.of(List.of()));
    }

    private synchronized Optional<EgressBroadcast> read(String path) {
        return Optional.ofNullable(opened(live.get(path)));
    }

    /// How many viewers watch a path, whether it is live or not.
    public synchronized int viewers(String path) {
        return watches.getOrDefault(path, Set.of()).size();
    }

    /// Tells `media`, on its loop, what is live under a path, now and at each change.
    ///
    /// @return stops it
    public AutoCloseable watch(String path, EgressMedia media, MediaLoop loop) {
        Watch watch = new Watch(media, loop);
        synchronized (this) {
            watches.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(watch);
        }
        tell(path, List.of(watch));
        return () -> unwatch(path, watch);
    }

    private void unwatch(String path, Watch watch) {
        EgressBroadcast idle = null;
        synchronized (this) {
            Set<Watch> others = watches.get(path);
            if (others != null && others.remove(watch) && others.isEmpty()) {
                watches.remove(path);
                Live entry = live.get(path);
                idle = entry != null && entry.remote ? entry.opened : null;
            }
        }
        if (idle != null) {
            closeWhenIdle(path, idle);
        }
    }

    private void tell(String path) {
        List<Watch> all;
        synchronized (this) {
            all = List.copyOf(watches.getOrDefault(path, Set.of()));
        }
        tell(path, all);
    }

    private void tell(String path, List<Watch> watching) {
        for (Watch watch : watching) {
            // Looked up on the viewer's loop, so that the last word it hears is the newest.
            watch.loop()
                    .execute(
                            () ->
                                    watch.media()
                                            .follow(
                                                    live(path).orElse(null),
                                                    watch.loop().nowNanos()));
        }
    }

    /// Stops following; viewers are told nothing more.
    @Override
    public void close() {
        List<EgressBroadcast> open;
        Origin.Registration registration;
        synchronized (this) {
            registration = listening;
            open =
                    live.values().stream()
                            .map(EgressDirectory::opened)
                            .filter(Objects::nonNull)
                            .toList();
            live.clear();
            watches.clear();
        }
        if (registration != null) {
            registration.close();
        }
        open.forEach(EgressBroadcast::close);
    }
}
