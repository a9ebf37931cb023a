package org.moqgateway.core.rtcp;

import java.util.Arrays;
import org.moqgateway.core.rtp.BigEndian;

/// Appends RTCP packets to a buffer, making one compound packet (RFC 3550 §6.1): begin it with a
/// report, then CNAME, then the rest, unless reduced-size RTCP was negotiated.
///
/// What is written is the caller's choice, so a packet that does not fit is the caller's mistake
/// and throws `IllegalStateException`, leaving the buffer as it was. Reusable; not thread-safe.
public final class RtcpWriter {
    private static final int MAX_NACK_DISTANCE = 16;

    private final SenderInfo senderInfo = new SenderInfo();
    private final ReportBlock reportBlock = new ReportBlock();
    private byte[] buffer = new byte[0];
    private int start;
    private int position;
    private int limit;
    private int report = -1;

    /// Starts anew in `buffer` from `offset`; nothing is written at or behind `limit`.
    public RtcpWriter begin(byte[] buffer, int offset, int limit) {
        this.buffer = buffer;
        this.start = offset;
        this.position = offset;
        this.limit = limit;
        this.report = -1;
        return this;
    }

    /// The buffer given to [#begin].
    public byte[] buffer() {
        return buffer;
    }

    /// Bytes written since [#begin].
    public int length() {
        return position - start;
    }

    /// Bytes still free.
    public int remaining() {
        return limit - position;
    }

    /// Appends an SR without blocks; fill in the returned view at once.
    public SenderInfo senderReport(int senderSsrc) {
        int at = append(PacketType.SENDER_REPORT, 0, 8 + SenderInfo.BYTES);
        report = at;
        BigEndian.put32(buffer, at + 4, senderSsrc);
        return senderInfo.wrap(buffer, at + 8);
    }

    /// Appends an RR without blocks.
    public void receiverReport(int senderSsrc) {
        int at = append(PacketType.RECEIVER_REPORT, 0, 8);
        report = at;
        BigEndian.put32(buffer, at + 4, senderSsrc);
    }

    /// Appends a block to the SR or RR just written; fill in the returned view at once.
    public ReportBlock reportBlock() {
        if (report < 0 || (buffer[report] & 0x1f) == 31) {
            throw new IllegalStateException("a report block needs a report with room before it");
        }
        int at = reserve(ReportBlock.BYTES);
        buffer[report]++;
        BigEndian.put16(buffer, report + 2, (position - report) / 4 - 1);
        return reportBlock.wrap(buffer, at);
    }

    /// Appends an SDES with one chunk that holds a CNAME (RFC 3550 §6.5.1).
    ///
    /// @param cname UTF-8, at most 255 bytes
    public void cname(int ssrc, byte[] cname) {
        if (cname.length > 255) {
            throw new IllegalArgumentException("CNAME longer than 255 bytes");
        }
        int items = 2 + cname.length + 1;
        int at = append(PacketType.SOURCE_DESCRIPTION, 1, 8 + (items + 3) / 4 * 4);
        BigEndian.put32(buffer, at + 4, ssrc);
        BigEndian.put8(buffer, at + 8, 1);
        BigEndian.put8(buffer, at + 9, cname.length);
        System.arraycopy(cname, 0, buffer, at + 10, cname.length);
    }

    /// Appends a BYE for one source (RFC 3550 §6.6).
    public void bye(int ssrc) {
        int at = append(PacketType.BYE, 1, 8);
        BigEndian.put32(buffer, at + 4, ssrc);
    }

    /// Appends a PLI (RFC 4585 §6.3.1).
    public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
        int at = append(PacketType.PAYLOAD_FEEDBACK, PacketType.PICTURE_LOSS, 12);
        ssrcs(at, senderSsrc, mediaSsrc);
    }

    /// Appends an FIR with one entry (RFC 5104 §4.3.1); raise the number for every new request.
    public void fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {
        int at = append(PacketType.PAYLOAD_FEEDBACK, PacketType.FULL_INTRA_REQUEST, 20);
        ssrcs(at, senderSsrc, 0);
        BigEndian.put32(buffer, at + 12, mediaSsrc);
        BigEndian.put8(buffer, at + 16, commandSequenceNumber);
    }

    /// Appends a generic NACK (RFC 4585 §6.2.1) and returns how many of the first `count` sequence
    /// numbers it names; fewer than `count` when the buffer is too small, nothing is appended for
    /// 0.
    ///
    /// @param sequenceNumbers 16 bits each, ascending modulo 2^16
    public int nack(int senderSsrc, int mediaSsrc, int[] sequenceNumbers, int count) {
        if (count == 0 || remaining() < 16) {
            return 0;
        }
        int at = append(PacketType.TRANSPORT_FEEDBACK, PacketType.GENERIC_NACK, 12);
        ssrcs(at, senderSsrc, mediaSsrc);
        int written = 0;
        while (written < count && remaining() >= 4) {
            int packetId = sequenceNumbers[written++];
            int following = 0;
            while (written < count) {
                int distance = (sequenceNumbers[written] - packetId) & 0xffff;
                if (distance == 0 || distance > MAX_NACK_DISTANCE) {
                    break;
                }
                following |= 1 << (distance - 1);
                written++;
            }
            int entry = reserve(4);
            BigEndian.put16(buffer, entry, packetId);
            BigEndian.put16(buffer, entry + 2, following);
        }
        BigEndian.put16(buffer, at + 2, (position - at) / 4 - 1);
        return written;
    }

    /// Appends a REMB (draft-alvestrand-rmcat-remb-03 §2.2); the bitrate is rounded down to what 18
    /// bits of mantissa can say.
    public void receiverEstimate(int senderSsrc, long bitrateBps, int... mediaSsrcs) {
        int bytes = 20 + 4 * mediaSsrcs.length;
        int at = append(PacketType.PAYLOAD_FEEDBACK, PacketType.APPLICATION_LAYER, bytes);
        ssrcs(at, senderSsrc, 0);
        int exponent = Math.max(0, 46 - Long.numberOfLeadingZeros(bitrateBps));
        BigEndian.put32(buffer, at + 12, PacketType.REMB);
        BigEndian.put8(buffer, at + 16, mediaSsrcs.length);
        BigEndian.put24(buffer, at + 17, (exponent << 18) | (int) (bitrateBps >> exponent));
        for (int i = 0; i < mediaSsrcs.length; i++) {
            BigEndian.put32(buffer, at + 20 + 4 * i, mediaSsrcs[i]);
        }
    }

    /// Fills in the SSRCs of a feedback packet (RFC 4585 §6.1).
    void ssrcs(int at, int senderSsrc, int mediaSsrc) {
        BigEndian.put32(buffer, at + 4, senderSsrc);
        BigEndian.put32(buffer, at + 8, mediaSsrc);
    }

    /// Appends a packet of `bytes`, zero but for its header, and returns where it starts.
    int append(int packetType, int count, int bytes) {
        int at = reserve(bytes);
        report = -1;
        BigEndian.put8(buffer, at, 0x80 | count);
        BigEndian.put8(buffer, at + 1, packetType);
        BigEndian.put16(buffer, at + 2, bytes / 4 - 1);
        return at;
    }

    private int reserve(int bytes) {
        if (bytes > remaining()) {
            throw new IllegalStateException(
                    "RTCP packet of " + bytes + " bytes, room for " + remaining());
        }
        int at = position;
        Arrays.fill(buffer, at, at + bytes, (byte) 0);
        position += bytes;
        return at;
    }
}
