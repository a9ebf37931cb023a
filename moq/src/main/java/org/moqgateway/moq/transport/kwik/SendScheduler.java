package org.moqgateway.moq.transport.kwik;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.TransportLoop;

/// Decides which stream's bytes Kwik gets next. Kwik sends in the order in which it was asked, so
/// that only what it has not been given yet can be put in order: at most [#WINDOW_BYTES] are within
/// it and not on their way. Belongs to the loop but for [#progress].
final class SendScheduler {
    /// Bytes within Kwik that have not left: a dozen packets keep its sender busy.
    static final int WINDOW_BYTES = 14_000;

    /// Of one stream, so that one whose peer is slow cannot fill the window.
    static final int STREAM_WINDOW_BYTES = 7_000;

    /// Less than fits into any packet.
    static final int PIECE_BYTES = 1_100;

    /// Nothing moved for so long: Kwik's sender may have missed its wake-up.
    static final long STALL_NANOS = 30_000_000L;

    /// After a retransmission, streams of lower order wait for so long: Kwik would give each of
    /// them a turn between one lost piece and the next.
    static final long REPEAT_NANOS = 10_000_000L;

    private static final Comparator<KwikStream> URGENCY =
            Comparator.comparingLong(KwikStream::order)
                    .reversed()
                    .thenComparingLong(KwikStream::sequence);

    /// What was lost is sent again within so long.
    static final long RECENT_NANOS = 3_000_000_000L;

    private final TransportLoop loop;
    private final LongSupplier packetsLost;
    private final byte[] piece = new byte[PIECE_BYTES];
    private final NavigableSet<KwikStream> wanting = new TreeSet<>(URGENCY);
    private final Set<KwikStream> unsettled = new HashSet<>();
    private final Deque<Recent> recent = new ArrayDeque<>();
    private final Set<KwikStream> begun = new HashSet<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long repeatedOrder;
    private volatile long repeatedNanos;
    private boolean holding;
    private boolean watching;
    private boolean ended;
    private long nudges;
    private long lostBefore;
    private long busyUntilNanos;

    /// A stream whose lost pieces may still have to be sent again.
    private record Recent(KwikStream stream, long untilNanos) {}

    /// For one connection.
    ///
    /// @param packetsLost how many packets Kwik holds for lost so far
    SendScheduler(TransportLoop loop, LongSupplier packetsLost) {
        this.loop = loop;
        this.packetsLost = packetsLost;
        this.repeatedNanos = loop.nowNanos() - REPEAT_NANOS;
        this.busyUntilNanos = loop.nowNanos() - 1;
    }

    /// How often the sender had to be woken.
    long nudges() {
        return nudges;
    }

    /// A stream may have something to send.
    void changed(KwikStream stream) {
        if (!ended && stream.wantsToSend()) {
            wanting.add(stream);
            progress();
        }
    }

    /// A stream is about to change its order.
    void remove(KwikStream stream) {
        wanting.remove(stream);
    }

    /// A stream has nothing to send any more.
    void forget(KwikStream stream) {
        wanting.remove(stream);
        begun.remove(stream);
    }

    /// Something has left, or there is something new. Any thread.
    void progress() {
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this::pass);
        }
    }

    /// Kwik has sent something of a stream again. Any thread.
    void repeated(KwikStream stream) {
        long now = loop.nowNanos();
        if (stream.order() >= repeatedOrder || now - repeatedNanos > REPEAT_NANOS) {
            repeatedOrder = stream.order();
            repeatedNanos = now;
        }
    }

    /// Nothing is sent any more.
    void end() {
        ended = true;
        wanting.clear();
        unsettled.clear();
        recent.clear();
        begun.clear();
    }

    private void pass() {
        scheduled.set(false);
        long inside = settle();
        while (inside < WINDOW_BYTES) {
            KwikStream stream = mostUrgent();
            if (stream == null) {
                break;
            }
            long before = stream.inside();
            stream.handOver(piece);
            begun.add(stream);
            busyUntilNanos = loop.nowNanos() + RECENT_NANOS;
            inside += stream.blocked ? 0 : Math.max(0, stream.inside() - before);
            if (!stream.wantsToSend()) {
                wanting.remove(stream);
            }
            // Even if all of it has left meanwhile: then it is settled, and may want to end, later.
            unsettled.add(stream);
        }
        watch();
    }

    /// Forgets the streams whose bytes have all left.
    ///
    /// @return bytes that are within Kwik and could leave
    private long settle() {
        long inside = 0;
        for (KwikStream stream : new ArrayList<>(unsettled)) {
            if (!stream.unsettled()) {
                unsettled.remove(stream);
                if (stream.complete()) {
                    recent.add(new Recent(stream, loop.nowNanos() + RECENT_NANOS));
                }
            } else if (!stream.blocked) {
                inside += stream.inside();
            }
            if (stream.wantsToSend()) {
                wanting.add(stream);
            }
        }
        return inside;
    }

    private @Nullable KwikStream mostUrgent() {
        for (KwikStream stream : wanting) {
            if (stream.inside() < STREAM_WINDOW_BYTES) {
                return mustWait(stream) ? null : stream;
            }
        }
        return null;
    }

    private boolean mustWait(KwikStream stream) {
        long since = loop.nowNanos() - repeatedNanos;
        boolean wait = since < REPEAT_NANOS && stream.order() < repeatedOrder;
        if (wait && !holding) {
            holding = true;
            loop.schedule(
                    () -> {
                        holding = false;
                        pass();
                    },
                    REPEAT_NANOS - since);
        }
        return wait;
    }

    private void watch() {
        while (!recent.isEmpty() && recent.element().untilNanos() - loop.nowNanos() < 0) {
            KwikStream stream = recent.remove().stream();
            begun.remove(stream);
            stream.forget();
        }
        if (!watching
                && !ended
                && (!unsettled.isEmpty() || busyUntilNanos - loop.nowNanos() >= 0)) {
            watching = true;
            List<KwikStream> seen = new ArrayList<>(unsettled);
            long before = sent(seen);
            loop.schedule(() -> check(seen, before), STALL_NANOS);
        }
    }

    private static long sent(List<KwikStream> streams) {
        long sum = 0;
        for (KwikStream stream : streams) {
            sum += stream.sent + (stream.endSent ? 1 : 0);
        }
        return sum;
    }

    private void check(List<KwikStream> seen, long before) {
        watching = false;
        if (ended) {
            return;
        }
        if (sent(seen) == before) {
            for (KwikStream stream : seen) {
                if (stream.unsettled()) {
                    nudges++;
                    stream.nudge();
                }
            }
        }
        long lost = packetsLost.getAsLong();
        if (lost != lostBefore) {
            lostBefore = lost;
            begun.forEach(KwikStream::nudge);
        }
        pass();
    }
}
