package org.moqgateway.bench.load;

/// Counts the packets of one RTP stream and the gaps in its numbering (RFC 3550 §A.3). One thread.
final class SequenceTally {
    private boolean started;
    private long first;
    private long highest;
    private long received;
    private long bytes;
    private long reportedExpected;
    private long reportedReceived;

    /// Takes one packet.
    ///
    /// @return whether it directly follows the highest before it, or is the first
    boolean packet(int sequenceNumber, int length) {
        received++;
        bytes += length;
        if (!started) {
            started = true;
            first = sequenceNumber;
            highest = sequenceNumber;
            return true;
        }
        int step = (short) (sequenceNumber - (int) highest);
        if (step > 0) {
            highest += step;
        }
        return step == 1;
    }

    /// Packets received.
    long received() {
        return received;
    }

    /// Bytes of these packets.
    long bytes() {
        return bytes;
    }

    /// Packets that should have come.
    long expected() {
        return started ? highest - first + 1 : 0;
    }

    /// Packets missing now; late ones mend it.
    long lost() {
        return Math.max(0, expected() - received);
    }

    /// The extended highest sequence number for a receiver report.
    int extendedHighest() {
        return (int) highest;
    }

    /// The share lost since the last call, in 1/256, for a receiver report.
    int fractionLost() {
        long expected = expected() - reportedExpected;
        long lost = expected - (received - reportedReceived);
        reportedExpected = expected();
        reportedReceived = received;
        return expected <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expected);
    }
}
