package org.moqgateway.moq.session;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.moqgateway.moq.transport.TransportKind;

/// Counters of all the sessions that were given it. Any thread.
public final class SessionMetrics {
    /// What is counted.
    public enum Counter {
        /// Clients turned away.
        SESSIONS_REFUSED,
        /// Sessions ended because a peer broke the protocol or its bounds.
        SESSIONS_VIOLATED,
        /// Announcements sent.
        ANNOUNCES_SENT,
        /// Announcements received.
        ANNOUNCES_RECEIVED,
        /// Announcements received that were not taken: no name to pass on, or too many broadcasts.
        ANNOUNCES_REFUSED,
        /// Subscriptions that peers opened.
        SUBSCRIPTIONS_SERVED,
        /// Subscriptions opened at peers.
        SUBSCRIPTIONS_MADE,
        /// Requests of peers that were reset: unknown, beyond a bound, failed.
        REQUESTS_REFUSED,
        /// Fetches that peers made.
        FETCHES_SERVED,
        /// Fetches made at peers.
        FETCHES_MADE,
        /// Groups begun towards peers.
        GROUPS_SENT,
        /// Groups towards peers given up before their end.
        GROUPS_DROPPED,
        /// Frames written to peers.
        FRAMES_SENT,
        /// Payload bytes written to peers.
        BYTES_SENT,
        /// Datagram groups sent.
        DATAGRAMS_SENT,
        /// Datagram groups that could not leave.
        DATAGRAMS_DROPPED,
        /// Groups begun by peers.
        GROUPS_RECEIVED,
        /// Groups of peers that ended before their end.
        GROUPS_ABORTED,
        /// Frames read from peers.
        FRAMES_RECEIVED,
        /// Payload bytes read from peers.
        BYTES_RECEIVED,
        /// Datagram groups received.
        DATAGRAMS_RECEIVED
    }

    /// The side that dialled.
    public enum Side {
        /// The peer came to us.
        SERVER,
        /// We went to the peer.
        CLIENT
    }

    /// One kind of session.
    ///
    /// @param side who dialled
    /// @param transport what carries it
    /// @param protocol the agreed protocol, such as `moq-lite-05`
    public record SessionKind(Side side, TransportKind transport, String protocol) {}

    private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
    private final ConcurrentHashMap<SessionKind, LongAdder> opened = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<SessionKind, LongAdder> live = new ConcurrentHashMap<>();

    /// All at zero.
    public SessionMetrics() {
        for (Counter counter : Counter.values()) {
            counters.put(counter, new LongAdder());
        }
    }

    /// The present value of a counter.
    public long value(Counter counter) {
        return adder(counter).sum();
    }

    /// Sessions opened so far, by kind.
    public Map<SessionKind, Long> sessionsOpened() {
        return values(opened);
    }

    /// Sessions open now, by kind; kinds that were seen once stay with 0.
    public Map<SessionKind, Long> sessionsLive() {
        return values(live);
    }

    void count(Counter counter) {
        adder(counter).increment();
    }

    void add(Counter counter, long amount) {
        adder(counter).add(amount);
    }

    private LongAdder adder(Counter counter) {
        return Objects.requireNonNull(counters.get(counter), "every counter has one");
    }

    void sessionOpened(SessionKind kind) {
        opened.computeIfAbsent(kind, _ -> new LongAdder()).increment();
        live.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    void sessionClosed(SessionKind kind) {
        live.computeIfAbsent(kind, _ -> new LongAdder()).decrement();
    }

    private static Map<SessionKind, Long> values(Map<SessionKind, LongAdder> adders) {
        Map<SessionKind, Long> values = new HashMap<>();
        adders.forEach((kind, adder) -> values.put(kind, adder.sum()));
        return values;
    }
}
