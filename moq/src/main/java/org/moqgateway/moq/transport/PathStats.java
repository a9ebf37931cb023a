package org.moqgateway.moq.transport;

/// What a transport knows of its path. A figure that it does not know is 0.
///
/// @param rttNanos smoothed round-trip time
/// @param sendRateBps what the congestion controller would let through, bits per second
/// @param bytesSent since the connection began, as the transport counts them
/// @param bytesReceived likewise
/// @param packetsLost packets held for lost
public record PathStats(
        long rttNanos, long sendRateBps, long bytesSent, long bytesReceived, long packetsLost) {
    /// Nothing is known.
    public static final PathStats UNKNOWN = new PathStats(0, 0, 0, 0, 0);
}
