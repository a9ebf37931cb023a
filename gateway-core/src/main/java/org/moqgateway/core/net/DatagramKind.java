package org.moqgateway.core.net;

/// What a datagram on a shared port is, by its first byte (RFC 7983 §7, RFC 9443 §2), and RTCP by
/// its second (RFC
/// 5761 §4).
///
///     first byte    0..3  -> STUN
///                 20..63  -> DTLS
///               128..191  -> RTP, or RTCP when the second byte is 192..223
///      64..127, 192..255  -> QUIC
///                   else  -> nothing that is spoken here
public enum DatagramKind {
    /// Session Traversal Utilities for NAT.
    STUN,
    /// A DTLS record.
    DTLS,
    /// RTP, still protected.
    RTP,
    /// RTCP, still protected.
    RTCP,
    /// A packet of QUIC, or several.
    QUIC,
    /// Anything else, or too short to be any of them.
    OTHER;

    /// A STUN header is 20 bytes, a DTLS record 13, SRTP and SRTCP more than 12, a QUIC packet at
    /// least 21 (RFC 9000 §10.3).
    static final int SHORTEST_BYTES = 13;

    /// Classifies a datagram; foreign bytes never throw.
    public static DatagramKind of(byte[] buffer, int offset, int length) {
        if (length < SHORTEST_BYTES) {
            return OTHER;
        }
        int first = buffer[offset] & 0xff;
        if (first < 4) {
            return STUN;
        }
        if (first >= 20 && first <= 63) {
            return DTLS;
        }
        if (isQuic(first)) {
            return QUIC;
        }
        if (first < 128) {
            return OTHER;
        }
        int second = buffer[offset + 1] & 0xff;
        return second >= 192 && second <= 223 ? RTCP : RTP;
    }

    /// Whether a datagram with this first byte is QUIC's.
    ///
    /// @param first 0..255
    static boolean isQuic(int first) {
        return (first >= 64 && first <= 127) || first >= 192;
    }
}
