package org.moqgateway.core.egress;

/// How one viewer's video track is laid onto its presentation clock, from a join in the middle of a
/// group up to the live edge.
///
/// A viewer that joins at media time J, while the newest group began at K, is given the group from
/// its keyframe, faster than real time: frame m is due at `join + (m - K) / speed`, and presented
/// at `J + (m - K) / speed`. Timestamps are compressed as much as the sending is, so that the
/// receiver plays what it missed as a quick run instead of keeping J - K as delay. Where the run
/// meets the live edge, `J + (m - K) / speed` equals m, and from there on the mapping is the
/// identity.
///
/// ```
/// presented                        . live: presented = m
///     J + D  ____________________.'
///          .    .-'  slope 1/speed
///     J  .-'
///        K                      J + D    media time
/// ```
///
/// Not thread-safe; pure.
public final class CatchUp {
    /// A backlog shorter than this (µs) is sent at once, as a late frame would be.
    public static final long SMALL_BACKLOG_US = 60_000;

    /// The run's aimed length (µs): the time from the join until the viewer is live.
    public static final long TARGET_US = 1_000_000;

    /// A run is never faster than this, for the sake of decoders and networks.
    public static final double MAX_SPEED = 10.0;

    private static final double MIN_SPEED = 3.0;

    private final long startMediaUs;
    private final long startPresentedUs;
    private final long joinNanos;
    private final double speed;
    private boolean live;

    private CatchUp(long startMediaUs, long startPresentedUs, long joinNanos, double speed) {
        this.startMediaUs = startMediaUs;
        this.startPresentedUs = startPresentedUs;
        this.joinNanos = joinNanos;
        this.speed = speed;
        this.live = speed == 1.0;
    }

    /// A mapping that is live from the start.
    public static CatchUp none() {
        return new CatchUp(0, 0, 0, 1.0);
    }

    /// A run from `keyframeUs` to the live edge.
    ///
    /// @param keyframeUs presentation time (µs) of the group's keyframe, were it live
    /// @param liveUs presentation time (µs) of the live edge, at least `keyframeUs`
    /// @param nowNanos the moment of the join
    public static CatchUp from(long keyframeUs, long liveUs, long nowNanos) {
        long backlogUs = liveUs - keyframeUs;
        if (backlogUs < SMALL_BACKLOG_US) {
            return none();
        }
        double speed = Math.clamp(1.0 + (double) backlogUs / TARGET_US, MIN_SPEED, MAX_SPEED);
        return new CatchUp(keyframeUs, liveUs, nowNanos, speed);
    }

    /// Whether the run is over (or never was).
    public boolean live() {
        return live;
    }

    /// When a frame is to be sent, in nanoseconds of the same clock as the join.
    ///
    /// @return the moment, or [Long#MIN_VALUE] once live: at once
    public long dueNanos(long frameUs) {
        if (live) {
            return Long.MIN_VALUE;
        }
        return joinNanos + (long) ((frameUs - startMediaUs) * 1000L / speed);
    }

    /// The presentation time (µs) under which a frame is sent; call once for each frame, in order.
    public long presentedUs(long frameUs) {
        if (live) {
            return frameUs;
        }
        long compressed = startPresentedUs + (long) ((frameUs - startMediaUs) / speed);
        if (compressed <= frameUs) {
            live = true;
            return frameUs;
        }
        return compressed;
    }
}
