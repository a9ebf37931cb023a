package org.moqgateway.core.rtp.send;

import java.util.Optional;
import org.moqgateway.core.rtp.HeaderExtensions;

/// How one media section is sent to one viewer. Sequence numbers and SSRCs are random (RFC 3550
/// §5.1),
/// chosen by the caller.
///
/// @param primary the media stream
/// @param rtx the retransmission stream (RFC 4588), absent = repeat the packet itself
/// @param extensions what both streams write
/// @param bufferPackets packets kept for retransmission, rounded up to a power of two
/// @param bufferNanos age from which a packet is not sent again
public record SendSettings(
        Stream primary,
        Optional<Stream> rtx,
        HeaderExtensions extensions,
        int bufferPackets,
        long bufferNanos) {
    /// One RTP stream.
    ///
    /// @param payloadType 0..127
    /// @param firstSequenceNumber of the first packet, 0..65535
    public record Stream(int ssrc, int payloadType, int firstSequenceNumber) {}
}
