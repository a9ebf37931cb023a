package org.moqgateway.codecs.h264;

import org.moqgateway.codecs.ChromaFormat;
import org.moqgateway.codecs.nal.RbspReader;

/// The part of a slice header (H.264 §7.3.3) that tells where a picture stands in the output
/// order.
///
/// ```text
/// first_mb_in_slice ue(v) | slice_type ue(v) | pic_parameter_set_id ue(v) | frame_num u(v)
/// field_pic_flag, bottom_field_flag u(1) | idr_pic_id ue(v) | pic_order_cnt_lsb u(v)
/// delta_pic_order_cnt_bottom se(v) | delta_pic_order_cnt[0..1] se(v) | ...
/// ```
///
/// One instance is read into again and again. Thread rule: confined to one thread.
final class SliceOrder {
    private static final int P = 0;
    private static final int B = 1;
    private static final int I = 2;
    private static final int SP = 3;
    private static final int SI = 4;
    private static final int RESET = 5; // memory_management_control_operation, table 7-9
    private static final int MOST_OPERATIONS = 70; // twice as many as there are fields to manage

    boolean idr;
    boolean reference;
    int frameNum;
    boolean field;
    boolean bottomField;
    int lsb;
    long deltaBottom;
    long delta0;
    long delta1;

    /// Memory management control operation 5: the picture ends the order like an IDR picture.
    boolean resetsOrder;

    /// Reads on behind `pic_parameter_set_id`.
    ///
    /// @param header the header byte of the NAL unit
    /// @param type `slice_type`
    /// @return false when the slice header cannot be read as far as the order
    boolean parse(
            RbspReader in, int header, int type, SequenceParameterSet sps, OrderParameters pps) {
        PictureOrder order = sps.pictureOrder();
        idr = NalUnitType.of(header) == NalUnitType.IDR_SLICE;
        reference = (header & 0x60) != 0;
        if (order.separateColourPlanes()) {
            in.skip(2); // colour_plane_id
        }
        frameNum = (int) in.bits(order.frameNumBits());
        field = !order.framesOnly() && in.flag();
        bottomField = field && in.flag();
        if (idr) {
            in.unsignedExpGolomb(65535); // idr_pic_id
        }
        boolean bottomOrder = pps.bottomFieldOrder() && !field;
        lsb = (int) in.bits(order.lsbBits());
        deltaBottom = order.type() == 0 && bottomOrder ? in.signedExpGolomb() : 0;
        boolean deltas = order.type() == 1 && !order.deltaAlwaysZero();
        delta0 = deltas ? in.signedExpGolomb() : 0;
        delta1 = deltas && bottomOrder ? in.signedExpGolomb() : 0;
        if (in.failed()) {
            return false;
        }
        resetsOrder = reference && !idr && !pps.sliceGroups() && readsReset(in, type % 5, sps, pps);
        return true;
    }

    private static boolean readsReset(
            RbspReader in, int type, SequenceParameterSet sps, OrderParameters pps) {
        if (pps.redundantPictures()) {
            in.unsignedExpGolomb(127);
        }
        if (type == B) {
            in.skip(1); // direct_spatial_mv_pred_flag
        }
        int references0 = pps.references0();
        int references1 = pps.references1();
        boolean inter = type != I && type != SI;
        if (inter && in.flag()) {
            references0 = in.unsignedExpGolomb(31) + 1;
            references1 = type == B ? in.unsignedExpGolomb(31) + 1 : references1;
        }
        if (inter) {
            skipListModification(in);
        }
        if (type == B) {
            skipListModification(in);
        }
        boolean weighted = pps.weightedPrediction() && (type == P || type == SP);
        boolean biweighted = pps.weightedBiprediction() == 1 && type == B;
        if (weighted || biweighted) {
            boolean chroma =
                    sps.samples().chroma() != ChromaFormat.MONOCHROME
                            && !sps.pictureOrder().separateColourPlanes();
            skipWeights(in, chroma, references0, type == B ? references1 : 0);
        }
        return marksReset(in);
    }

    /// §7.3.3.1.
    private static void skipListModification(RbspReader in) {
        if (!in.flag()) {
            return;
        }
        for (int i = 0; i < MOST_OPERATIONS && !in.failed(); i++) {
            if (in.unsignedExpGolomb(3) == 3) {
                return;
            }
            in.unsignedExpGolomb(); // abs_diff_pic_num_minus1 or long_term_pic_num
        }
        in.fail();
    }

    /// §7.3.3.2.
    private static void skipWeights(RbspReader in, boolean chroma, int count0, int count1) {
        in.unsignedExpGolomb(7); // luma_log2_weight_denom
        if (chroma) {
            in.unsignedExpGolomb(7); // chroma_log2_weight_denom
        }
        for (int i = 0; i < count0 + count1 && !in.failed(); i++) {
            skipSigned(in, in.flag() ? 2 : 0);
            skipSigned(in, chroma && in.flag() ? 4 : 0);
        }
    }

    private static void skipSigned(RbspReader in, int count) {
        for (int i = 0; i < count; i++) {
            in.signedExpGolomb();
        }
    }

    /// §7.3.3.3, of a picture that is no IDR picture.
    private static boolean marksReset(RbspReader in) {
        boolean reset = false;
        if (in.flag()) {
            for (int i = 0; i < MOST_OPERATIONS && !in.failed(); i++) {
                int operation = in.unsignedExpGolomb(6);
                if (operation == 0) {
                    return reset && !in.failed();
                }
                reset |= operation == RESET;
                skipUnsigned(in, operation == 3 ? 2 : operation == RESET ? 0 : 1);
            }
        }
        return false;
    }

    private static void skipUnsigned(RbspReader in, int count) {
        for (int i = 0; i < count; i++) {
            in.unsignedExpGolomb();
        }
    }
}
