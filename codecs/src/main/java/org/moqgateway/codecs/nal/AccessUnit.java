package org.moqgateway.codecs.nal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.Depacketizer.Sink;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.nal.ParameterSet.Kind;

/// Collects the NAL units of one access unit at a time and makes an Annex-B frame of them.
///
/// Parameter sets are taken out of the access unit and written back in front of the frames that
/// need them; what the codec takes out besides, such as delimiters, is gone.
/// The buffer is reused: no allocation per NAL unit, one array per frame.
///
/// Thread rule: confined to one thread.
public abstract class AccessUnit {
    private static final int INITIAL_BYTES = 16 * 1024;
    private static final int RETAINED_BYTES = 512 * 1024;
    private static final int START_CODE_BYTES = 4;

    private final int headerBytes;
    private final int maxBytes;
    private final ParameterSetStore parameterSets;
    private @Nullable VideoConfig config;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size;
    private int nalOffset;
    private boolean nalOpen;
    private boolean keyframe;
    private boolean hasPicture;
    private int ppsId;
    private boolean parameterSetMissing;
    private boolean headLost;
    private final Set<Kind> kindsBrought = EnumSet.noneOf(Kind.class);
    private boolean keyframesBringTheirSets;

    /// Creates an empty access unit.
    ///
    /// @param headerBytes of a NAL unit: 1 or 2
    /// @param maxBytes limit for the NAL units of a frame with their start codes
    /// @param parameterSets where the codec stores parameter sets
    protected AccessUnit(int headerBytes, int maxBytes, ParameterSetStore parameterSets) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxFrameBytes must be positive, was " + maxBytes);
        }
        this.headerBytes = headerBytes;
        this.maxBytes = maxBytes;
        this.parameterSets = parameterSets;
    }

    /// Looks at a NAL unit that is complete, its header included.
    ///
    /// @return what is wrong with it, or null; only [DropReason#MALFORMED_PARAMETER_SET] leaves
    ///     the access unit usable
    protected abstract @Nullable DropReason inspect(byte[] buffer, int offset, int length);

    /// Looks at an access unit that is about to be delivered, complete and with all its sets.
    ///
    /// @return why it is of no use, or null
    protected @Nullable DropReason decide(boolean keyframe) {
        return null;
    }

    /// Something is missing between the frame before and the next one.
    protected void interrupted() {}

    /// The next access unit begins.
    protected void cleared() {}

    /// Takes the NAL unit that is inspected out of the frame.
    protected final void takeOut() {
        size = nalOffset - START_CODE_BYTES;
    }

    /// Takes a parameter set out of the frame, into the store.
    ///
    /// @param stored whether the store has it
    /// @return what is wrong with it, or null
    protected final @Nullable DropReason parameterSet(Kind kind, boolean stored) {
        takeOut();
        if (stored) {
            kindsBrought.add(kind);
            return null;
        }
        kindsBrought.remove(kind);
        return DropReason.MALFORMED_PARAMETER_SET;
    }

    /// Adds a slice of the picture.
    ///
    /// @param first whether it is the first one of a picture
    /// @param slicePpsId the picture parameter set it refers to
    /// @return what is wrong with it, or null
    protected final @Nullable DropReason slice(boolean first, int slicePpsId) {
        // Slices come in order: the first one was lost.
        if (!hasPicture && !first) {
            return DropReason.PACKET_LOST;
        }
        hasPicture = true;
        ppsId = slicePpsId;
        parameterSetMissing |= parameterSets.configOf(slicePpsId) == null;
        return null;
    }

    /// Decoding can begin at this access unit.
    protected final void markKeyframe() {
        keyframe = true;
    }

    /// Forgets the access unit; what was learnt from parameter sets stays.
    final void clear() {
        size = 0;
        nalOpen = false;
        keyframe = false;
        hasPicture = false;
        parameterSetMissing = false;
        headLost = false;
        kindsBrought.clear();
        if (buffer.length > RETAINED_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
        cleared();
    }

    final int headerBytes() {
        return headerBytes;
    }

    final Optional<VideoConfig> config() {
        return Optional.ofNullable(config);
    }

    /// Something before the first slice of the access unit may have been lost.
    final void loseHead() {
        headLost = true;
    }

    final boolean hasPicture() {
        return hasPicture;
    }

    final boolean nalOpen() {
        return nalOpen;
    }

    /// The header of the NAL unit that is open.
    final int openHeader() {
        int header = 0;
        for (int i = 0; i < headerBytes; i++) {
            header = (header << 8) | (buffer[nalOffset + i] & 0xff);
        }
        return header;
    }

    /// Begins a NAL unit with its header. Returns false when there is no room left.
    final boolean open(int header) {
        if (!makeRoom(START_CODE_BYTES + headerBytes)) {
            return false;
        }
        Arrays.fill(buffer, size, size + START_CODE_BYTES - 1, (byte) 0);
        buffer[size + START_CODE_BYTES - 1] = 1;
        nalOffset = size + START_CODE_BYTES;
        for (int i = 0; i < headerBytes; i++) {
            buffer[nalOffset + i] = (byte) (header >> (8 * (headerBytes - 1 - i)));
        }
        size = nalOffset + headerBytes;
        nalOpen = true;
        return true;
    }

    /// Adds bytes to the open NAL unit. Returns false when there is no room left.
    final boolean append(byte[] bytes, int offset, int length) {
        if (!makeRoom(length)) {
            return false;
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
        return true;
    }

    private boolean makeRoom(int bytes) {
        if (bytes > maxBytes - size) {
            return false;
        }
        if (size + bytes > buffer.length) {
            long doubled = Math.max(2L * buffer.length, size + bytes);
            buffer = Arrays.copyOf(buffer, (int) Math.min(doubled, maxBytes));
        }
        return true;
    }

    /// Ends the open NAL unit.
    ///
    /// @return as [#inspect] does
    final @Nullable DropReason close() {
        nalOpen = false;
        return inspect(buffer, nalOffset, size - nalOffset);
    }

    /// Delivers the access unit, which has a picture, and begins the next one.
    final void finish(int rtpTimestamp, Sink sink) {
        DropReason defect = keyframe ? keyframeDefect() : null;
        if (defect != null) {
            interrupted();
        } else {
            defect = decide(keyframe);
        }
        if (defect != null) {
            clear();
            sink.dropped(defect, rtpTimestamp);
            return;
        }
        int activeSequenceId = -1;
        if (keyframe) {
            activeSequenceId = parameterSets.sequenceIdOf(ppsId);
            config = parameterSets.configOf(ppsId);
        }
        int prefix = parameterSets.select(activeSequenceId);
        byte[] payload = new byte[prefix + size];
        parameterSets.write(payload);
        System.arraycopy(buffer, 0, payload, prefix, size);
        EncodedFrame frame = new EncodedFrame(rtpTimestamp, keyframe, payload);
        clear();
        sink.frame(frame);
    }

    /// The sets that a loss took may have been new ones: with the old ones, the picture of a
    /// sender that repeats them in every keyframe would be decoded wrongly after a change of
    /// resolution.
    private @Nullable DropReason keyframeDefect() {
        boolean bringsItsSets = kindsBrought.containsAll(parameterSets.kinds());
        if (headLost && keyframesBringTheirSets && !bringsItsSets) {
            return DropReason.PACKET_LOST;
        }
        if (parameterSetMissing) {
            return DropReason.MISSING_PARAMETER_SETS;
        }
        keyframesBringTheirSets = bringsItsSets;
        return null;
    }
}
