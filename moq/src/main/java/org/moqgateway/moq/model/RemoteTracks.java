package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is read of a remote broadcast: its tracks, and single groups asked for by number.
/// Guarded by its own monitor, which is never held while foreign code runs and never taken to
/// read or write frames.
final class RemoteTracks {
    /// Groups that are kept after they were fetched and read.
    private static final int MAX_FETCHED_GROUPS = 64;

    final String path;

    private record Place(String track, long sequence) {}

    private final CachePool pool;
    private final Map<String, RemoteTrack> tracks = new TreeMap<>();
    private final Map<Place, RemoteGroup> fetched = new LinkedHashMap<>();
    private @Nullable Ending ending;

    // Written by the origin under its lock; looked at whenever a request has to go somewhere.
    private volatile List<PeerRoute> ranked = List.of();

    RemoteTracks(String path, CachePool pool) {
        this.path = path;
        this.pool = pool;
    }

    /// The routes there are now, best first.
    void ranked(List<PeerRoute> routes) {
        ranked = List.copyOf(routes);
    }

    List<PeerRoute> ranked() {
        return ranked;
    }

    /// Lets everything follow the routes that there are now; no lock held.
    void reroute() {
        Deferred after = new Deferred();
        synchronized (this) {
            if (ending == null) {
                List<PeerRoute> now = ranked;
                List.copyOf(tracks.values()).forEach(track -> track.reroute(now, after));
                List.copyOf(fetched.values()).forEach(group -> group.reroute(now, after));
            }
        }
        after.run();
    }

    /// Opens a consumer, asking for the track when nobody did; null when the broadcast has ended.
    @Nullable TrackConsumer open(String name) {
        Deferred after = new Deferred();
        TrackConsumer consumer;
        synchronized (this) {
            if (ending != null) {
                return null;
            }
            RemoteTrack track = tracks.get(name);
            if (track == null) {
                track = new RemoteTrack(this, name, pool);
                tracks.put(name, track);
                consumer = new TrackConsumer(track.state);
                track.reroute(ranked, after);
            } else {
                consumer = new TrackConsumer(track.state);
                track.joined(after);
            }
        }
        after.run();
        return consumer;
    }

    /// The group out of a track that is read, out of what was fetched before, or asked for.
    GroupFetch fetch(String name, long sequence, int priority) {
        Deferred after = new Deferred();
        GroupFetch fetch;
        synchronized (this) {
            if (ending != null) {
                return KnownFetch.failed(AbortReason.CLOSED);
            }
            RemoteTrack track = tracks.get(name);
            GroupState kept = track == null ? null : track.state.cache.find(sequence);
            if (track != null && kept != null && !(kept.ending() instanceof Ending.Aborted)) {
                GroupConsumer consumer = new GroupConsumer(track.state, kept);
                return new KnownFetch(new Poll.Ready<>(consumer));
            }
            RemoteGroup group = group(new Place(name, sequence), after);
            group.join(priority);
            fetch = new RemoteFetch(group);
            group.reroute(ranked, after);
        }
        after.run();
        return fetch;
    }

    private RemoteGroup group(Place place, Deferred after) {
        RemoteGroup known = fetched.get(place);
        if (known != null && !known.evicted()) {
            return known;
        }
        if (known != null) {
            known.stop(AbortReason.EVICTED, after);
        }
        trim(after);
        RemoteGroup group = new RemoteGroup(this, place.track(), place.sequence(), pool);
        fetched.put(place, group);
        return group;
    }

    private void trim(Deferred after) {
        long bytes = fetched.values().stream().mapToLong(group -> group.state.cache.bytes()).sum();
        for (RemoteGroup group : List.copyOf(fetched.values())) {
            if (bytes <= TrackInfo.DEFAULT_MAX_BYTES && fetched.size() < MAX_FETCHED_GROUPS) {
                return;
            }
            if (group.idle()) {
                bytes -= group.state.cache.bytes();
                group.stop(AbortReason.EVICTED, after);
            }
        }
    }

    /// The track is over; its monitor is held.
    void forget(RemoteTrack track) {
        tracks.remove(track.state.name, track);
    }

    /// The group is over; its monitor is held.
    void forget(RemoteGroup group) {
        fetched.remove(new Place(group.state.name, group.sequence), group);
    }

    synchronized List<String> names() {
        return List.copyOf(tracks.keySet());
    }

    /// Ends everything that is read; no lock held.
    void end(Ending newEnding) {
        Deferred after = new Deferred();
        synchronized (this) {
            ending = newEnding;
            new ArrayList<>(tracks.values()).forEach(track -> track.stop(newEnding, after));
            new ArrayList<>(fetched.values())
                    .forEach(group -> group.stop(AbortReason.CLOSED, after));
        }
        after.run();
    }
}
