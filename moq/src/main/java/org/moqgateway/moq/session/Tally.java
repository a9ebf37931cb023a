package org.moqgateway.moq.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.PathStats;

/// Counts for one session in plain fields of its loop, and shows them to other threads a quarter of
/// a second later.
final class Tally {
    private static final class Count {
        private long pending;
        private long total;
    }

    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Connection connection;
    private final SessionMetrics metrics;
    private final Map<Counter, Count> counts = new EnumMap<>(Counter.class);
    private final Runnable flush = this::flush;
    private boolean scheduled;

    private int announcesSent;
    private int announcesReceived;
    private int subscriptionsServed;
    private int subscriptionsMade;
    private volatile SessionStats shown =
            new SessionStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, PathStats.UNKNOWN);

    Tally(Connection connection, SessionMetrics metrics) {
        this.connection = connection;
        this.metrics = metrics;
        for (Counter counter : Counter.values()) {
            counts.put(counter, new Count());
        }
    }

    private Count of(Counter counter) {
        return Objects.requireNonNull(counts.get(counter), "every counter has one");
    }

    void count(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long amount) {
        of(counter).pending += amount;
        touch();
    }

    void announceSent(int change) {
        announcesSent += change;
        touch();
    }

    void announceReceived(int change) {
        announcesReceived += change;
        touch();
    }

    void subscriptionServed(int change) {
        subscriptionsServed += change;
        touch();
    }

    void subscriptionMade(int change) {
        subscriptionsMade += change;
        touch();
    }

    private void touch() {
        if (!scheduled) {
            scheduled = true;
            connection.loop().schedule(flush, DELAY_NANOS);
        }
    }

    /// Shows everything now.
    void flush() {
        scheduled = false;
        counts.forEach(this::flush);
        shown =
                new SessionStats(
                        announcesSent,
                        announcesReceived,
                        subscriptionsServed,
                        subscriptionsMade,
                        total(Counter.GROUPS_SENT),
                        total(Counter.GROUPS_DROPPED),
                        total(Counter.FRAMES_SENT),
                        total(Counter.BYTES_SENT),
                        total(Counter.FRAMES_RECEIVED),
                        total(Counter.BYTES_RECEIVED),
                        connection.stats());
    }

    private void flush(Counter counter, Count count) {
        if (count.pending != 0) {
            metrics.add(counter, count.pending);
            count.total += count.pending;
            count.pending = 0;
        }
    }

    private long total(Counter counter) {
        return of(counter).total;
    }

    /// Any thread.
    SessionStats shown() {
        return shown;
    }
}
