package org.moqgateway.bench.load;

import java.util.Optional;
import org.moqgateway.bench.measure.LatencyHistogram;
import org.moqgateway.bench.measure.ServerProcess;

/// What a run came to.
///
/// @param viewers that were asked for
/// @param playing that were there to the end and had a picture
/// @param seconds measured
/// @param counts of all viewers together in that time
/// @param connected from the offer to the end of the DTLS handshake, one for each viewer
/// @param firstFrame from the offer to the first complete keyframe, one for each viewer
/// @param latency from before the publisher's send to a viewer's last packet of the frame
/// @param generatorCpuSeconds of this process
/// @param server what the server cost
record LoadResult(
        int viewers,
        int playing,
        double seconds,
        ViewerMedia.Counts counts,
        LatencyHistogram connected,
        LatencyHistogram firstFrame,
        LatencyHistogram latency,
        double generatorCpuSeconds,
        Optional<ServerCost> server) {
    /// What the server cost.
    ///
    /// @param cpuSeconds while it was measured
    /// @param idle its memory before the first viewer, with the publisher if there is one
    /// @param loaded its memory with all viewers
    record ServerCost(double cpuSeconds, ServerProcess.Memory idle, ServerProcess.Memory loaded) {}

    /// Delivered RTP, in 10^9 bits.
    double gigabits() {
        return counts.bytes() * 8 / 1e9;
    }

    /// Delivered RTP, in 10^6 bits per second.
    double megabitsPerSecond() {
        return gigabits() * 1000 / seconds;
    }
}
