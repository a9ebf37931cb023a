package org.moqgateway.moq.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What one listener was told and is to be told: decided in order under the table's lock, told
/// outside of it by one thread at a time.
final class Announcements implements Origin.Registration {
    private record Told(Front front, Route route) {}

    private sealed interface Event {
        record Announced(String path, Route route) implements Event {}

        record Rerouted(String path, Route route) implements Event {}

        record Unannounced(String path) implements Event {}
    }

    private final LiveTable table;
    private final String prefix;
    private final OriginId exclude;
    private final AnnounceListener listener;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /// Guarded by the table.
    private final Map<String, Told> told = new HashMap<>();

    Announcements(LiveTable table, String prefix, OriginId exclude, AnnounceListener listener) {
        this.table = table;
        this.prefix = prefix;
        this.exclude = exclude;
        this.listener = listener;
    }

    /// Finds out what is news for this listener about a path; the table's lock is held.
    ///
    /// @param front who has the path; null: nobody
    void look(String path, @Nullable Front front) {
        if (!LiveTable.isBelow(path, prefix)) {
            return;
        }
        Route route = front == null ? null : front.routeFor(exclude);
        Told before = told.get(path);
        if (before != null && (route == null || before.front() != front)) {
            told.remove(path);
            events.add(new Event.Unannounced(path));
            before = null;
        }
        if (front == null || route == null) {
            return;
        }
        if (before == null) {
            events.add(new Event.Announced(path, route));
        } else if (!before.route().equals(route)) {
            events.add(new Event.Rerouted(path, route));
        }
        told.put(path, new Told(front, route));
    }

    /// Whether the path was announced to a peer that the route leads through; the table's lock is
    /// held.
    boolean toldAlong(String path, Route route) {
        return told.containsKey(path) && route.passes(exclude);
    }

    void deliver() {
        if (waiting.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            deliverQueued();
            seen = waiting.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliverQueued() {
        Event event = events.poll();
        while (event != null) {
            if (!closed) {
                tell(event);
            }
            event = events.poll();
        }
    }

    private void tell(Event event) {
        switch (event) {
            case Event.Announced(String path, Route route) -> listener.announced(path, route);
            case Event.Rerouted(String path, Route route) -> listener.rerouted(path, route);
            case Event.Unannounced(String path) -> listener.unannounced(path);
        }
    }

    @Override
    public void close() {
        closed = true;
        table.unlisten(this);
    }
}
