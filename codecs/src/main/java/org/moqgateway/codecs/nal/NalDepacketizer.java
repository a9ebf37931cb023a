package org.moqgateway.codecs.nal;

import java.util.Optional;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;

/// Makes access units of RTP payloads that carry NAL units, whole, aggregated or in fragments.
///
/// An access unit ends with the marker bit, and where that is missing with the next timestamp.
/// A frame whose picture lacks a packet is never delivered; the sink learns why, once per
/// frame.
///
/// Thread rule: confined to one thread. Memory: bounded by the limit of the [AccessUnit].
public abstract class NalDepacketizer implements VideoDepacketizer {
    private final AccessUnit unit;
    private boolean unitOpen;
    private boolean spoiled;
    private int unitTimestamp;
    private boolean gapPending;

    /// Creates a depacketizer.
    ///
    /// @param unit collects the NAL units, for this depacketizer alone
    protected NalDepacketizer(AccessUnit unit) {
        this.unit = unit;
    }

    /// Takes a payload of at least one byte apart.
    protected abstract void consume(RtpPayload payload, Sink sink);

    /// Whether a payload may go on with the NAL unit that is being put together.
    protected abstract boolean isFragment(RtpPayload payload);

    @Override
    public final Optional<VideoConfig> config() {
        return unit.config();
    }

    @Override
    public final void push(RtpPayload payload, Sink sink) {
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
            if (unit.nalOpen() && !isFragment(payload)) {
                spoil(DropReason.FRAGMENT_WITHOUT_END, sink);
            } else {
                consume(payload, sink);
            }
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
            unit.interrupted();
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
    protected final void spoil(DropReason reason, Sink sink) {
        unit.clear();
        unit.interrupted();
        if (!spoiled) {
            spoiled = true;
            sink.dropped(reason, unitTimestamp);
        }
    }

    /// Whether the frame was given up.
    protected final boolean spoiled() {
        return spoiled;
    }

    /// Goes on with the access unit of a time that an aggregate names, ending the one before
    /// it.
    protected final void continueAt(int rtpTimestamp, Sink sink) {
        if (rtpTimestamp != unitTimestamp) {
            beginUnit(rtpTimestamp, false, sink);
        }
    }

    /// Adds a whole NAL unit.
    protected final void consumeNal(byte[] buffer, int offset, int length, Sink sink) {
        int headerBytes = unit.headerBytes();
        if (length < headerBytes) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        int header = buffer[offset] & 0xff;
        if (headerBytes == 2) {
            header = (header << 8) | (buffer[offset + 1] & 0xff);
        }
        if (unit.open(header) && unit.append(buffer, offset + headerBytes, length - headerBytes)) {
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

    /// Adds the NAL units of an aggregate, each behind its length in two bytes.
    protected final void consumeAggregate(byte[] buffer, int offset, int end, Sink sink) {
        int at = offset;
        do {
            int nal = at + 2;
            int size = nal >= end ? 0 : ((buffer[at] & 0xff) << 8) | (buffer[at + 1] & 0xff);
            boolean fits = size > 0 && size <= end - nal;
            if (!fits || (buffer[nal] & 0x80) != 0) {
                spoil(DropReason.MALFORMED_PAYLOAD, sink);
                return;
            }
            consumeNal(buffer, nal, size, sink);
            at = nal + size;
        } while (at < end && !spoiled);
    }

    /// Adds a fragment of a NAL unit. One that is both first and last is taken.
    ///
    /// @param header of the NAL unit, as the fragment tells it
    /// @param fuHeader its two uppermost bits say whether the fragment is the first or the last
    ///     one
    /// @param offset where the fragment begins, behind its headers
    protected final void consumeFragment(
            int header, int fuHeader, byte[] buffer, int offset, int length, Sink sink) {
        boolean start = (fuHeader & 0x80) != 0;
        if (start == unit.nalOpen()) {
            spoil(
                    start ? DropReason.FRAGMENT_WITHOUT_END : DropReason.FRAGMENT_WITHOUT_START,
                    sink);
        } else if (!start && !sameNal(header, unit.openHeader())) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
        } else if ((start && !unit.open(header)) || !unit.append(buffer, offset, length)) {
            spoil(DropReason.FRAME_TOO_LARGE, sink);
        } else if ((fuHeader & 0x40) != 0) {
            closeNal(sink);
        }
    }

    /// Whether a fragment with this header may belong to the NAL unit that is open.
    protected abstract boolean sameNal(int fragmentHeader, int openHeader);
}
