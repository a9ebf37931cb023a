package org.moqgateway.core.rtp.receive;

/// What a [RtpReceiveStream] has counted since it was made.
///
/// @param packets primary packets received, duplicates and late ones included
/// @param bytes RTP bytes received, headers and RTX included
/// @param lost packets given up for good
/// @param duplicates packets that were already there
/// @param nacked sequence numbers asked for, each once
/// @param nacksSent sequence numbers asked for, repetitions included
/// @param repaired packets that arrived after they were asked for, by whichever way
/// @param repairedByRtx of those, by RTX
/// @param late packets that arrived after they were given up
/// @param resets restarts of the sequence or changes of SSRC
/// @param refused packets dropped as not believable: wild sequence number, foreign SSRC, malformed
/// RTX
public record ReceiveCounters(
        long packets,
        long bytes,
        long lost,
        long duplicates,
        long nacked,
        long nacksSent,
        long repaired,
        long repairedByRtx,
        long late,
        long resets,
        long refused) {}
