package org.moqgateway.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, to be ended in the opposite order, each whatever becomes of the others.
final class Closers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Closers.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    synchronized void add(AutoCloseable part) {
        started.push(part);
    }

    /// Lets a part that was added end before all that were added after it.
    synchronized void raise(AutoCloseable part) {
        if (started.remove(part)) {
            started.push(part);
        }
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable next;
            synchronized (this) {
                next = started.poll();
            }
            if (next == null) {
                return;
            }
            try {
                next.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.warn("could not end in order: {}", e.toString());
            }
        }
    }
}
