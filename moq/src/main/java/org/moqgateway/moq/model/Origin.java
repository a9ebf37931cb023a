package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private final Map<String, BroadcastState> broadcasts = new TreeMap<>();
    private final Set<Announcements> listeners = new LinkedHashSet<>();

    /// An origin without broadcasts.
    public Origin() {}

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
        BroadcastState created = new BroadcastState(normalize(path));
        BroadcastProducer producer = new BroadcastProducer(created, this);
        prepare.accept(producer);
        BroadcastState incumbent;
        synchronized (this) {
            incumbent = broadcasts.put(created.path, created);
            if (incumbent != null) {
                enqueue(created.path, false);
            }
            enqueue(created.path, true);
        }
        if (incumbent != null) {
            incumbent.end(
                    new Ending.Aborted(
                            AbortReason.DUPLICATE.withText("replaced by a newer publisher")));
        }
        deliver();
        return producer;
    }

    /// Opens a consumer of the live broadcast of that path.
    ///
    /// @return empty when there is none
    public Optional<BroadcastConsumer> broadcast(String path) {
        @Nullable BroadcastState found;
        String key = normalize(path);
        synchronized (this) {
            found = broadcasts.get(key);
        }
        return Optional.ofNullable(found).map(BroadcastConsumer::new);
    }

    /// Paths of the live broadcasts, sorted.
    public synchronized List<String> announced() {
        return List.copyOf(broadcasts.keySet());
    }

    /// Tells the listener every live broadcast and every change from now on.
    public Registration listen(AnnounceListener listener) {
        Announcements added = new Announcements(this, listener);
        synchronized (this) {
            broadcasts.keySet().forEach(path -> added.add(path, true));
            listeners.add(added);
        }
        added.deliver();
        return added;
    }

    void unlisten(Announcements registration) {
        synchronized (this) {
            listeners.remove(registration);
        }
    }

    /// Takes a broadcast that ends out, unless its path belongs to another by now.
    void withdraw(BroadcastState state) {
        synchronized (this) {
            if (!broadcasts.remove(state.path, state)) {
                return;
            }
            enqueue(state.path, false);
        }
        deliver();
    }

    private void enqueue(String path, boolean live) {
        listeners.forEach(listener -> listener.add(path, live));
    }

    private void deliver() {
        List<Announcements> told;
        synchronized (this) {
            told = new ArrayList<>(listeners);
        }
        told.forEach(Announcements::deliver);
    }

    private static String normalize(String path) {
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }
}
