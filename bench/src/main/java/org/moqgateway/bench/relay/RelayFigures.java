package org.moqgateway.bench.relay;

import org.moqgateway.bench.measure.LatencyHistogram;
import org.moqgateway.bench.measure.ServerProcess;

/// What one step of one server came to.
///
/// @param server its name
/// @param subscribers that were there
/// @param seconds measured
/// @param expectedFrames that subscribers should have got together
/// @param counts what they got
/// @param latency from before the publisher's write to the subscriber's read
/// @param cpuSeconds of the server while it was measured
/// @param memory of the server with these subscribers, its garbage collected
/// @param idle of the server before the first subscriber
record RelayFigures(
        String server,
        int subscribers,
        double seconds,
        long expectedFrames,
        CountingSubscriber.Counts counts,
        LatencyHistogram latency,
        double cpuSeconds,
        ServerProcess.Memory memory,
        ServerProcess.Memory idle) {
    /// Delivered payload, in 10^9 bits.
    double gigabits() {
        return counts.bytes() * 8 / 1e9;
    }

    /// CPU seconds of the server for each delivered 10^9 bits of payload.
    double cpuSecondsPerGigabit() {
        return cpuSeconds / gigabits();
    }

    /// Resident memory of the server for each subscriber, in bytes.
    double residentBytesPerSubscriber() {
        return ((double) memory.residentBytes() - idle.residentBytes()) / subscribers;
    }
}
