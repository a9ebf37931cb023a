package org.moqgateway.core.rtp.receive;

import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtp.NtpClock;

/// Loss and jitter as receiver reports tell them (RFC 3550 appendix A.3 and A.8).
final class ReceptionStatistics {
    private static final long NANOS = 1_000_000_000L;
    private static final long FIRST_CYCLE = 0x10000;

    private final int clockRateHz;
    private long base;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int lastTransit;
    private long jitterTimes16;
    private int lastSenderReport;
    private long senderReportNanos;

    ReceptionStatistics(int clockRateHz) {
        this.clockRateHz = clockRateHz;
    }

    /// Starts counting at a first packet, as after a restart of the sender.
    void restart(long extended) {
        base = extended;
        highest = extended;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitterTimes16 = 0;
    }

    void received(long extended, int rtpTimestamp, long arrivalNanos) {
        highest = Math.max(highest, extended);
        received++;
        long arrival =
                arrivalNanos / NANOS * clockRateHz + arrivalNanos % NANOS * clockRateHz / NANOS;
        int transit = (int) arrival - rtpTimestamp;
        if (received > 1) {
            long difference = Math.abs((long) (transit - lastTransit));
            jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
        }
        lastTransit = transit;
    }

    void senderReport(long ntpTimestamp, long nowNanos) {
        lastSenderReport = NtpClock.middle(ntpTimestamp);
        senderReportNanos = nowNanos;
    }

    /// Fills in everything but the SSRC and starts the next interval.
    void report(ReportBlock block, long nowNanos) {
        long expected = highest - base + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) ((lostNow << 8) / expectedNow);
        long delay = lastSenderReport == 0 ? 0 : ((nowNanos - senderReportNanos) << 16) / NANOS;
        block.lost(Math.min(fraction, 255), expected - received)
                .reception((int) (highest - FIRST_CYCLE), jitterTimes16 >> 4)
                .senderReport(lastSenderReport, delay);
    }
}
