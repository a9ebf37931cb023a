package org.moqgateway.core.rtp;

/// Extends 32-bit RTP timestamps to 64 bits: each value is taken as the one nearest to the
/// previous,
/// so that steps of up to 2^31 in either direction survive the wrap. Not thread-safe.
public final class TimestampUnwrapper {
    private boolean started;
    private long last;

    /// The extended timestamp in the same units; the first one equals its unsigned value.
    public long unwrap(int rtpTimestamp) {
        last = started ? last + (rtpTimestamp - (int) last) : Integer.toUnsignedLong(rtpTimestamp);
        started = true;
        return last;
    }

    /// Forgets everything.
    public void reset() {
        started = false;
        last = 0;
    }
}
