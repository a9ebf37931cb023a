package org.moqgateway.codecs.h264;

import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.nal.NalDepacketizer;

/// Makes access units of H.264 RTP payloads, packetization modes 0 and 1 (RFC 6184).
///
/// Frames are Annex B with 4-byte start codes. An access unit ends with the marker bit, and
/// where that is missing with the next timestamp. Parameter sets may come in packets of their
/// own and at an earlier time: the newest ones are kept and stand in front of every keyframe,
/// and of the frame after they changed. Access unit delimiters and filler data are left out.
///
/// The structures of mode 2 (STAP-B, MTAP, FU-B) are understood as far as their NAL units come
/// in decoding order, as all do that are not interleaved: decoding order numbers are not looked
/// at.
///
/// A keyframe is an access unit with an IDR slice or a recovery point SEI. Frames before the
/// first keyframe are delivered too; the receiver decides about them.
///
/// A frame whose picture lacks a packet is never delivered; the sink learns why, once per
/// frame. What a loss takes from in front of the picture is left out, but for the parameter
/// sets of a sender that repeats them in every keyframe: without them the keyframe is dropped.
/// Thread rule: confined to one thread. Memory: bounded by the frame size limit.
public final class H264Depacketizer extends NalDepacketizer {
    /// The limit for one frame unless another is given.
    public static final int DEFAULT_MAX_FRAME_BYTES = 8 * 1024 * 1024;

    private static final int FORBIDDEN_BIT = 0x80;
    private static final int DON_BYTES = 2;

    /// Creates a depacketizer with the default limit.
    public H264Depacketizer() {
        this(DEFAULT_MAX_FRAME_BYTES);
    }

    /// Creates a depacketizer.
    ///
    /// @param maxFrameBytes limit for the NAL units of a frame with their start codes
    /// @throws IllegalArgumentException when the limit is not positive
    public H264Depacketizer(int maxFrameBytes) {
        super(new AccessUnitBuilder(maxFrameBytes));
    }

    @Override
    protected boolean isFragment(RtpPayload payload) {
        return switch (PayloadStructure.of(payload.buffer()[payload.offset()])) {
            case FU_A, FU_B -> true;
            case SINGLE_NAL_UNIT, STAP_A, STAP_B, MTAP16, MTAP24, UNDEFINED -> false;
        };
    }

    @Override
    protected boolean sameNal(int fragmentHeader, int openHeader) {
        return NalUnitType.of(fragmentHeader) == NalUnitType.of(openHeader);
    }

    @Override
    protected void consume(RtpPayload payload, Sink sink) {
        byte[] buffer = payload.buffer();
        int offset = payload.offset();
        int length = payload.length();
        int end = offset + length;
        if ((buffer[offset] & FORBIDDEN_BIT) != 0) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        switch (PayloadStructure.of(buffer[offset])) {
            case SINGLE_NAL_UNIT -> consumeNal(buffer, offset, length, sink);
            case STAP_A -> consumeAggregate(buffer, offset + 1, end, sink);
            case STAP_B -> consumeAggregate(buffer, offset + 1 + DON_BYTES, end, sink);
            case MTAP16 -> consumeMtap(payload, 2, sink);
            case MTAP24 -> consumeMtap(payload, 3, sink);
            case FU_A -> consumeFu(buffer, offset, length, 2, sink);
            case FU_B -> consumeFu(buffer, offset, length, 2 + DON_BYTES, sink);
            case UNDEFINED -> spoil(DropReason.UNSUPPORTED_STRUCTURE, sink);
        }
    }

    /// RFC 6184 §5.7.2, with 16 or 24 bits of time offset; NAL units of another time belong to
    /// another access unit.
    ///
    ///      0                   1                   2                   3
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |F|NRI|  26     |   decoding order number base  | NALU 1 size
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///                     |  NALU 1 DOND  |       NALU 1 TS offset        |
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     | NALU 1 …      | NALU 2 size …                                 |
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    private void consumeMtap(RtpPayload payload, int offsetBytes, Sink sink) {
        byte[] buffer = payload.buffer();
        int end = payload.offset() + payload.length();
        int at = payload.offset() + 1 + DON_BYTES;
        do {
            int nal = at + 3 + offsetBytes;
            int size = nal >= end ? 0 : number(buffer, at, 2);
            if (size == 0 || size > end - nal || (buffer[nal] & FORBIDDEN_BIT) != 0) {
                spoil(DropReason.MALFORMED_PAYLOAD, sink);
                return;
            }
            continueAt(payload.rtpTimestamp() + number(buffer, at + 3, offsetBytes), sink);
            if (!spoiled()) {
                consumeNal(buffer, nal, size, sink);
            }
            at = nal + size;
        } while (at < end);
    }

    private static int number(byte[] buffer, int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (buffer[at + i] & 0xff);
        }
        return value;
    }

    /// RFC 6184 §5.8. The reserved bit is ignored. FU-B has a decoding order number behind the
    /// FU header.
    ///
    ///      0                   1
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |F|NRI|  28     |S|E|R|  Type   |  then a part of the NAL unit behind its header byte
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    private void consumeFu(byte[] buffer, int offset, int length, int headerBytes, Sink sink) {
        int fuHeader = length < headerBytes ? 0 : buffer[offset + 1] & 0xff;
        if (NalUnitType.of(fuHeader) == NalUnitType.UNSPECIFIED) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        int header = (buffer[offset] & 0xe0) | (fuHeader & 0x1f);
        int rest = length - headerBytes;
        consumeFragment(header, fuHeader, buffer, offset + headerBytes, rest, sink);
    }
}
