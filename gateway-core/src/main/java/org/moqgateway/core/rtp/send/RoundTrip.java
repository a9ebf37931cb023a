package org.moqgateway.core.rtp.send;

import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtp.NtpClock;

/// Round-trip time from the LSR and DLSR of report blocks (RFC 3550 §6.4.1). The moment of sending
/// is remembered for each of the last sender reports, since their NTP time names a moment of the
/// media, not of the sending.
final class RoundTrip {
    private static final int REMEMBERED = 8;
    private static final long NANOS = 1_000_000_000L;
    private static final long LONGEST = 10 * NANOS;

    private final int[] reports = new int[REMEMBERED];
    private final long[] sentNanos = new long[REMEMBERED];
    private int sent;
    private long smoothedNanos = -1;

    void reportSent(long ntpTimestamp, long nowNanos) {
        reports[sent % REMEMBERED] = NtpClock.middle(ntpTimestamp);
        sentNanos[sent % REMEMBERED] = nowNanos;
        sent++;
    }

    void reportReceived(ReportBlock block, long nowNanos) {
        for (int i = 0; i < Math.min(sent, REMEMBERED); i++) {
            if (reports[i] == block.lastSenderReport() && reports[i] != 0) {
                long delay = (block.delaySinceLastSenderReport() * NANOS) >> 16;
                sample(nowNanos - sentNanos[i] - delay);
                return;
            }
        }
    }

    private void sample(long nanos) {
        if (nanos > LONGEST) {
            return;
        }
        // The peer's clock may run a little faster than ours.
        long positive = Math.max(nanos, 0);
        smoothedNanos =
                smoothedNanos < 0 ? positive : smoothedNanos + (positive - smoothedNanos) / 8;
    }

    long smoothedNanos() {
        return smoothedNanos;
    }
}
