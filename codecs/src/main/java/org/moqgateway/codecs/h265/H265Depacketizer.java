package org.moqgateway.codecs.h265;

import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.nal.NalDepacketizer;

/// Makes access units of H.265 RTP payloads (RFC 7798), one stream in one session (SRST)
/// without decoding order numbers (`sprop-max-don-diff` 0): single NAL unit packets,
/// aggregation packets and fragmentation units.
///
/// Frames are Annex B with 4-byte start codes. An access unit ends with the marker bit, and
/// where that is missing with the next timestamp. Parameter sets may come in packets of their
/// own and at an earlier time: the newest ones are kept and stand in front of every keyframe
/// (video, sequence, picture parameter set), and of the frame after they changed. Left out are
/// access unit delimiters, filler data and the layers above the base layer.
///
/// A keyframe is an access unit with an IRAP picture: IDR, CRA or BLA. Frames before the first
/// keyframe are delivered too; the receiver decides about them. RASL pictures are left out
/// where decoding began with their CRA picture: at the beginning, after a loss, after the end
/// of a sequence; and always behind a BLA picture.
///
/// A frame whose picture lacks a packet is never delivered; the sink learns why, once per
/// frame. What a loss takes from in front of the picture is left out, but for the parameter
/// sets of a sender that repeats them in every keyframe: without them the keyframe is dropped.
/// Thread rule: confined to one thread. Memory: bounded by the frame size limit.
public final class H265Depacketizer extends NalDepacketizer {
    /// The limit for one frame unless another is given.
    public static final int DEFAULT_MAX_FRAME_BYTES = 8 * 1024 * 1024;

    private static final int FORBIDDEN_BIT = 0x80;
    private static final int AGGREGATION_PACKET = 48;
    private static final int FRAGMENTATION_UNIT = 49;
    private static final int FU_BYTES = 3;

    /// Creates a depacketizer with the default limit.
    public H265Depacketizer() {
        this(DEFAULT_MAX_FRAME_BYTES);
    }

    /// Creates a depacketizer.
    ///
    /// @param maxFrameBytes limit for the NAL units of a frame with their start codes
    /// @throws IllegalArgumentException when the limit is not positive
    public H265Depacketizer(int maxFrameBytes) {
        super(new AccessUnitBuilder(maxFrameBytes));
    }

    @Override
    protected boolean isFragment(RtpPayload payload) {
        return NalUnitType.code(payload.buffer()[payload.offset()]) == FRAGMENTATION_UNIT;
    }

    @Override
    protected boolean sameNal(int fragmentHeader, int openHeader) {
        return fragmentHeader == openHeader;
    }

    @Override
    protected void consume(RtpPayload payload, Sink sink) {
        byte[] buffer = payload.buffer();
        int offset = payload.offset();
        int length = payload.length();
        if ((buffer[offset] & FORBIDDEN_BIT) != 0) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        int type = NalUnitType.code(buffer[offset]);
        if (type < AGGREGATION_PACKET) {
            consumeNal(buffer, offset, length, sink);
        } else if (type == AGGREGATION_PACKET) {
            // RFC 7798 §4.4.2, laid out as a STAP-A of H.264 but for its header:
            //  0                   1                   2                   3
            //  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
            // +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
            // |F| type = 48 |  LayerId  | TID |         NALU 1 size           |
            // +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
            // | NALU 1 …                      | NALU 2 size                   |
            // +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
            consumeAggregate(buffer, offset + H265Nal.HEADER_BYTES, offset + length, sink);
        } else if (type == FRAGMENTATION_UNIT) {
            consumeFu(buffer, offset, length, sink);
        } else {
            spoil(DropReason.UNSUPPORTED_STRUCTURE, sink);
        }
    }

    /// RFC 7798 §4.4.3.
    ///
    ///      0                   1                   2
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |F| type = 49 |  LayerId  | TID |S|E|  FuType   |  then a part of the NAL unit behind
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  its header
    private void consumeFu(byte[] buffer, int offset, int length, Sink sink) {
        int fuHeader = length < FU_BYTES ? 0xff : buffer[offset + 2] & 0xff;
        int type = fuHeader & 0x3f;
        if (type >= AGGREGATION_PACKET) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        int firstByte = (buffer[offset] & 0x81) | (type << 1);
        int header = (firstByte << 8) | (buffer[offset + 1] & 0xff);
        int rest = length - FU_BYTES;
        consumeFragment(header, fuHeader, buffer, offset + FU_BYTES, rest, sink);
    }
}
