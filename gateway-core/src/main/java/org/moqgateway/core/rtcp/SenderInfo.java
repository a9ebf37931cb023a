package org.moqgateway.core.rtcp;

import org.moqgateway.core.rtp.BigEndian;

/// A view of the sender information in a sender report (RFC 3550 §6.4.1), for reading and writing:
///
/// ```text
///  0                   1                   2                   3
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                  NTP timestamp, 64 bits                       |
/// |                                                               |
/// |                         RTP timestamp                         |
/// |                     sender's packet count                     |
/// |                      sender's octet count                     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// Lent by [RtcpReader] and [RtcpWriter]: valid until their next step. Not thread-safe.
public final class SenderInfo {
    /// Bytes on the wire.
    public static final int BYTES = 20;

    private byte[] buffer = new byte[BYTES];
    private int offset;

    /// Points the view at 20 bytes that the caller has checked to exist.
    public SenderInfo wrap(byte[] buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /// 64-bit NTP timestamp of the moment that [#rtpTimestamp] names.
    public long ntpTimestamp() {
        return BigEndian.i64(buffer, offset);
    }

    /// The same moment in the stream's clock.
    public int rtpTimestamp() {
        return BigEndian.i32(buffer, offset + 8);
    }

    /// Packets sent, modulo 2^32.
    public long packetCount() {
        return Integer.toUnsignedLong(BigEndian.i32(buffer, offset + 12));
    }

    /// Payload bytes sent, modulo 2^32.
    public long octetCount() {
        return Integer.toUnsignedLong(BigEndian.i32(buffer, offset + 16));
    }

    /// Writes the pair of timestamps that name one moment.
    public SenderInfo time(long ntpTimestamp, int rtpTimestamp) {
        BigEndian.put64(buffer, offset, ntpTimestamp);
        BigEndian.put32(buffer, offset + 8, rtpTimestamp);
        return this;
    }

    /// Writes the counts modulo 2^32.
    public SenderInfo counts(long packets, long octets) {
        BigEndian.put32(buffer, offset + 12, (int) packets);
        BigEndian.put32(buffer, offset + 16, (int) octets);
        return this;
    }
}
