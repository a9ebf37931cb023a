package org.moqgateway.core.rtcp;

import java.util.Objects;
import org.moqgateway.core.rtp.BigEndian;

/// Reads compound (RFC 3550 §6.1) and reduced-size (RFC 5506) RTCP. Every packet starts alike:
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P| RC/FMT  |      PT       |  length in 32-bit words - 1   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// The framing of the whole datagram is checked before anything is visited. One reader holds the
/// views that it lends, so it allocates nothing; not thread-safe.
public final class RtcpReader {
    private static final int HEADER_BYTES = 4;

    private final SenderInfo senderInfo = new SenderInfo();
    private final ReportBlock reportBlock = new ReportBlock();
    private final TransportFeedback transportFeedback = new TransportFeedback();

    /// Whether a datagram that shares its port with RTP is RTCP (RFC 5761 §4: second byte
    /// 192..223).
    public static boolean isRtcp(byte[] buffer, int offset, int length) {
        return length >= 2 && (buffer[offset + 1] & 0xe0) == 0xc0;
    }

    /// Reads one datagram and calls `visitor` for what it understands.
    ///
    /// @throws IndexOutOfBoundsException when offset and length are not inside `buffer`
    public RtcpParseResult read(byte[] buffer, int offset, int length, RtcpVisitor visitor) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        RtcpParseResult result = checkFraming(buffer, offset, length);
        if (result != RtcpParseResult.OK) {
            return result;
        }
        int end = offset + length;
        for (int position = offset; position < end; ) {
            int next = position + packetBytes(buffer, position);
            boolean padded = (buffer[position] & 0x20) != 0;
            int bodyEnd = padded ? next - BigEndian.u8(buffer, next - 1) : next;
            if (!visitPacket(buffer, position, bodyEnd, visitor)) {
                result = RtcpParseResult.BAD_BODY;
            }
            position = next;
        }
        return result;
    }

    private static int packetBytes(byte[] buffer, int position) {
        return 4 * (BigEndian.u16(buffer, position + 2) + 1);
    }

    private static RtcpParseResult checkFraming(byte[] buffer, int offset, int length) {
        if (length < HEADER_BYTES) {
            return RtcpParseResult.TOO_SHORT;
        }
        int end = offset + length;
        for (int position = offset; position < end; ) {
            if (end - position < HEADER_BYTES) {
                return RtcpParseResult.BAD_LENGTH;
            }
            if (((buffer[position] >> 6) & 3) != 2) {
                return RtcpParseResult.BAD_VERSION;
            }
            int bytes = packetBytes(buffer, position);
            if (bytes > end - position) {
                return RtcpParseResult.BAD_LENGTH;
            }
            if ((buffer[position] & 0x20) != 0 && !paddingFits(buffer, position, bytes)) {
                return RtcpParseResult.BAD_PADDING;
            }
            position += bytes;
        }
        return RtcpParseResult.OK;
    }

    /// RFC 3550 §6.4.1 wants padding in the last packet only and by whole words; libwebrtc pads its
    /// transport-wide feedback by 1 to 3 bytes wherever it stands.
    private static boolean paddingFits(byte[] buffer, int position, int bytes) {
        int padding = BigEndian.u8(buffer, position + bytes - 1);
        return padding > 0 && padding <= bytes - HEADER_BYTES;
    }

    private boolean visitPacket(byte[] buffer, int start, int end, RtcpVisitor visitor) {
        int count = buffer[start] & 0x1f;
        return switch (BigEndian.u8(buffer, start + 1)) {
            case PacketType.SENDER_REPORT -> senderReport(buffer, start, end, visitor);
            case PacketType.RECEIVER_REPORT -> reportBlocks(buffer, start, end, visitor);
            case PacketType.SOURCE_DESCRIPTION ->
                    SdesChunks.fit(buffer, start, end) && SdesChunks.visit(buffer, start, visitor);
            case PacketType.BYE -> bye(buffer, start, end, visitor);
            case PacketType.TRANSPORT_FEEDBACK ->
                    switch (count) {
                        case PacketType.GENERIC_NACK -> nack(buffer, start, end, visitor);
                        case PacketType.TRANSPORT_WIDE ->
                                transportFeedback(buffer, start, end, visitor);
                        default -> true;
                    };
            case PacketType.PAYLOAD_FEEDBACK ->
                    switch (count) {
                        case PacketType.PICTURE_LOSS -> pictureLoss(buffer, start, end, visitor);
                        case PacketType.FULL_INTRA_REQUEST ->
                                fullIntraRequest(buffer, start, end, visitor);
                        case PacketType.APPLICATION_LAYER ->
                                receiverEstimate(buffer, start, end, visitor);
                        default -> true;
                    };
            default -> true;
        };
    }

    private boolean senderReport(byte[] buffer, int start, int end, RtcpVisitor visitor) {
        if (firstBlock(buffer, start) + (buffer[start] & 0x1f) * ReportBlock.BYTES > end) {
            return false;
        }
        visitor.senderReport(BigEndian.i32(buffer, start + 4), senderInfo.wrap(buffer, start + 8));
        return reportBlocks(buffer, start, end, visitor);
    }

    private static int firstBlock(byte[] buffer, int start) {
        boolean sender = BigEndian.u8(buffer, start + 1) == PacketType.SENDER_REPORT;
        return start + 8 + (sender ? SenderInfo.BYTES : 0);
    }

    private boolean reportBlocks(byte[] buffer, int start, int end, RtcpVisitor visitor) {
        int blocks = firstBlock(buffer, start);
        int count = buffer[start] & 0x1f;
        if (blocks + count * ReportBlock.BYTES > end) {
            return false;
        }
        int senderSsrc = BigEndian.i32(buffer, start + 4);
        for (int i = 0; i < count; i++) {
            visitor.reportBlock(
                    senderSsrc, reportBlock.wrap(buffer, blocks + i * ReportBlock.BYTES));
        }
        return true;
    }

    private static boolean bye(byte[] buffer, int start, int end, RtcpVisitor visitor) {
        int count = buffer[start] & 0x1f;
        if (start + HEADER_BYTES + 4 * count > end) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            visitor.bye(BigEndian.i32(buffer, start + HEADER_BYTES + 4 * i));
        }
        return true;
    }

    /// `| PID 16 | BLP 16 |`: a sequence number and a bitmask of the 16 behind it.
    private static boolean nack(byte[] buffer, int start, int end, RtcpVisitor visitor) {
        if (start + 16 > end) {
            return false;
        }
        int senderSsrc = BigEndian.i32(buffer, start + 4);
        int mediaSsrc = BigEndian.i32(buffer, start + 8);
        for (int position = start + 12; position + 4 <= end; position += 4) {
            int packetId = BigEndian.u16(buffer, position);
            visitor.nack(senderSsrc, mediaSsrc, packetId);
            int following = BigEndian.u16(buffer, position + 2);
            for (int bit = 0; bit < 16; bit++) {
                if (((following >> bit) & 1) != 0) {
                    visitor.nack(senderSsrc, mediaSsrc, (packetId + bit + 1) & 0xffff);
                }
            }
        }
        return true;
    }

    private boolean transportFeedback(byte[] buffer, int start, int end, RtcpVisitor visitor) {
        if (!transportFeedback.wrap(buffer, start, end)) {
            return false;
        }
        visitor.transportFeedback(transportFeedback);
        return true;
    }

    private static boolean pictureLoss(byte[] buffer, int start, int end, RtcpVisitor visitor) {
        if (start + 12 > end) {
            return false;
        }
        visitor.pictureLossIndication(
                BigEndian.i32(buffer, start + 4), BigEndian.i32(buffer, start + 8));
        return true;
    }

    /// `| SSRC 32 | Seq nr. 8 | reserved 24 |`
    private static boolean fullIntraRequest(
            byte[] buffer, int start, int end, RtcpVisitor visitor) {
        if (start + 20 > end) {
            return false;
        }
        int senderSsrc = BigEndian.i32(buffer, start + 4);
        for (int position = start + 12; position + 8 <= end; position += 8) {
            visitor.fullIntraRequest(
                    senderSsrc,
                    BigEndian.i32(buffer, position),
                    BigEndian.u8(buffer, position + 4));
        }
        return true;
    }

    /// `| 'REMB' | Num SSRC 8 | BR Exp 6 | BR Mantissa 18 | SSRC ... |`
    private static boolean receiverEstimate(
            byte[] buffer, int start, int end, RtcpVisitor visitor) {
        if (start + 16 > end || BigEndian.i32(buffer, start + 12) != PacketType.REMB) {
            return true;
        }
        if (start + 20 > end || start + 20 + 4 * BigEndian.u8(buffer, start + 16) > end) {
            return false;
        }
        int exponent = BigEndian.u8(buffer, start + 17) >> 2;
        long mantissa = BigEndian.u24(buffer, start + 17) & 0x3ffff;
        long bitrateBps = mantissa << exponent;
        if (bitrateBps < 0 || bitrateBps >> exponent != mantissa) {
            return false;
        }
        int senderSsrc = BigEndian.i32(buffer, start + 4);
        for (int i = 0; i < BigEndian.u8(buffer, start + 16); i++) {
            visitor.receiverEstimate(
                    senderSsrc, BigEndian.i32(buffer, start + 20 + 4 * i), bitrateBps);
        }
        return true;
    }
}
