package org.moqgateway.moq.model;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The queue of one listener: filled in order under the origin's lock, emptied outside of it by one
/// thread at a time.
final class Announcements implements Origin.Registration {
    private record Event(String path, boolean live) {}

    private final Origin origin;
    private final AnnounceListener listener;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    Announcements(Origin origin, AnnounceListener listener) {
        this.origin = origin;
        this.listener = listener;
    }

    void add(String path, boolean live) {
        events.add(new Event(path, live));
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
        if (event.live()) {
            listener.announced(event.path());
        } else {
            listener.unannounced(event.path());
        }
    }

    @Override
    public void close() {
        closed = true;
        origin.unlisten(this);
    }
}
