package org.moqgateway.codecs.h265;

import org.moqgateway.codecs.FrameReordering;
import org.moqgateway.codecs.nal.AnnexBReader;
import org.moqgateway.codecs.nal.OutputOrder;
import org.moqgateway.codecs.nal.ParsedSets;
import org.moqgateway.codecs.nal.RbspReader;

/// Finds frames of H.265 that are shown in another order than they are decoded in, by their
/// picture order counts (H.265 §8.3.1).
///
/// Slice types do not matter: the B slices of a low-delay stream come in order. A frame can be
/// left out when its picture is of the highest sub-layer that the sequence parameter set names,
/// and no other picture of that sub-layer refers to it. Frames whose parameter sets never came,
/// whose slice header is cut, or that are not shown, count as in order.
///
/// Thread rule: confined to one thread. Memory: bounded. Errors: any bytes are accepted.
public final class H265Reordering implements FrameReordering {
    private final AnnexBReader nals = new AnnexBReader();
    private final RbspReader reader = new RbspReader();
    private final ParsedSets<SequenceParameterSet> sequences = new ParsedSets<>(16);
    private final ParsedSets<PictureParameterSet> pictures = new ParsedSets<>(64);
    private final OutputOrder order = new OutputOrder();

    /// Most and least significant bits of the newest picture that others count from
    /// (prevTid0Pic).
    private long anchorMsb;

    private int anchorLsb;

    /// Creates one for a stream that begins.
    public H265Reordering() {}

    @Override
    public Verdict next(byte[] frame, int offset, int length, boolean keyframe) {
        nals.reset(frame, offset, length);
        while (nals.next()) {
            if (!H265Nal.ofBaseLayer(frame, nals.nalOffset(), nals.nalLength())) {
                continue;
            }
            NalUnitType type = NalUnitType.of(frame[nals.nalOffset()]);
            switch (type) {
                case SEQUENCE_PARAMETER_SET -> readSequence(frame);
                case PICTURE_PARAMETER_SET -> readPicture(frame);
                case TRAILING,
                        DECODABLE_LEADING,
                        SKIPPED_LEADING,
                        BROKEN_LINK,
                        IDR,
                        CLEAN_RANDOM_ACCESS -> {
                    return judge(frame, type, keyframe);
                }
                case VIDEO_PARAMETER_SET,
                        ACCESS_UNIT_DELIMITER,
                        END,
                        FILLER_DATA,
                        SEI,
                        RESERVED,
                        UNSPECIFIED -> {}
            }
        }
        return Verdict.IN_ORDER;
    }

    private void readSequence(byte[] frame) {
        int offset = nals.nalOffset();
        int length = nals.nalLength();
        if (!sequences.holds(frame, offset, length)) {
            SequenceParameterSet.parse(frame, offset, length)
                    .ifPresent(set -> sequences.put(set.id(), set, frame, offset, length));
        }
    }

    private void readPicture(byte[] frame) {
        int offset = nals.nalOffset();
        int length = nals.nalLength();
        if (!pictures.holds(frame, offset, length)) {
            PictureParameterSet.parse(frame, offset, length)
                    .ifPresent(set -> pictures.put(set.id(), set, frame, offset, length));
        }
    }

    /// H.265 §7.3.6.1: the first slice segment of a picture; every segment has the same NAL
    /// unit header.
    ///
    /// ```text
    /// first_slice_segment_in_pic_flag u(1) | no_output_of_prior_pics_flag u(1), of IRAP pictures
    /// slice_pic_parameter_set_id ue(v) | slice_reserved_flag[...] | slice_type ue(v)
    /// pic_output_flag u(1) | colour_plane_id u(2) | slice_pic_order_cnt_lsb u(v), not of IDR
    /// ```
    private Verdict judge(byte[] frame, NalUnitType type, boolean keyframe) {
        int nal = nals.nalOffset();
        reader.resetToNal(frame, nal, nals.nalLength(), H265Nal.HEADER_BYTES);
        boolean first = reader.flag();
        reader.skip(type.beginsDecoding() ? 1 : 0);
        PictureParameterSet pps = pictures.get(reader.unsignedExpGolomb(63));
        SequenceParameterSet sps = pps == null ? null : sequences.get(pps.spsId());
        if (!first || pps == null || sps == null) {
            return Verdict.IN_ORDER;
        }
        reader.skip(pps.extraSliceHeaderBits());
        reader.unsignedExpGolomb(2); // slice_type
        boolean shown = !pps.outputFlagPresent() || reader.flag();
        reader.skip(sps.separateColourPlanes() ? 2 : 0);
        int lsb = type == NalUnitType.IDR ? 0 : (int) reader.bits(sps.orderBits());
        if (reader.failed()) {
            return Verdict.IN_ORDER;
        }
        int temporalIdPlus1 = H265Nal.temporalIdPlus1(frame, nal);
        boolean nonReference = NalUnitType.subLayerNonReference(frame[nal]);
        boolean counted = temporalIdPlus1 == 1 && !nonReference;
        long count = count(type, lsb, sps.orderBits(), counted);
        if (!shown) {
            return Verdict.IN_ORDER;
        }
        boolean begins = keyframe || type.beginsDecoding();
        boolean disposable = nonReference && temporalIdPlus1 == sps.maxSubLayers();
        return order.next(begins, count, disposable);
    }

    /// §8.3.1. Every IRAP picture begins to count anew, which no other picture can tell.
    private long count(NalUnitType type, int lsb, int lsbBits, boolean counted) {
        long range = 1L << lsbBits;
        long msb = type.beginsDecoding() ? 0 : anchorMsb;
        if (!type.beginsDecoding()) {
            if (lsb < anchorLsb && anchorLsb - lsb >= range / 2) {
                msb += range;
            } else if (lsb > anchorLsb && lsb - anchorLsb > range / 2) {
                msb -= range;
            }
        }
        boolean leading =
                type == NalUnitType.DECODABLE_LEADING || type == NalUnitType.SKIPPED_LEADING;
        if (counted && !leading) {
            anchorMsb = msb;
            anchorLsb = lsb;
        }
        return msb + lsb;
    }
}
