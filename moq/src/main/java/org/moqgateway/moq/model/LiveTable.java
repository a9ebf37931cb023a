package org.moqgateway.moq.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who has which path, and who wants to hear of it. Guarded by its own monitor, which is never held
/// while foreign code runs.
final class LiveTable {
    private static final AbortReason REPLACED =
            AbortReason.DUPLICATE.withText("replaced by a newer publisher");
    private static final AbortReason GONE = AbortReason.DROPPED.withText("the publisher is gone");

    /// A path that somebody has.
    private static final class Place {
        final String path;
        @Nullable Front front;

        /// Routes to other publishers than the present one; the last one is next.
        final Deque<PeerRoute> standby = new ArrayDeque<>();

        Place(String path) {
            this.path = path;
        }
    }

    private final OriginId self;
    private final CachePool pool;
    private final Duration linger;
    private final Delay delay;
    private final int maxPaths;
    private final NavigableMap<String, Place> places = new TreeMap<>();
    private final Set<Announcements> listeners = new LinkedHashSet<>();
    private long routesSeen;
    private volatile boolean localStays;

    LiveTable(OriginId self, CachePool pool, Duration linger, Delay delay, int maxPaths) {
        this.self = self;
        this.pool = pool;
        this.linger = linger;
        this.delay = delay;
        this.maxPaths = maxPaths;
    }

    /// Whether a path lies at or below a prefix; both normalized.
    static boolean isBelow(String path, String prefix) {
        return prefix.isEmpty()
                || (path.startsWith(prefix)
                        && (path.length() == prefix.length()
                                || path.charAt(prefix.length()) == '/'));
    }

    /// A broadcast of this process takes its path.
    void publish(BroadcastState created) {
        change(
                after -> {
                    Place place = places.computeIfAbsent(created.path, Place::new);
                    replace(place, Front.local(created), after);
                    look(place);
                });
    }

    /// A broadcast of this process ends: its path is free, unless it belongs to another by now.
    void withdraw(BroadcastState state) {
        change(
                after -> {
                    Place place = places.get(state.path);
                    if (place != null && place.front != null && place.front.broadcast == state) {
                        vacate(place, after);
                    }
                });
    }

    Optional<RemoteRoute> announce(String path, Route route, BroadcastSource source) {
        if (!route.usable() || route.passes(self)) {
            return Optional.empty();
        }
        PeerRoute peer;
        synchronized (this) {
            if (places.size() >= maxPaths && !places.containsKey(path)) {
                return Optional.empty();
            }
            peer = new PeerRoute(this, path, route, source, routesSeen++);
        }
        change(after -> attach(peer, after));
        return Optional.of(peer);
    }

    private void attach(PeerRoute peer, Deferred after) {
        Place place = places.computeIfAbsent(peer.path, Place::new);
        Front incumbent = place.front;
        if (incumbent != null && incumbent.joinedBy(peer.route)) {
            incumbent.add(peer);
            rerouted(place, incumbent, after);
        } else if (incumbent != null && (comesBack(peer) || keeps(incumbent))) {
            place.standby.addFirst(peer);
        } else {
            take(place, peer, after);
        }
    }

    private void take(Place place, PeerRoute peer, Deferred after) {
        Front created = Front.remote(place.path, peer.route, pool);
        replace(place, created, after);
        created.add(peer);
        rerouted(place, created, after);
    }

    /// Whether nobody else may take the place.
    private boolean keeps(Front incumbent) {
        return localStays && !incumbent.remote();
    }

    void localStays() {
        localStays = true;
    }

    /// Whether a route may be our own announcement, passed on by the peer that we made it to: hops
    /// without an id do not show it. Such a route replaces nothing.
    private boolean comesBack(PeerRoute peer) {
        return peer.route.hops().contains(OriginId.UNKNOWN)
                && listeners.stream().anyMatch(told -> told.toldAlong(peer.path, peer.route));
    }

    private void replace(Place place, Front next, Deferred after) {
        Front former = place.front;
        place.front = next;
        if (former == null) {
            return;
        }
        for (PeerRoute peer : former.routes()) {
            former.remove(peer);
            endAlone(peer, REPLACED, after);
            place.standby.addLast(peer);
        }
        after.add(() -> former.broadcast.end(new Ending.Aborted(REPLACED)));
    }

    private void rerouted(Place place, Front front, Deferred after) {
        front.rank();
        RemoteTracks tracks = front.tracks;
        if (tracks != null) {
            after.add(tracks::reroute);
        }
        look(place);
    }

    void update(PeerRoute peer, Route route) {
        if (!route.usable() || route.passes(self)) {
            detach(peer, false);
            return;
        }
        change(after -> update(peer, route, after));
    }

    private void update(PeerRoute peer, Route route, Deferred after) {
        Place place = places.get(peer.path);
        if (peer.gone || place == null) {
            return;
        }
        boolean same = peer.route.publisher().equals(route.publisher());
        peer.route = route;
        Front front = peer.front;
        if (same && front != null) {
            rerouted(place, front, after);
        } else if (!same) {
            if (front == null) {
                place.standby.remove(peer);
            } else {
                front.remove(peer);
                endAlone(peer, REPLACED, after);
            }
            attach(peer, after);
        }
    }

    void detach(PeerRoute peer, boolean lost) {
        change(after -> detach(peer, lost, after));
    }

    private void detach(PeerRoute peer, boolean lost, Deferred after) {
        Place place = places.get(peer.path);
        if (peer.gone || place == null) {
            return;
        }
        peer.gone = true;
        Front front = peer.front;
        if (front == null) {
            place.standby.remove(peer);
            return;
        }
        front.remove(peer);
        endAlone(peer, GONE, after);
        if (!front.isEmpty()) {
            rerouted(place, front, after);
        } else if (lost && !linger.isZero()) {
            rerouted(place, front, after);
            long loss = front.lose();
            after.add(() -> delay.run(linger, () -> expire(place, front, loss)));
        } else {
            after.add(() -> front.broadcast.end(new Ending.Aborted(GONE)));
            vacate(place, after);
        }
    }

    private void expire(Place place, Front front, long loss) {
        change(
                after -> {
                    if (place.front == front && front.stillLost(loss)) {
                        after.add(() -> front.broadcast.end(new Ending.Aborted(GONE)));
                        vacate(place, after);
                    }
                });
    }

    /// The path is free: the publisher that was replaced last comes back, when there is one.
    private void vacate(Place place, Deferred after) {
        place.front = null;
        PeerRoute next = place.standby.pollLast();
        if (next == null) {
            places.remove(place.path);
            look(place);
            return;
        }
        Front created = Front.remote(place.path, next.route, pool);
        place.front = created;
        created.add(next);
        for (PeerRoute other : List.copyOf(place.standby)) {
            if (created.joinedBy(other.route)) {
                place.standby.remove(other);
                created.add(other);
            }
        }
        rerouted(place, created, after);
    }

    private static void endAlone(PeerRoute peer, AbortReason reason, Deferred after) {
        BroadcastState alone = peer.alone;
        peer.alone = null;
        if (alone != null) {
            after.add(() -> alone.end(new Ending.Aborted(reason)));
        }
    }

    /// A consumer of the broadcast of a path, for a peer that its routes may not lead through.
    Optional<BroadcastConsumer> consume(String path, OriginId peer) {
        synchronized (this) {
            Place place = places.get(path);
            Front front = place == null ? null : place.front;
            if (front == null) {
                return Optional.empty();
            }
            if (!front.remote() || !peer.known()) {
                return Optional.of(new BroadcastConsumer(front.broadcast));
            }
            if (!front.anyPasses(peer)) {
                front.reads(peer);
                Reading reading = Reading.of(() -> readsNoMore(path, front, peer));
                return Optional.of(new BroadcastConsumer(front.broadcast, reading));
            }
            return Optional.ofNullable(front.bestBeside(peer)).map(this::consumeAlone);
        }
    }

    private BroadcastConsumer consumeAlone(PeerRoute peer) {
        BroadcastState alone = peer.alone;
        if (alone == null) {
            RemoteTracks tracks = new RemoteTracks(peer.path, pool);
            tracks.ranked(List.of(peer));
            alone = BroadcastState.remote(tracks, pool);
            peer.alone = alone;
        }
        return new BroadcastConsumer(alone);
    }

    private void readsNoMore(String path, Front front, OriginId peer) {
        change(
                after -> {
                    front.readsNoMore(peer);
                    Place place = places.get(path);
                    if (place != null && place.front == front && front.anyPasses(peer)) {
                        rerouted(place, front, after);
                    }
                });
    }

    synchronized List<String> paths(String prefix) {
        return places.keySet().stream().filter(path -> isBelow(path, prefix)).toList();
    }

    Origin.Registration listen(String prefix, OriginId exclude, AnnounceListener listener) {
        Announcements added = new Announcements(this, prefix, exclude, listener);
        synchronized (this) {
            places.forEach((path, place) -> added.look(path, place.front));
            listeners.add(added);
        }
        added.deliver();
        return added;
    }

    synchronized void unlisten(Announcements registration) {
        listeners.remove(registration);
    }

    private void look(Place place) {
        listeners.forEach(listener -> listener.look(place.path, place.front));
    }

    private interface Change {
        void make(Deferred after);
    }

    /// Makes a change under the lock, then what it entails, then tells the listeners.
    private void change(Change change) {
        Deferred after = new Deferred();
        List<Announcements> told;
        synchronized (this) {
            change.make(after);
            told = new ArrayList<>(listeners);
        }
        after.run();
        told.forEach(Announcements::deliver);
    }
}
