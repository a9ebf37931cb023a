package org.moqgateway.codecs.h264;

import java.util.Optional;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;

/// Makes access units of H.264 RTP payloads, packetization modes 0 and 1 (RFC 6184).
///
/// Frames are Annex B with 4-byte start codes. An access unit ends with the marker bit, and where
/// that is missing with the next timestamp. Parameter sets may come in packets of their own and at
/// an earlier time: the newest ones are kept and stand in front of every keyframe, and of the
/// frame after they changed. Access unit delimiters and filler data are left out.
///
/// A keyframe is an access unit with an IDR slice or a recovery point SEI. Frames before the first
/// keyframe are delivered too; the receiver decides about them.
///
/// A frame whose picture lacks a packet is never delivered; the sink learns why, once per frame.
/// What a loss takes from in front of the picture is left out, but for the parameter sets of a
/// sender that repeats them in every keyframe: without them the keyframe is dropped.
/// Thread rule: confined to one thread. Memory: bounded by the frame size limit.
public final class H264Depacketizer implements VideoDepacketizer {
    /// The limit for one frame unless another is given.
    public static final int DEFAULT_MAX_FRAME_BYTES = 8 * 1024 * 1024;

    private static final int FORBIDDEN_BIT = 0x80;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    private final AccessUnitBuilder unit;
    private boolean unitOpen;
    private boolean spoiled;
    private int unitTimestamp;
    private boolean gapPending;

    /// Creates a depacketizer with the default limit.
    public H264Depacketizer() {
        this(DEFAULT_MAX_FRAME_BYTES);
    }

    /// Creates a depacketizer.
    ///
    /// @param maxFrameBytes limit for the NAL units of a frame with their start codes
    /// @throws IllegalArgumentException when the limit is not positive
    public H264Depacketizer(int maxFrameBytes) {
        if (maxFrameBytes <= 0) {
            throw new IllegalArgumentException(
                    "maxFrameBytes must be positive, was " + maxFrameBytes);
        }
        unit = new AccessUnitBuilder(maxFrameBytes);
    }

    @Override
    public Optional<VideoConfig> config() {
        return unit.config();
    }

    @Override
    public void push(RtpPayload payload, Sink sink) {
        gapPending |= payload.gapBefore();
        if (payload.length() == 0) {
            return; // padding, which belongs to no frame
        }
        boolean gap = gapPending;
        gapPending = false;
        if (unitOpen && payload.rtpTimestamp() == unitTimestamp) {
            if (gap) {
                losePartOfUnit(sink);
            }
        } else {
            beginUnit(payload.rtpTimestamp(), gap, sink);
        }
        if (!spoiled) {
            consume(payload.buffer(), payload.offset(), payload.length(), sink);
        }
        if (payload.marker()) {
            endByMarker(sink);
        }
    }

    private void beginUnit(int rtpTimestamp, boolean gap, Sink sink) {
        boolean tailLost = gap && unitOpen && !spoiled && (unit.hasPicture() || unit.nalOpen());
        if (tailLost) {
            spoil(DropReason.PACKET_LOST, sink);
        } else if (unitOpen) {
            endUnit(sink);
        }
        unit.clear();
        unitOpen = true;
        spoiled = false;
        unitTimestamp = rtpTimestamp;
        if (gap) {
            unit.loseHead();
        }
        if (gap && !tailLost) {
            sink.dropped(DropReason.FRAMES_LOST, rtpTimestamp);
        }
    }

    private void losePartOfUnit(Sink sink) {
        if (unit.hasPicture() || unit.nalOpen()) {
            spoil(DropReason.PACKET_LOST, sink);
        } else {
            unit.loseHead();
        }
    }

    /// Some senders set the marker on packets of parameter sets: what has no picture goes on.
    private void endByMarker(Sink sink) {
        if (spoiled || unit.hasPicture() || unit.nalOpen()) {
            endUnit(sink);
            unitOpen = false;
        }
    }

    private void endUnit(Sink sink) {
        if (unit.nalOpen()) {
            spoil(DropReason.FRAGMENT_WITHOUT_END, sink);
        } else if (!spoiled && unit.hasPicture()) {
            unit.finish(unitTimestamp, sink);
        }
        spoiled = false;
    }

    /// Gives up the frame; the rest of its packets is ignored.
    private void spoil(DropReason reason, Sink sink) {
        unit.clear();
        if (!spoiled) {
            spoiled = true;
            sink.dropped(reason, unitTimestamp);
        }
    }

    private void consume(byte[] buffer, int offset, int length, Sink sink) {
        int first = buffer[offset] & 0xff;
        PayloadStructure structure = PayloadStructure.of(first);
        if ((first & FORBIDDEN_BIT) != 0) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
        } else if (unit.nalOpen() && structure != PayloadStructure.FU_A) {
            spoil(DropReason.FRAGMENT_WITHOUT_END, sink);
        } else {
            switch (structure) {
                case SINGLE_NAL_UNIT -> consumeNal(buffer, offset, length, sink);
                case STAP_A -> consumeStapA(buffer, offset + 1, offset + length, sink);
                case FU_A -> consumeFuA(buffer, offset, length, sink);
                case INTERLEAVED, UNDEFINED -> spoil(DropReason.UNSUPPORTED_STRUCTURE, sink);
            }
        }
    }

    private void consumeNal(byte[] buffer, int offset, int length, Sink sink) {
        if (unit.open(buffer[offset]) && unit.append(buffer, offset + 1, length - 1)) {
            closeNal(sink);
        } else {
            spoil(DropReason.FRAME_TOO_LARGE, sink);
        }
    }

    private void closeNal(Sink sink) {
        DropReason defect = unit.close();
        if (defect == DropReason.MALFORMED_PARAMETER_SET) {
            sink.dropped(defect, unitTimestamp);
        } else if (defect != null) {
            spoil(defect, sink);
        }
    }

    /// RFC 6184 §5.7.1.
    ///
    ///      0                   1                   2                   3
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |F|NRI|  24     |         NALU 1 size           | NALU 1 …
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     | NALU 2 size                   | NALU 2 …                      |
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    private void consumeStapA(byte[] buffer, int offset, int end, Sink sink) {
        int at = offset;
        do {
            int nal = at + 2;
            int size = nal >= end ? 0 : ((buffer[at] & 0xff) << 8) | (buffer[at + 1] & 0xff);
            boolean fits = size > 0 && size <= end - nal;
            if (!fits || (buffer[nal] & FORBIDDEN_BIT) != 0) {
                spoil(DropReason.MALFORMED_PAYLOAD, sink);
                return;
            }
            consumeNal(buffer, nal, size, sink);
            at = nal + size;
        } while (at < end && !spoiled);
    }

    /// RFC 6184 §5.8. The reserved bit is ignored; a fragment that is both first and last is taken.
    ///
    ///      0                   1
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |F|NRI|  28     |S|E|R|  Type   |  then a part of the NAL unit behind its header byte
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    private void consumeFuA(byte[] buffer, int offset, int length, Sink sink) {
        int fuHeader = length < 2 ? 0 : buffer[offset + 1] & 0xff;
        NalUnitType type = NalUnitType.of(fuHeader);
        if (type == NalUnitType.UNSPECIFIED) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        boolean start = (fuHeader & FU_START) != 0;
        if (start == unit.nalOpen()) {
            spoil(
                    start ? DropReason.FRAGMENT_WITHOUT_END : DropReason.FRAGMENT_WITHOUT_START,
                    sink);
            return;
        }
        if (!start && type != unit.openType()) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        boolean opened = !start || unit.open((buffer[offset] & 0xe0) | (fuHeader & 0x1f));
        if (!opened || !unit.append(buffer, offset + 2, length - 2)) {
            spoil(DropReason.FRAME_TOO_LARGE, sink);
        } else if ((fuHeader & FU_END) != 0) {
            closeNal(sink);
        }
    }
}
