package org.moqgateway.codecs.av1;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;

/// Makes temporal units of AV1 RTP payloads (RTP Payload Format For AV1 §4).
///
/// Frames are temporal units in the low-overhead format (AV1 §5.2): every OBU has a size field.
/// Temporal delimiters, tile lists and padding are left out. The sequence header stands in
/// front of every keyframe, the newest one where the sender left it out, and of other frames
/// that came with one. A temporal unit ends with the marker bit, and where that is missing with
/// the next timestamp.
///
/// A keyframe is a temporal unit whose first frame is a shown key frame. One that shows an
/// earlier, hidden key frame (`show_existing_frame`) is none: its bytes do not suffice to begin
/// there. Frames before the first keyframe are delivered too; the receiver decides about them.
///
/// A temporal unit that lacks a packet is not delivered; the sink learns why, once per unit.
/// After a loss right before it, a unit whose first frame was hidden and lost as a whole looks
/// complete.
///
/// Thread rule: confined to one thread. Memory: bounded by the frame size limit.
public final class Av1Depacketizer implements VideoDepacketizer {
    /// The limit for one temporal unit unless another is given.
    public static final int DEFAULT_MAX_FRAME_BYTES = 8 * 1024 * 1024;

    private static final int CONTINUES = 0x80; // Z
    private static final int TO_BE_CONTINUED = 0x40; // Y
    private static final int NEW_SEQUENCE = 0x08; // N

    private final TemporalUnitBuilder unit;
    private boolean unitOpen;
    private boolean spoiled;
    private int unitTimestamp;
    private boolean gapPending;

    /// Creates a depacketizer with the default limit.
    public Av1Depacketizer() {
        this(DEFAULT_MAX_FRAME_BYTES);
    }

    /// Creates a depacketizer.
    ///
    /// @param maxFrameBytes limit for the OBUs of a temporal unit, each counted with four bytes
    ///     more
    /// @throws IllegalArgumentException when the limit is not positive
    public Av1Depacketizer(int maxFrameBytes) {
        if (maxFrameBytes <= 0) {
            throw new IllegalArgumentException(
                    "maxFrameBytes must be positive, was " + maxFrameBytes);
        }
        unit = new TemporalUnitBuilder(maxFrameBytes);
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
        if (!unitOpen || payload.rtpTimestamp() != unitTimestamp) {
            boolean newSequence = (payload.buffer()[payload.offset()] & NEW_SEQUENCE) != 0;
            beginUnit(payload.rtpTimestamp(), gap, newSequence, sink);
        } else if (gap) {
            losePartOfUnit(sink);
        }
        if (!spoiled) {
            consume(payload.buffer(), payload.offset(), payload.length(), sink);
        }
        if (payload.marker()) {
            endByMarker(sink);
        }
    }

    /// @param newSequence whether the packet says that it is the first of a coded video
    ///     sequence, so that nothing of the unit can have been in front of it
    private void beginUnit(int rtpTimestamp, boolean gap, boolean newSequence, Sink sink) {
        boolean tailLost = gap && unitOpen && !spoiled && (unit.hasPicture() || unit.obuOpen());
        if (tailLost) {
            spoil(DropReason.PACKET_LOST, sink);
        } else if (unitOpen) {
            endUnit(sink);
        }
        unit.clear();
        unitOpen = true;
        spoiled = false;
        unitTimestamp = rtpTimestamp;
        if (gap && !newSequence) {
            unit.loseHead();
        }
        if (gap && !tailLost) {
            sink.dropped(DropReason.FRAMES_LOST, rtpTimestamp);
        }
    }

    private void losePartOfUnit(Sink sink) {
        if (unit.hasPicture() || unit.obuOpen()) {
            spoil(DropReason.PACKET_LOST, sink);
        } else {
            unit.loseHead();
        }
    }

    /// A sender may set the marker on a packet of headers alone: what has no picture goes on.
    private void endByMarker(Sink sink) {
        if (spoiled || unit.hasPicture() || unit.obuOpen()) {
            endUnit(sink);
            unitOpen = false;
        }
    }

    private void endUnit(Sink sink) {
        if (unit.obuOpen()) {
            spoil(DropReason.FRAGMENT_WITHOUT_END, sink);
        } else if (!spoiled && unit.hasPicture()) {
            unit.finish(unitTimestamp, sink);
        }
        spoiled = false;
    }

    /// Gives up the temporal unit; the rest of its packets is ignored.
    private void spoil(DropReason reason, Sink sink) {
        unit.clear();
        if (!spoiled) {
            spoiled = true;
            sink.dropped(reason, unitTimestamp);
        }
    }

    /// RTP Payload Format For AV1 §4.4 and §4.5.
    ///
    ///      0 1 2 3 4 5 6 7
    ///     +-+-+-+-+-+-+-+-+
    ///     |Z|Y| W |N|-|-|-|  aggregation header
    ///     +-+-+-+-+-+-+-+-+
    ///     | size (leb128) |  absent before the last element if W is not 0
    ///     +-+-+-+-+-+-+-+-+
    ///     | OBU element … |  then size and element again: W of them, any number if W is 0
    ///     +-+-+-+-+-+-+-+-+
    private void consume(byte[] buffer, int offset, int length, Sink sink) {
        int header = buffer[offset];
        DropReason defect = headerDefect(header);
        boolean begins = (header & CONTINUES) == 0;
        int count = header >> 4 & 3;
        int end = offset + length;
        int at = offset + 1;
        for (int element = 1; defect == null; element++) {
            boolean last = element == count;
            boolean sized = !last || (begins && isSizedAllTheSame(buffer, at, end));
            int bytes = sized ? elementBytes(buffer, at, end) : end - at;
            if (bytes <= 0) {
                defect = DropReason.MALFORMED_PAYLOAD;
                break;
            }
            at += sized ? (int) Leb128.read(buffer, at, end) : 0;
            defect = add(buffer, at, bytes, begins);
            begins = true;
            at += bytes;
            last |= count == 0 && at == end;
            if (defect == null && !(last && (header & TO_BE_CONTINUED) != 0)) {
                defect = closeObu(sink);
            }
            if (last) {
                break;
            }
        }
        if (defect != null) {
            spoil(defect, sink);
        }
    }

    private @Nullable DropReason headerDefect(int header) {
        boolean continues = (header & CONTINUES) != 0;
        if (continues && (header & NEW_SEQUENCE) != 0) {
            return DropReason.MALFORMED_PAYLOAD;
        }
        if (continues == unit.obuOpen()) {
            return null;
        }
        return continues ? DropReason.FRAGMENT_WITHOUT_START : DropReason.FRAGMENT_WITHOUT_END;
    }

    /// Bytes of an element with size; not positive when the size is cut, nothing, or too large.
    private static int elementBytes(byte[] buffer, int at, int end) {
        long size = Leb128.read(buffer, at, end);
        long bytes = size >> 32;
        return size < 0 || bytes > end - at - (int) size ? -1 : (int) bytes;
    }

    /// Whether there is a size where none belongs, in front of the last element, as FFmpeg sends it
    /// when it ends a packet early (rtpenc_av1.c). Known from 128 bytes on: then its first bit is
    /// one that no OBU header may have.
    private static boolean isSizedAllTheSame(byte[] buffer, int at, int end) {
        if (at >= end || (buffer[at] & ObuHeader.FORBIDDEN_BIT) == 0) {
            return false;
        }
        long size = Leb128.read(buffer, at, end);
        return size >= 0 && size >> 32 == end - at - (int) size;
    }

    private @Nullable DropReason add(byte[] buffer, int offset, int length, boolean begins) {
        boolean room = (!begins || unit.open()) && unit.append(buffer, offset, length);
        return room ? null : DropReason.FRAME_TOO_LARGE;
    }

    /// Returns what spoils the temporal unit, or null.
    private @Nullable DropReason closeObu(Sink sink) {
        DropReason defect = unit.close();
        if (defect == DropReason.MALFORMED_PARAMETER_SET) {
            sink.dropped(defect, unitTimestamp);
            return null;
        }
        return defect;
    }
}
