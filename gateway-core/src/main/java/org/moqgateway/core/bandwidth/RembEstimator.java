package org.moqgateway.core.bandwidth;

import java.util.Arrays;

/// What a receiver tells a sender that it may send (REMB), for senders without transport-wide
/// feedback.
///
/// It starts high, since libwebrtc takes an early estimate at its word and reaches full bitrate
/// within its first two seconds. Afterwards 1.5 times what arrives, and never less than 1 Mbit/s,
/// leaves room to grow; more than 10 % loss takes it below what arrives, after which it grows by 8
/// % a second for ten seconds. Sans-IO, one thread.
public final class RembEstimator {
    private static final int BUCKETS = 16;
    private static final long BUCKET_NANOS = 62_500_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long CAUTION_NANOS = 10 * SECOND;
    private static final long GROWTH_FLOOR_BPS = 1_000_000;
    private static final long LEAST_BPS = 150_000;
    private static final int LOSS_TO_BACK_OFF = 26;
    private static final int LOSS_TO_GROW = 13;
    private static final long NEVER = Long.MIN_VALUE;

    private final long maxBps;
    private final long[] buckets = new long[BUCKETS];
    private long currentBucket = NEVER;
    private long estimateBps;
    private int fractionLost;
    private long backedOffNanos = NEVER;
    private long grownNanos = NEVER;

    /// Starts an estimate.
    ///
    /// @param startBps told until something is known, for instance 5 Mbit/s
    /// @param maxBps never exceeded
    public RembEstimator(long startBps, long maxBps) {
        this.estimateBps = Math.min(startBps, maxBps);
        this.maxBps = maxBps;
    }

    /// Notes received bytes of any stream of the peer.
    public void received(int bytes, long nowNanos) {
        advance(nowNanos);
        buckets[(int) Math.floorMod(currentBucket, (long) BUCKETS)] += bytes;
    }

    private void advance(long nowNanos) {
        long bucket = Math.floorDiv(nowNanos, BUCKET_NANOS);
        if (currentBucket == NEVER || bucket - currentBucket >= BUCKETS) {
            Arrays.fill(buckets, 0);
            currentBucket = bucket;
        }
        while (currentBucket < bucket) {
            currentBucket++;
            buckets[(int) Math.floorMod(currentBucket, (long) BUCKETS)] = 0;
        }
    }

    /// What arrived in the last second.
    public long receivedBps(long nowNanos) {
        advance(nowNanos);
        long bytes = 0;
        for (long bucket : buckets) {
            bytes += bucket;
        }
        return bytes * 8 * SECOND / (BUCKETS * BUCKET_NANOS);
    }

    /// Tells the lost share of a reporting interval in 1/256, as it stands in the report block.
    public void lost(int fractionLost, long nowNanos) {
        this.fractionLost = fractionLost;
        if (fractionLost < LOSS_TO_BACK_OFF) {
            return;
        }
        long received = receivedBps(nowNanos);
        long reduced = received - received * fractionLost / 512;
        estimateBps = Math.clamp(reduced, LEAST_BPS, estimateBps);
        backedOffNanos = nowNanos;
        grownNanos = nowNanos;
    }

    /// The estimate to send now.
    public long estimateBps(long nowNanos) {
        if (fractionLost <= LOSS_TO_GROW) {
            long target = Math.max(receivedBps(nowNanos) * 3 / 2, GROWTH_FLOOR_BPS);
            estimateBps =
                    Math.max(estimateBps, Math.min(Math.min(target, cautious(nowNanos)), maxBps));
        }
        return estimateBps;
    }

    private long cautious(long nowNanos) {
        if (backedOffNanos == NEVER || nowNanos - backedOffNanos > CAUTION_NANOS) {
            return Long.MAX_VALUE;
        }
        double seconds = (nowNanos - grownNanos) / (double) SECOND;
        grownNanos = nowNanos;
        return (long) (estimateBps * Math.pow(1.08, seconds));
    }
}
