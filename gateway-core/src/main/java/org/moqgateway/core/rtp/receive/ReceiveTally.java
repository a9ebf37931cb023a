package org.moqgateway.core.rtp.receive;

/// The running counts behind [ReceiveCounters].
final class ReceiveTally {
    long packets;
    long bytes;
    long lost;
    long duplicates;
    long nacked;
    long nacksSent;
    long repaired;
    long repairedByRtx;
    long late;
    long resets;
    long refused;

    ReceiveCounters snapshot() {
        return new ReceiveCounters(
                packets,
                bytes,
                lost,
                duplicates,
                nacked,
                nacksSent,
                repaired,
                repairedByRtx,
                late,
                resets,
                refused);
    }
}
