package org.moqgateway.core.rtp.receive;

import java.util.Arrays;
import java.util.Map;
import org.moqgateway.core.rtp.BigEndian;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;

/// Turns retransmissions back into the packets that they repeat (RFC 4588 §4):
///
/// ```text
/// | RTP header (RTX ssrc, payload type, sequence number) |
/// |  OSN: original sequence number  | original payload...|
/// ```
final class RtxRestorer {
    private static final int NONE = -1;

    private final int[] primaryPayloadType = new int[128];
    private final byte[] scratch = new byte[PacketStore.MAX_PACKET_BYTES];
    private final RtpPacket restored = new RtpPacket();

    RtxRestorer(Map<Integer, Integer> rtxToPrimary) {
        Arrays.fill(primaryPayloadType, NONE);
        rtxToPrimary.forEach((rtx, primary) -> primaryPayloadType[rtx] = primary);
    }

    boolean isRtx(RtpPacket packet) {
        return primaryPayloadType[packet.payloadType()] != NONE;
    }

    /// Whether the packet is long enough for an OSN and short enough to be rebuilt.
    boolean isRestorable(RtpPacket packet) {
        return packet.payloadLength() >= 2 && packet.length() <= scratch.length;
    }

    /// The original packet, valid until the next call, padding removed. Header extensions are those
    /// of the retransmission.
    RtpPacket restore(RtpPacket packet, int primarySsrc) {
        int header = packet.headerLength();
        int payload = packet.payloadLength() - 2;
        System.arraycopy(packet.buffer(), packet.offset(), scratch, 0, header);
        System.arraycopy(packet.buffer(), packet.payloadOffset() + 2, scratch, header, payload);
        scratch[0] &= (byte) ~0x20;
        scratch[1] = (byte) ((scratch[1] & 0x80) | primaryPayloadType[packet.payloadType()]);
        BigEndian.put16(scratch, 2, BigEndian.u16(packet.buffer(), packet.payloadOffset()));
        BigEndian.put32(scratch, 8, primarySsrc);
        RtpParseResult result = restored.wrap(scratch, 0, header + payload);
        if (result != RtpParseResult.OK) {
            throw new IllegalStateException("a parsed packet no longer parses: " + result);
        }
        return restored;
    }
}
