package org.moqgateway.core.rtcp;

import org.moqgateway.core.rtp.BigEndian;

/// A view of one reception report block (RFC 3550 §6.4.1), for reading and writing:
///
/// ```text
///  0                   1                   2                   3
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// | fraction lost |  cumulative number of packets lost (signed)   |
/// |           extended highest sequence number received           |
/// |                      interarrival jitter                      |
/// |                         last SR (LSR)                         |
/// |                   delay since last SR (DLSR)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// Lent by [RtcpReader] and [RtcpWriter]: valid until their next step. Not thread-safe.
public final class ReportBlock {
    /// Bytes on the wire.
    public static final int BYTES = 24;

    private byte[] buffer = new byte[BYTES];
    private int offset;

    /// Points the view at 24 bytes that the caller has checked to exist.
    public ReportBlock wrap(byte[] buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /// The stream that is reported on.
    public int ssrc() {
        return BigEndian.i32(buffer, offset);
    }

    /// Lost share since the previous report in 1/256, 0..255.
    public int fractionLost() {
        return BigEndian.u8(buffer, offset + 4);
    }

    /// Packets lost since the start; negative when duplicates outnumber losses.
    public int cumulativeLost() {
        return BigEndian.u24(buffer, offset + 5) << 8 >> 8;
    }

    /// Cycles in the high, sequence number in the low 16 bits.
    public int extendedHighestSequenceNumber() {
        return BigEndian.i32(buffer, offset + 8);
    }

    /// Interarrival jitter in clock-rate units.
    public long jitter() {
        return Integer.toUnsignedLong(BigEndian.i32(buffer, offset + 12));
    }

    /// Middle 32 bits of the last sender report's NTP timestamp, 0 = none seen.
    public int lastSenderReport() {
        return BigEndian.i32(buffer, offset + 16);
    }

    /// Delay since that sender report in 1/65536 s.
    public long delaySinceLastSenderReport() {
        return Integer.toUnsignedLong(BigEndian.i32(buffer, offset + 20));
    }

    /// Writes the reported stream.
    public ReportBlock ssrc(int ssrc) {
        BigEndian.put32(buffer, offset, ssrc);
        return this;
    }

    /// Writes the loss figures; the cumulative one is clamped to 24 signed bits.
    public ReportBlock lost(int fractionLost, long cumulativeLost) {
        BigEndian.put8(buffer, offset + 4, fractionLost);
        BigEndian.put24(
                buffer, offset + 5, (int) Math.clamp(cumulativeLost, -0x800000L, 0x7fffffL));
        return this;
    }

    /// Writes highest sequence number and jitter.
    public ReportBlock reception(int extendedHighestSequenceNumber, long jitter) {
        BigEndian.put32(buffer, offset + 8, extendedHighestSequenceNumber);
        BigEndian.put32(buffer, offset + 12, (int) jitter);
        return this;
    }

    /// Writes LSR and DLSR.
    public ReportBlock senderReport(int lastSenderReport, long delaySinceLastSenderReport) {
        BigEndian.put32(buffer, offset + 16, lastSenderReport);
        BigEndian.put32(buffer, offset + 20, (int) delaySinceLastSenderReport);
        return this;
    }
}
