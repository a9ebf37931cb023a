package org.moqgateway.core.rtp.receive;

import java.util.Arrays;

/// Which packets are missing, since when, and how often they were asked for; decides when to ask
/// and when to give up. Keyed by extended sequence number, bounded by [#CAPACITY].
final class MissingPackets {
    /// Slots of the ring; the caller keeps all numbers in use within this distance.
    static final int CAPACITY = 1024;

    /// What one wild packet may cost: more than this is never waited for.
    static final int MAX_OUTSTANDING = 512;

    private static final long MILLIS = 1_000_000L;
    private static final int MAX_REQUESTS = 10;
    private static final long MIN_REORDER_TOLERANCE = 10 * MILLIS;
    private static final long MAX_REORDER_TOLERANCE = 40 * MILLIS;
    private static final long MIN_RETRY_INTERVAL = 20 * MILLIS;
    private static final long MAX_RETRY_INTERVAL = 500 * MILLIS;
    private static final long REQUEST_COST = MILLIS;
    private static final long MAX_CREDIT = MAX_OUTSTANDING * REQUEST_COST;
    private static final long UNKNOWN = -1;

    private final boolean nack;
    private final ReceiveSettings.Policy policy;
    private final long[] sequence = new long[CAPACITY];
    private final long[] since = new long[CAPACITY];
    private final long[] askedAt = new long[CAPACITY];
    private final byte[] requests = new byte[CAPACITY];
    private int count;
    private long nextRequestNanos = Long.MAX_VALUE;
    private long reorderTolerance = MIN_REORDER_TOLERANCE;
    private long rttNanos = UNKNOWN;
    private boolean rttTold;
    private long credit = MAX_CREDIT;
    private long creditNanos;

    MissingPackets(ReceiveSettings settings) {
        this.nack = settings.nack();
        this.policy = settings.policy();
        Arrays.fill(sequence, UNKNOWN);
    }

    private static int slot(long extended) {
        return (int) extended & (CAPACITY - 1);
    }

    int count() {
        return count;
    }

    boolean contains(long extended) {
        return sequence[slot(extended)] == extended;
    }

    void add(long extended, long nowNanos) {
        int slot = slot(extended);
        sequence[slot] = extended;
        since[slot] = nowNanos;
        requests[slot] = 0;
        count++;
        if (nack) {
            nextRequestNanos = Math.min(nextRequestNanos, nowNanos + reorderTolerance);
        }
    }

    void remove(long extended) {
        sequence[slot(extended)] = UNKNOWN;
        count--;
        if (count == 0) {
            nextRequestNanos = Long.MAX_VALUE;
        }
    }

    /// Removes a packet that has come after all; true when it had been asked for.
    boolean arrived(long extended, boolean byRtx, long nowNanos) {
        int slot = slot(extended);
        boolean asked = requests[slot] > 0;
        if (!asked) {
            learnReordering(nowNanos - since[slot]);
        } else if (requests[slot] == 1) {
            // After a second request nobody knows which of them was answered.
            learnRoundTrip(nowNanos - askedAt[slot], byRtx);
        }
        remove(extended);
        return asked;
    }

    private void learnReordering(long lateness) {
        long wanted = Math.clamp(lateness * 5 / 4, MIN_REORDER_TOLERANCE, MAX_REORDER_TOLERANCE);
        reorderTolerance = Math.max(wanted, reorderTolerance - (reorderTolerance >> 7));
    }

    private void learnRoundTrip(long sample, boolean byRtx) {
        if (rttTold) {
            return;
        }
        if (byRtx && rttNanos == UNKNOWN) {
            rttNanos = sample;
            return;
        }
        // Without RTX the answer may be the original, merely late: believe it less.
        rttNanos = roundTripTime() + (sample - roundTripTime()) / (byRtx ? 8 : 16);
    }

    void roundTripTime(long nanos) {
        rttNanos = nanos;
        rttTold = true;
    }

    private long roundTripTime() {
        return rttNanos == UNKNOWN ? 100 * MILLIS : rttNanos;
    }

    private long retryInterval() {
        return Math.clamp(roundTripTime() * 5 / 4, MIN_RETRY_INTERVAL, MAX_RETRY_INTERVAL);
    }

    /// When the packet is no longer worth waiting for.
    long deadline(long extended) {
        int slot = slot(extended);
        long deadline = since[slot] + patience();
        return nack && requests[slot] >= MAX_REQUESTS
                ? Math.min(deadline, askedAt[slot] + 2 * retryInterval())
                : deadline;
    }

    private long patience() {
        return switch (policy) {
            case AUDIO -> nack ? 100 * MILLIS : 40 * MILLIS;
            case VIDEO ->
                    nack
                            ? Math.clamp(
                                    4 * roundTripTime() + 100 * MILLIS, 250 * MILLIS, 1000 * MILLIS)
                            : 60 * MILLIS;
        };
    }

    /// When [#poll] has something to do, `Long.MAX_VALUE` = never.
    long nextRequestNanos() {
        return nextRequestNanos;
    }

    /// Fills in what is due among `from..to` (both included), ascending, and returns how many.
    int poll(int[] sequenceNumbers, long from, long to, long nowNanos) {
        if (nowNanos < nextRequestNanos) {
            return 0;
        }
        refill(nowNanos);
        int due = 0;
        nextRequestNanos = Long.MAX_VALUE;
        for (long extended = from; extended <= to; extended++) {
            int slot = slot(extended);
            if (sequence[slot] != extended || requests[slot] >= MAX_REQUESTS) {
                continue;
            }
            if (dueNanos(slot) <= nowNanos && due < sequenceNumbers.length && spend()) {
                requests[slot]++;
                askedAt[slot] = nowNanos;
                sequenceNumbers[due++] = (int) extended & 0xffff;
            }
            // What is due but could not be asked for now is tried again in a millisecond.
            long again = Math.max(dueNanos(slot), nowNanos + MILLIS);
            nextRequestNanos = Math.min(nextRequestNanos, again);
        }
        return due;
    }

    private boolean spend() {
        if (credit < REQUEST_COST) {
            return false;
        }
        credit -= REQUEST_COST;
        return true;
    }

    private long dueNanos(int slot) {
        return requests[slot] == 0
                ? since[slot] + reorderTolerance
                : askedAt[slot] + retryInterval();
    }

    /// One request costs a millisecond of credit: a thousand a second, after a burst of 512.
    private void refill(long nowNanos) {
        credit = Math.min(MAX_CREDIT, credit + Math.max(0, nowNanos - creditNanos));
        creditNanos = nowNanos;
    }

    /// Whether the latest request for a packet was its first.
    boolean isFirstRequest(long extended) {
        return requests[slot(extended)] == 1;
    }
}
