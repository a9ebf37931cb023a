package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Asks STUN servers how they see paths of ours (RFC 8445 §5.1.1.2, RFC 8489 §7): what makes
/// server-reflexive candidates. Sans I/O, one thread.
public final class ReflexiveQueries {

    private static final int MOST_RUNNING = 64;
    private static final long BOUND_NANOS = 3_000_000_000L;
    private static final long FIRST_TIMEOUT_NANOS = 250_000_000L;
    private static final long PACE_NANOS = 20_000_000L;
    private static final int TRANSACTION_ID_AT = 8;
    private static final int TRANSACTION_ID_BYTES = 12;

    private final List<Query> running = new ArrayList<>();
    private final SplittableRandom random;
    private final Output output;
    private long paceNanos = Long.MIN_VALUE;

    /// What is wanted done, and what comes of it.
    public interface Output {
        /// Sends a request.
        ///
        /// @param buffer lent for the call
        void query(
                LocalPath path,
                byte[] buffer,
                int offset,
                int length,
                InetSocketAddress destination);

        /// A query is over.
        ///
        /// @param mapped where the server sees the path; null when it did not answer
        void queried(LocalPath path, InetSocketAddress server, @Nullable InetSocketAddress mapped);
    }

    /// One transaction.
    private static final class Query {
        private final LocalPath path;
        private final InetSocketAddress server;
        private final byte[] id;
        private final long endNanos;
        private long timeoutNanos = FIRST_TIMEOUT_NANOS;
        private long dueNanos;

        Query(LocalPath path, InetSocketAddress server, byte[] id, long nowNanos) {
            this.path = path;
            this.server = server;
            this.id = id;
            this.endNanos = nowNanos + BOUND_NANOS;
            this.dueNanos = nowNanos;
        }
    }

    /// @param seed source of transaction ids; a random number
    public ReflexiveQueries(long seed, Output output) {
        this.random = new SplittableRandom(seed);
        this.output = output;
    }

    /// Begins a query, which ends within 3 s; its first request leaves with the next [#onTimer].
    ///
    /// @return false when too many are running
    public boolean begin(LocalPath path, InetSocketAddress server, long nowNanos) {
        if (running.size() >= MOST_RUNNING) {
            return false;
        }
        byte[] id = new byte[TRANSACTION_ID_BYTES];
        random.nextBytes(id);
        return running.add(new Query(path, server, id, nowNanos));
    }

    /// Takes a STUN datagram if it answers a query; foreign bytes never throw.
    ///
    /// @return whether it was one of ours
    public boolean handle(LocalPath path, IceDatagram in) {
        Query query = find(path, in);
        if (query == null) {
            return false;
        }
        StunDatagram message = StunDatagram.parse(in.buffer(), in.offset(), in.length()).datagram();
        if (message == null || !message.binding()) {
            return true;
        }
        InetSocketAddress mapped = message.success() ? message.mappedAddress() : null;
        if (mapped != null || message.error()) {
            running.remove(query);
            output.queried(query.path, query.server, mapped);
        }
        return true;
    }

    private @Nullable Query find(LocalPath path, IceDatagram in) {
        int from = in.offset() + TRANSACTION_ID_AT;
        int to = from + TRANSACTION_ID_BYTES;
        if (in.length() < StunDatagram.HEADER_BYTES) {
            return null;
        }
        for (Query query : running) {
            if (query.path == path
                    && query.server.equals(in.source())
                    && Arrays.equals(query.id, 0, TRANSACTION_ID_BYTES, in.buffer(), from, to)) {
                return query;
            }
        }
        return null;
    }

    /// Forgets a path that is gone; its queries end without an answer.
    public void removePath(LocalPath path) {
        for (Query query : List.copyOf(running)) {
            if (query.path == path && running.remove(query)) {
                output.queried(query.path, query.server, null);
            }
        }
    }

    /// Sends what is due, one request in 20 ms, and ends what has waited too long.
    public void onTimer(long nowNanos) {
        for (Query query : List.copyOf(running)) {
            if (nowNanos >= query.endNanos && running.remove(query)) {
                output.queried(query.path, query.server, null);
            }
        }
        for (Query query : running) {
            if (query.dueNanos <= nowNanos && paceNanos <= nowNanos) {
                query.dueNanos = nowNanos + query.timeoutNanos;
                query.timeoutNanos *= 2;
                paceNanos = nowNanos + PACE_NANOS;
                byte[] bytes = StunWriter.query(query.id);
                output.query(query.path, bytes, 0, bytes.length, query.server);
            }
        }
    }

    /// When [#onTimer] is due; [Long#MAX_VALUE] for never.
    public long nextDeadlineNanos() {
        long next = Long.MAX_VALUE;
        for (Query query : running) {
            long due = Math.max(query.dueNanos, paceNanos);
            next = Math.min(next, Math.min(due, query.endNanos));
        }
        return next;
    }
}
