package org.moqgateway.codecs.h265;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.nal.AccessUnit;
import org.moqgateway.codecs.nal.ParameterSet;
import org.moqgateway.codecs.nal.ParameterSet.Kind;
import org.moqgateway.codecs.nal.ParameterSetStore;
import org.moqgateway.codecs.nal.RbspReader;

/// Knows what each NAL unit of H.265 means to its access unit.
///
/// Left out are delimiters and filler data, since the frame itself delimits, and every layer
/// above the base layer, which no decoder of the Main profiles takes.
final class AccessUnitBuilder extends AccessUnit {
    private final ParameterSetStore parameterSets;
    private final RbspReader reader = new RbspReader();
    private NalUnitType picture = NalUnitType.RESERVED;
    private boolean endsSequence;

    /// Whether the next IRAP picture is one that decoding begins with (§8.1.3,
    /// NoRaslOutputFlag).
    private boolean decodingBegins = true;

    /// Whether decoding began with the newest IRAP picture, so that its RASL pictures are lost.
    private boolean leadingUndecodable;

    AccessUnitBuilder(int maxBytes) {
        this(maxBytes, new ParameterSetStore(16, 16, 64));
    }

    private AccessUnitBuilder(int maxBytes, ParameterSetStore parameterSets) {
        super(2, maxBytes, parameterSets);
        this.parameterSets = parameterSets;
    }

    @Override
    protected @Nullable DropReason inspect(byte[] buffer, int offset, int length) {
        NalUnitType type = NalUnitType.of(buffer[offset]);
        boolean noLayer = H265Nal.temporalIdPlus1(buffer, offset) == 0;
        if (noLayer || type == NalUnitType.UNSPECIFIED) {
            return DropReason.MALFORMED_PAYLOAD;
        }
        if (H265Nal.layerId(buffer, offset) > 0) {
            takeOut();
            return null;
        }
        return switch (type) {
            case VIDEO_PARAMETER_SET ->
                    parameterSet(Kind.VIDEO, storeVideo(buffer, offset, length));
            case SEQUENCE_PARAMETER_SET ->
                    parameterSet(Kind.SEQUENCE, storeSequence(buffer, offset, length));
            case PICTURE_PARAMETER_SET ->
                    parameterSet(Kind.PICTURE, storePicture(buffer, offset, length));
            case ACCESS_UNIT_DELIMITER, FILLER_DATA -> {
                takeOut();
                yield null;
            }
            case TRAILING,
                    DECODABLE_LEADING,
                    SKIPPED_LEADING,
                    BROKEN_LINK,
                    IDR,
                    CLEAN_RANDOM_ACCESS ->
                    inspectSlice(type, buffer, offset, length);
            case END -> {
                endsSequence = true;
                yield null;
            }
            case SEI, RESERVED, UNSPECIFIED -> null;
        };
    }

    /// H.265 §7.3.6.1.
    ///
    /// ```text
    /// first_slice_segment_in_pic_flag u(1) | no_output_of_prior_pics_flag u(1), of IRAP pictures
    /// slice_pic_parameter_set_id ue(v) | ...
    /// ```
    private @Nullable DropReason inspectSlice(
            NalUnitType type, byte[] buffer, int offset, int length) {
        reader.resetToNal(buffer, offset, length, 2);
        boolean first = reader.flag();
        reader.skip(type.beginsDecoding() ? 1 : 0);
        int ppsId = reader.unsignedExpGolomb(63);
        if (reader.failed()) {
            return DropReason.MALFORMED_PAYLOAD;
        }
        if (type.beginsDecoding()) {
            markKeyframe();
        }
        picture = type;
        return slice(first, ppsId);
    }

    private boolean storeVideo(byte[] buffer, int offset, int length) {
        if (parameterSets.holds(Kind.VIDEO, buffer, offset, length)) {
            return true;
        }
        Optional<VideoParameterSet> vps = VideoParameterSet.parse(buffer, offset, length);
        if (vps.isEmpty()) {
            return false;
        }
        ParameterSet set = new ParameterSet(Kind.VIDEO, vps.get().id(), 0, null);
        return parameterSets.store(set, buffer, offset, length);
    }

    private boolean storeSequence(byte[] buffer, int offset, int length) {
        if (parameterSets.holds(Kind.SEQUENCE, buffer, offset, length)) {
            return true;
        }
        Optional<SequenceParameterSet> parsed = SequenceParameterSet.parse(buffer, offset, length);
        if (parsed.isEmpty()) {
            return false;
        }
        SequenceParameterSet sps = parsed.get();
        VideoConfig config = sps.videoConfig();
        ParameterSet set = new ParameterSet(Kind.SEQUENCE, sps.id(), sps.vpsId(), config);
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

    @Override
    protected @Nullable DropReason decide(boolean keyframe) {
        boolean skipped = picture == NalUnitType.SKIPPED_LEADING && leadingUndecodable;
        if (keyframe) {
            boolean clean = picture == NalUnitType.CLEAN_RANDOM_ACCESS;
            leadingUndecodable = decodingBegins || !clean;
            decodingBegins = false;
        }
        return skipped ? DropReason.UNDECODABLE_LEADING_PICTURE : null;
    }

    @Override
    protected void interrupted() {
        decodingBegins = true;
    }

    @Override
    protected void cleared() {
        picture = NalUnitType.RESERVED;
        decodingBegins |= endsSequence;
        endsSequence = false;
    }
}
