package org.moqgateway.core.rtp.receive;

/// Which SSRC a media section's primary stream has. The first one seen (or signalled) stays;
/// another takes over only when it alone was seen for a second, so that a stray packet changes
/// nothing.
final class SsrcLatch {
    private static final long TAKEOVER_NANOS = 1_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private boolean known;
    private int ssrc;
    private long foreignSinceNanos = NEVER;

    /// What became of a packet's SSRC.
    enum Verdict {
        /// It is the stream's.
        OWN,
        /// It is the stream's from now on, instead of another.
        TAKEN_OVER,
        /// It is not the stream's.
        FOREIGN
    }

    void expect(int expected) {
        ssrc = expected;
        known = true;
    }

    Verdict judge(int from, long nowNanos) {
        if (!known) {
            expect(from);
        }
        if (from == ssrc) {
            foreignSinceNanos = NEVER;
            return Verdict.OWN;
        }
        if (foreignSinceNanos == NEVER) {
            foreignSinceNanos = nowNanos;
        }
        if (nowNanos - foreignSinceNanos < TAKEOVER_NANOS) {
            return Verdict.FOREIGN;
        }
        expect(from);
        foreignSinceNanos = NEVER;
        return Verdict.TAKEN_OVER;
    }

    boolean known() {
        return known;
    }

    int ssrc() {
        return ssrc;
    }
}
