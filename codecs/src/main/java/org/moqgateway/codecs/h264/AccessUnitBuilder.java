package org.moqgateway.codecs.h264;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.nal.AccessUnit;
import org.moqgateway.codecs.nal.ParameterSet;
import org.moqgateway.codecs.nal.ParameterSet.Kind;
import org.moqgateway.codecs.nal.ParameterSetStore;
import org.moqgateway.codecs.nal.RbspReader;

/// Knows what each NAL unit of H.264 means to its access unit.
///
/// Delimiters and filler data are left out, since the frame itself delimits.
final class AccessUnitBuilder extends AccessUnit {
    private static final int RECOVERY_POINT = 6; // H.264 §D.1.8

    private final ParameterSetStore parameterSets;
    private final RbspReader reader = new RbspReader();

    AccessUnitBuilder(int maxBytes) {
        this(maxBytes, new ParameterSetStore(0, 32, 256));
    }

    private AccessUnitBuilder(int maxBytes, ParameterSetStore parameterSets) {
        super(1, maxBytes, parameterSets);
        this.parameterSets = parameterSets;
    }

    @Override
    protected @Nullable DropReason inspect(byte[] buffer, int offset, int length) {
        return switch (NalUnitType.of(buffer[offset])) {
            case SEQUENCE_PARAMETER_SET ->
                    parameterSet(Kind.SEQUENCE, storeSequence(buffer, offset, length));
            case PICTURE_PARAMETER_SET ->
                    parameterSet(Kind.PICTURE, storePicture(buffer, offset, length));
            case ACCESS_UNIT_DELIMITER, FILLER_DATA -> {
                takeOut();
                yield null;
            }
            case SLICE, PARTITION_A -> inspectSlice(buffer, offset, length);
            case IDR_SLICE -> {
                markKeyframe();
                yield inspectSlice(buffer, offset, length);
            }
            case SEI -> {
                if (hasRecoveryPoint(buffer, offset, length)) {
                    markKeyframe();
                }
                yield null;
            }
            case PARTITION_B, PARTITION_C, END_OF_SEQUENCE, END_OF_STREAM, EXTENSION -> null;
            case UNSPECIFIED -> DropReason.MALFORMED_PAYLOAD;
        };
    }

    private boolean storeSequence(byte[] buffer, int offset, int length) {
        if (parameterSets.holds(Kind.SEQUENCE, buffer, offset, length)) {
            return true;
        }
        Optional<SequenceParameterSet> sps = SequenceParameterSet.parse(buffer, offset, length);
        if (sps.isEmpty()) {
            return false;
        }
        VideoConfig config = sps.get().videoConfig();
        ParameterSet set = new ParameterSet(Kind.SEQUENCE, sps.get().id(), 0, config);
        return parameterSets.store(set, buffer, offset, length);
    }

    private boolean storePicture(byte[] buffer, int offset, int length) {
        if (parameterSets.holds(Kind.PICTURE, buffer, offset, length)) {
            return true;
        }
        Optional<PictureParameterSet> pps = PictureParameterSet.parse(buffer, offset, length);
        if (pps.isEmpty()) {
            return false;
        }
        ParameterSet set = new ParameterSet(Kind.PICTURE, pps.get().id(), pps.get().spsId(), null);
        return parameterSets.store(set, buffer, offset, length);
    }

    /// H.264 §7.3.3: `first_mb_in_slice`, `slice_type`, `pic_parameter_set_id`. No profile of
    /// WebRTC has arbitrary slice order: a picture begins with macroblock 0.
    private @Nullable DropReason inspectSlice(byte[] buffer, int offset, int length) {
        reader.resetToNal(buffer, offset, length, 1);
        long firstMacroblock = reader.unsignedExpGolomb();
        reader.unsignedExpGolomb(9);
        int ppsId = reader.unsignedExpGolomb(255);
        return reader.failed() ? DropReason.MALFORMED_PAYLOAD : slice(firstMacroblock == 0, ppsId);
    }

    /// H.264 §7.3.2.3.1: type and size in steps of 255, then so many bytes; a stop bit at the
    /// end.
    private boolean hasRecoveryPoint(byte[] buffer, int offset, int length) {
        reader.resetToNal(buffer, offset, length, 1);
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
}
