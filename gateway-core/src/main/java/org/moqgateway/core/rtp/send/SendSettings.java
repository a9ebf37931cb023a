package org.moqgateway.core.rtp.send;

import java.util.Optional;
import org.moqgateway.core.rtp.HeaderExtensions;

/// How one media section is sent to one viewer. SSRCs and first sequence numbers are random (RFC
/// 3550 §5.1), chosen by the caller.
///
/// @param primary the media stream
/// @param rtx the retransmission stream (RFC 4588), absent = repeat the packet itself
/// @param extensions what both streams write
/// @param bufferPackets packets kept for retransmission, rounded up to a power of two, at most
///     16384
/// @param bufferNanos age from which a packet is not sent again
public record SendSettings(
        Stream primary,
        Optional<Stream> rtx,
        HeaderExtensions extensions,
        int bufferPackets,
        long bufferNanos) {
    /// Checks the bounds.
    ///
    /// @throws IllegalArgumentException when they are out of range
    public SendSettings {
        if (bufferPackets < 1 || bufferPackets > 16384 || bufferNanos < 0) {
            throw new IllegalArgumentException(
                    "send buffer of " + bufferPackets + " packets, " + bufferNanos + " ns");
        }
    }

    /// One RTP stream.
    ///
    /// @param payloadType 0..127
    /// @param firstSequenceNumber of the first packet, 0..65535
    public record Stream(int ssrc, int payloadType, int firstSequenceNumber) {}
}
