package org.moqgateway.core.ingest;

/// Decides when a publisher is asked for a keyframe (PLI, RFC 4585 §6.3.1) and learns whether it
/// listens. Pure; one thread, except [#answers].
public final class KeyframeAsker {
    /// Requests are at least this far apart when frames are withheld for want of a keyframe. That
    /// goes on for a second at most, and a request or its answer may be lost as the frames were: a
    /// second request must come while it can still help.
    public static final long MIN_INTERVAL_NANOS = 500_000_000L;

    /// Requests of viewers are at least this far from any other, however many viewers ask.
    public static final long VIEWERS_INTERVAL_NANOS = 1_000_000_000L;

    /// A keyframe this long after a request is taken for its answer.
    static final long ANSWER_NANOS = 1_000_000_000L;

    private static final int IGNORED_LIMIT = 2;
    private static final long NEVER = Long.MAX_VALUE;

    private long askedNanos = Long.MIN_VALUE;
    private boolean wanted;
    private boolean wantedHere;
    private boolean unanswered;
    private int ignored;
    private volatile boolean answers = true;

    /// A keyframe is wanted to go on; repeated wishes are one.
    public void want() {
        wanted = true;
        wantedHere = true;
    }

    /// A viewer wants a keyframe; repeated wishes are one.
    public void wantForViewer() {
        wanted = true;
    }

    /// Whether a keyframe is wanted and has not come.
    public boolean wanted() {
        return wanted;
    }

    /// Whether to ask now; the caller then does.
    public boolean ask(long nowNanos) {
        if (!wanted || nowNanos < nextNanos()) {
            return false;
        }
        if (unanswered && ++ignored >= IGNORED_LIMIT) {
            answers = false;
        }
        askedNanos = nowNanos;
        unanswered = true;
        return true;
    }

    /// A keyframe arrived.
    public void keyframe(long nowNanos) {
        if (unanswered && nowNanos - askedNanos <= ANSWER_NANOS) {
            ignored = 0;
            answers = true;
        } else if (unanswered && ++ignored >= IGNORED_LIMIT) {
            answers = false;
        }
        wanted = false;
        wantedHere = false;
        unanswered = false;
    }

    /// When [#ask] would say yes; [Long#MAX_VALUE] while nothing is wanted.
    public long nextNanos() {
        if (!wanted) {
            return NEVER;
        }
        if (askedNanos == Long.MIN_VALUE) {
            return Long.MIN_VALUE;
        }
        long interval = wantedHere ? MIN_INTERVAL_NANOS : VIEWERS_INTERVAL_NANOS;
        // One that has ignored requests is asked seldom, in case it changes its mind.
        return askedNanos + (answers ? interval : 4 * MIN_INTERVAL_NANOS);
    }

    /// Whether the publisher gives keyframes when asked; assumed until it has ignored two requests
    /// in a row. Any thread.
    public boolean answers() {
        return answers;
    }
}
