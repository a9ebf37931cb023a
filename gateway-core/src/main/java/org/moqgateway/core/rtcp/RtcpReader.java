package org.moqgateway.core.rtcp;

/// (skeleton) Reads compound and reduced-size RTCP.
@SuppressWarnings("DoNotCallSuggester")
public final class RtcpReader {
    /// Whether a datagram that shares its port with RTP is RTCP (RFC 5761 §4).
    public static boolean isRtcp(byte[] buffer, int offset, int length) {
        return length >= 2
                && (buffer[offset + 1] & 0xff) >= 192
                && (buffer[offset + 1] & 0xff) <= 223;
    }

    /// Reads.
    public RtcpParseResult read(byte[] buffer, int offset, int length, RtcpVisitor visitor) {
        throw new UnsupportedOperationException();
    }
}
