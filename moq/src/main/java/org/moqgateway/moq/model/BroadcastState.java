package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The tracks of one broadcast and who wants to hear of its end. Guarded by its own monitor, which
/// is never held while foreign code runs and never taken to read or write frames.
final class BroadcastState {
    final String path;
    final AtomicInteger consumers = new AtomicInteger();

    private final Map<String, TrackState> tracks = new TreeMap<>();
    private final Set<Consumer<Ending>> listeners = new LinkedHashSet<>();
    private @Nullable Ending ending;
    private volatile TracksOnDemand onDemand = TracksOnDemand.NONE;

    private final CachePool pool;
    private final @Nullable RemoteTracks remote;

    private BroadcastState(String path, CachePool pool, @Nullable RemoteTracks remote) {
        this.path = path;
        this.pool = pool;
        this.remote = remote;
    }

    /// A broadcast whose publisher is in this process.
    static BroadcastState local(String path, CachePool pool) {
        return new BroadcastState(path, pool, null);
    }

    /// A broadcast whose tracks come from elsewhere.
    static BroadcastState remote(RemoteTracks tracks, CachePool pool) {
        return new BroadcastState(tracks.path, pool, tracks);
    }

    synchronized TrackState createTrack(TrackInfo info) {
        TrackState track = TrackState.local(info, pool);
        Ending ended = ending;
        if (ended != null) {
            track.end(ended);
        } else if (tracks.putIfAbsent(info.name(), track) != null) {
            track.end(new Ending.Aborted(AbortReason.DUPLICATE));
        }
        return track;
    }

    synchronized String uniqueName(String suffix) {
        int number = 0;
        while (tracks.containsKey(number + suffix)) {
            number++;
        }
        return number + suffix;
    }

    synchronized @Nullable TrackState track(String name) {
        return tracks.get(name);
    }

    /// Opens a consumer of a track; null when there is none to be had.
    @Nullable TrackConsumer open(String name) {
        if (remote != null) {
            return remote.open(name);
        }
        TrackState found = track(name);
        if (found == null && ending() == null) {
            found = onDemand.trackFor(name).map(this::track).orElse(null);
        }
        return found == null ? null : new TrackConsumer(found);
    }

    void onDemand(TracksOnDemand tracks) {
        onDemand = tracks;
    }

    /// One group of a track, now or later.
    GroupFetch fetch(String name, long sequence, int priority) {
        if (remote != null) {
            return remote.fetch(name, sequence, priority);
        }
        TrackState found = track(name);
        GroupState group = found == null ? null : found.cache.find(sequence);
        return found == null || group == null
                ? KnownFetch.failed(AbortReason.NOT_FOUND)
                : new KnownFetch(new Poll.Ready<>(new GroupConsumer(found, group)));
    }

    synchronized void removeTrack(TrackState track) {
        tracks.remove(track.name, track);
    }

    List<String> trackNames() {
        if (remote != null) {
            return remote.names();
        }
        synchronized (this) {
            return List.copyOf(tracks.keySet());
        }
    }

    synchronized @Nullable Ending ending() {
        return ending;
    }

    /// Adds a listener, or tells it at once when the broadcast has ended.
    void listen(Consumer<Ending> listener) {
        Ending ended;
        synchronized (this) {
            ended = ending;
            if (ended == null) {
                listeners.add(listener);
                return;
            }
        }
        listener.accept(ended);
    }

    synchronized void unlisten(Consumer<Ending> listener) {
        listeners.remove(listener);
    }

    /// Ends the broadcast and its tracks; the first ending stays.
    boolean end(Ending newEnding) {
        List<TrackState> endedTracks;
        List<Consumer<Ending>> told;
        synchronized (this) {
            if (ending != null) {
                return false;
            }
            ending = newEnding;
            endedTracks = List.copyOf(tracks.values());
            told = new ArrayList<>(listeners);
            listeners.clear();
        }
        if (remote != null) {
            remote.end(newEnding);
        }
        endedTracks.forEach(track -> track.end(newEnding));
        told.forEach(listener -> listener.accept(newEnding));
        return true;
    }
}
