package org.moqgateway.core.egress;

/// One viewer's presentation clock, shared by all its tracks.
///
/// Media timestamps of a broadcast (µs) are laid onto the viewer's own presentation time (µs since
/// its first frame), which advances with the wall clock. Audio and video of one broadcast use the
/// same offset, so that equal media timestamps become equal presentation times, and sender reports
/// of both tell one clock (RFC 3550 §6.4.1). When the broadcast is replaced by another whose
/// timestamps start anew, [#rebase] continues without a step back.
///
/// Not thread-safe: lives on the viewer's media loop. Pure: time is an argument.
public final class EgressTimeline {
    private static final long UNSET = Long.MIN_VALUE;

    private long originNanos = UNSET;
    private long offsetUs;
    private boolean based;

    /// Whether media time is tied to the clock; if not, the next frame's track calls [#rebase].
    public boolean based() {
        return based;
    }

    /// Media time is about to begin anew, with another broadcast. The clock itself goes on.
    public void unbase() {
        based = false;
    }

    /// Ties media time to now: a frame of `mediaUs`, the live edge, is presented now.
    ///
    /// The first call starts the clock at zero; later calls (a new broadcast under the same name)
    /// keep it running.
    public void rebase(long mediaUs, long nowNanos) {
        if (originNanos == UNSET) {
            originNanos = nowNanos;
        }
        offsetUs = presentationNowUs(nowNanos) - mediaUs;
        based = true;
    }

    /// The presentation time (µs) of a live frame.
    ///
    /// A frame that would be presented in the future proves the offset wrong (its predecessors were
    /// late): the offset then shrinks for every track, so that sender reports never lie ahead.
    public long presentationUs(long mediaUs, long nowNanos) {
        long now = presentationNowUs(nowNanos);
        if (mediaUs + offsetUs > now) {
            offsetUs = now - mediaUs;
        }
        return mediaUs + offsetUs;
    }

    /// The presentation time (µs) that the wall clock shows now.
    public long presentationNowUs(long nowNanos) {
        return Math.floorDiv(nowNanos - originNanos, 1000L);
    }
}
