package org.moqgateway.core.rtp.send;

/// What a [RtpSendStream] has counted since it was made.
///
/// @param packets packets sent for the first time
/// @param payloadBytes payload bytes of those
/// @param lost packets lost on the way, as the viewer's last report says; negative when it received
///     duplicates
/// @param nacked sequence numbers that the viewer asked for, repetitions included
/// @param retransmitted packets sent again
/// @param retransmittedBytes RTP bytes of those
/// @param nacksUnknown asked for, but not (or no longer) in the send buffer
/// @param nacksCooling asked for again before the answer could have arrived
/// @param nacksOverBudget asked for when the retransmission budget was spent
public record SendCounters(
        long packets,
        long payloadBytes,
        long lost,
        long nacked,
        long retransmitted,
        long retransmittedBytes,
        long nacksUnknown,
        long nacksCooling,
        long nacksOverBudget) {}
