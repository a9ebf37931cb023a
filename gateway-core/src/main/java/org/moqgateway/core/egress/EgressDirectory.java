package org.moqgateway.core.egress;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.Origin;

/// What is live, for viewers: follows the origin's announcements and tells everybody who watches a
/// path when another broadcast goes live under it. Any thread may call any method.
public final class EgressDirectory implements AnnounceListener, AutoCloseable {
    private final Origin origin;
    private final Supplier<MediaLoop> loops;
    private final Map<String, EgressBroadcast> live = new HashMap<>();
    private final Map<String, Set<Watch>> watches = new HashMap<>();
    private Origin.@Nullable Registration listening;

    private record Watch(EgressMedia media, MediaLoop loop) {}

    private EgressDirectory(Origin origin, Supplier<MediaLoop> loops) {
        this.origin = origin;
        this.loops = loops;
    }

    /// Starts following an origin.
    ///
    /// @param loops gives the loop that reads the next catalog or track
    public static EgressDirectory open(Origin origin, Supplier<MediaLoop> loops) {
        EgressDirectory directory = new EgressDirectory(origin, loops);
        Origin.Registration listening = origin.listen(directory);
        synchronized (directory) {
            directory.listening = listening;
        }
        return directory;
    }

    @Override
    public void announced(String path) {
        origin.broadcast(path)
                .ifPresent(
                        consumer -> {
                            EgressBroadcast broadcast =
                                    new EgressBroadcast(consumer, loops, () -> tell(path));
                            EgressBroadcast before;
                            synchronized (this) {
                                before = live.put(path, broadcast);
                            }
                            if (before != null) {
                                before.close();
                            }
                            broadcast.start();
                            tell(path);
                        });
    }

    @Override
    public void unannounced(String path) {
        EgressBroadcast gone;
        synchronized (this) {
            gone = live.remove(path);
        }
        if (gone != null) {
            gone.close();
            tell(path);
        }
    }

    /// The live broadcast of a path.
    public synchronized Optional<EgressBroadcast> live(String path) {
        return Optional.ofNullable(live.get(path));
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

    private synchronized void unwatch(String path, Watch watch) {
        Set<Watch> others = watches.get(path);
        if (others != null && others.remove(watch) && others.isEmpty()) {
            watches.remove(path);
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
            open = List.copyOf(live.values());
            live.clear();
            watches.clear();
        }
        if (registration != null) {
            registration.close();
        }
        open.forEach(EgressBroadcast::close);
    }
}
