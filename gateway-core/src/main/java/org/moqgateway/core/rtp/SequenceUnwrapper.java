package org.moqgateway.core.rtp;

/// Extends 16-bit sequence numbers to 64 bits and refuses wild jumps (RFC 3550 appendix A.1).
///
/// A number further than `maxForward` ahead of, or `maxBackward` behind the highest one is refused
/// at
/// first. Only when the next refused number follows it closely has the sender really restarted: the
/// unwrapper then goes on from there and says so once ([#restarted]). The extended number never
/// runs
/// backwards through a restart. Not thread-safe.
public final class SequenceUnwrapper {
    /// Returned for a number that is too far away to be believed.
    public static final long REFUSED = Long.MIN_VALUE;

    private static final int RESTART_WINDOW = 16;
    private static final int NO_CANDIDATE = -1;

    private final int maxForward;
    private final int maxBackward;
    private long highest = -1;
    private int candidate = NO_CANDIDATE;
    private boolean restarted;

    /// Believes jumps within these bounds.
    ///
    /// @param maxForward largest believed distance ahead, below 32768
    /// @param maxBackward largest believed distance behind, below 32768
    public SequenceUnwrapper(int maxForward, int maxBackward) {
        this.maxForward = maxForward;
        this.maxBackward = maxBackward;
    }

    /// The extended number (never negative), or [#REFUSED].
    public long unwrap(int sequenceNumber) {
        restarted = false;
        if (highest < 0) {
            // One cycle ahead, so that a late packet of the previous cycle stays positive.
            highest = 0x10000L + (sequenceNumber & 0xffff);
            return highest;
        }
        int distance = (short) (sequenceNumber - (int) highest);
        if (distance <= maxForward && distance >= -maxBackward) {
            candidate = NO_CANDIDATE;
            long extended = highest + distance;
            highest = Math.max(highest, extended);
            return extended;
        }
        return jump(sequenceNumber & 0xffff);
    }

    private long jump(int sequenceNumber) {
        int step = candidate == NO_CANDIDATE ? 0 : (short) (sequenceNumber - candidate);
        if (step == 0 || Math.abs(step) > RESTART_WINDOW) {
            candidate = sequenceNumber;
            return REFUSED;
        }
        candidate = NO_CANDIDATE;
        restarted = true;
        highest += (sequenceNumber - (int) highest) & 0xffff;
        return highest;
    }

    /// Whether the last [#unwrap] accepted a restarted sequence.
    public boolean restarted() {
        return restarted;
    }

    /// The highest extended number so far, -1 before the first.
    public long highest() {
        return highest;
    }

    /// Forgets everything: the next number is believed whatever it is.
    public void reset() {
        highest = -1;
        candidate = NO_CANDIDATE;
        restarted = false;
    }
}
