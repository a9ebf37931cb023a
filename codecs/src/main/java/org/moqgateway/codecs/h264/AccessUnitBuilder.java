package org.moqgateway.codecs.h264;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.Depacketizer.Sink;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.VideoConfig;

/// Collects the NAL units of one access unit at a time and makes an Annex-B frame of them.
///
/// Parameter sets are taken out of the access unit and written back in front of the frames that
/// need them; delimiters and filler data are left out, since the frame itself delimits.
/// The buffer is reused: no allocation per NAL unit, one array per frame.
final class AccessUnitBuilder {
    private static final int INITIAL_BYTES = 16 * 1024;
    private static final int RETAINED_BYTES = 512 * 1024;
    private static final int START_CODE_BYTES = 4;
    private static final int RECOVERY_POINT = 6; // H.264 §D.1.8

    private final int maxBytes;
    private final ParameterSets parameterSets = new ParameterSets();
    private final RbspReader reader = new RbspReader();
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
    private boolean hasSequence;
    private boolean hasPictureParameters;
    private boolean keyframesBringTheirSets;

    AccessUnitBuilder(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Forgets the access unit; what was learnt from parameter sets stays.
    void clear() {
        size = 0;
        nalOpen = false;
        keyframe = false;
        hasPicture = false;
        parameterSetMissing = false;
        headLost = false;
        hasSequence = false;
        hasPictureParameters = false;
        if (buffer.length > RETAINED_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    Optional<VideoConfig> config() {
        return Optional.ofNullable(config);
    }

    /// Something before the first slice of the access unit may have been lost.
    void loseHead() {
        headLost = true;
    }

    boolean hasPicture() {
        return hasPicture;
    }

    boolean nalOpen() {
        return nalOpen;
    }

    /// The type of the NAL unit that is open.
    NalUnitType openType() {
        return NalUnitType.of(buffer[nalOffset]);
    }

    /// Begins a NAL unit with its header byte. Returns false when there is no room left.
    boolean open(int header) {
        if (!makeRoom(START_CODE_BYTES + 1)) {
            return false;
        }
        Arrays.fill(buffer, size, size + START_CODE_BYTES - 1, (byte) 0);
        buffer[size + START_CODE_BYTES - 1] = 1;
        nalOffset = size + START_CODE_BYTES;
        buffer[nalOffset] = (byte) header;
        size = nalOffset + 1;
        nalOpen = true;
        return true;
    }

    /// Adds bytes to the open NAL unit. Returns false when there is no room left.
    boolean append(byte[] bytes, int offset, int length) {
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
    /// @return what is wrong with it, or null; only [DropReason#MALFORMED_PARAMETER_SET] leaves the
    ///     access unit usable
    @Nullable DropReason close() {
        nalOpen = false;
        int length = size - nalOffset;
        return switch (openType()) {
            case SEQUENCE_PARAMETER_SET -> {
                takeOut();
                hasSequence = parameterSets.storeSequence(buffer, nalOffset, length);
                yield stored(hasSequence);
            }
            case PICTURE_PARAMETER_SET -> {
                takeOut();
                hasPictureParameters = parameterSets.storePicture(buffer, nalOffset, length);
                yield stored(hasPictureParameters);
            }
            case ACCESS_UNIT_DELIMITER, FILLER_DATA -> {
                takeOut();
                yield null;
            }
            case SLICE, PARTITION_A -> inspectSlice(length);
            case IDR_SLICE -> {
                keyframe = true;
                yield inspectSlice(length);
            }
            case SEI -> {
                keyframe |= hasRecoveryPoint(length);
                yield null;
            }
            case PARTITION_B, PARTITION_C, END_OF_SEQUENCE, END_OF_STREAM, EXTENSION -> null;
            case UNSPECIFIED -> DropReason.MALFORMED_PAYLOAD;
        };
    }

    private static @Nullable DropReason stored(boolean stored) {
        return stored ? null : DropReason.MALFORMED_PARAMETER_SET;
    }

    /// The bytes stay readable until the next NAL unit is opened.
    private void takeOut() {
        size = nalOffset - START_CODE_BYTES;
    }

    /// H.264 §7.3.3: `first_mb_in_slice`, `slice_type`, `pic_parameter_set_id`.
    private @Nullable DropReason inspectSlice(int length) {
        reader.resetToNal(buffer, nalOffset, length);
        long firstMacroblock = reader.unsignedExpGolomb();
        reader.unsignedExpGolomb(9);
        int slicePpsId = reader.unsignedExpGolomb(255);
        if (reader.failed()) {
            return DropReason.MALFORMED_PAYLOAD;
        }
        // No profile of WebRTC has arbitrary slice order: the slice of macroblock 0 was lost.
        if (!hasPicture && firstMacroblock != 0) {
            return DropReason.PACKET_LOST;
        }
        hasPicture = true;
        ppsId = slicePpsId;
        parameterSetMissing |= parameterSets.configOf(slicePpsId) == null;
        return null;
    }

    /// H.264 §7.3.2.3.1: type and size in steps of 255, then so many bytes; a stop bit at the end.
    private boolean hasRecoveryPoint(int length) {
        reader.resetToNal(buffer, nalOffset, length);
        while (reader.bytesLeft() > 1 && !reader.failed()) {
            long type = seiNumber();
            if (type == RECOVERY_POINT && !reader.failed()) {
                return true;
            }
            for (long left = seiNumber(); left > 0 && !reader.failed(); left--) {
                reader.bits(8);
            }
        }
        return false;
    }

    private long seiNumber() {
        long sum = 0;
        long step;
        do {
            step = reader.bits(8);
            sum += step;
        } while (step == 255);
        return sum;
    }

    /// Delivers the access unit, which has a picture, and begins the next one.
    void finish(int rtpTimestamp, Sink sink) {
        DropReason defect = keyframe ? keyframeDefect() : null;
        if (defect != null) {
            clear();
            sink.dropped(defect, rtpTimestamp);
            return;
        }
        int activeSpsId = -1;
        if (keyframe) {
            activeSpsId = parameterSets.spsIdOf(ppsId);
            config = parameterSets.configOf(ppsId);
        }
        int prefix = parameterSets.select(activeSpsId);
        byte[] payload = new byte[prefix + size];
        parameterSets.write(payload);
        System.arraycopy(buffer, 0, payload, prefix, size);
        EncodedFrame frame = new EncodedFrame(rtpTimestamp, keyframe, payload);
        clear();
        sink.frame(frame);
    }

    /// The sets that a loss took may have been new ones: with the old ones, the picture of a sender
    /// that repeats them in every keyframe would be decoded wrongly after a change of resolution.
    private @Nullable DropReason keyframeDefect() {
        boolean bringsItsSets = hasSequence && hasPictureParameters;
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
