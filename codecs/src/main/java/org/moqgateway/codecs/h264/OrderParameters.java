package org.moqgateway.codecs.h264;

import java.util.Optional;
import org.moqgateway.codecs.nal.RbspReader;

/// What of a picture parameter set (H.264 §7.3.2.2) slice headers cannot be read without.
///
/// @param spsId the sequence parameter set it builds on
/// @param bottomFieldOrder `bottom_field_pic_order_in_frame_present_flag`
/// @param sliceGroups whether there are slice groups, behind which nothing was read
/// @param references0 `num_ref_idx_l0_default_active_minus1` plus 1
/// @param references1 `num_ref_idx_l1_default_active_minus1` plus 1
/// @param weightedPrediction `weighted_pred_flag`
/// @param weightedBiprediction `weighted_bipred_idc`
/// @param redundantPictures `redundant_pic_cnt_present_flag`
record OrderParameters(
        int spsId,
        boolean bottomFieldOrder,
        boolean sliceGroups,
        int references0,
        int references1,
        boolean weightedPrediction,
        int weightedBiprediction,
        boolean redundantPictures) {

    /// Reads on behind `pic_parameter_set_id`. What is cut behind the slice groups reads as
    /// zero.
    static Optional<OrderParameters> parse(RbspReader in) {
        int spsId = in.unsignedExpGolomb(31);
        in.skip(1); // entropy_coding_mode_flag
        boolean bottomFieldOrder = in.flag();
        boolean sliceGroups = in.unsignedExpGolomb(7) > 0;
        if (in.failed()) {
            return Optional.empty();
        }
        if (sliceGroups) {
            return Optional.of(
                    new OrderParameters(spsId, bottomFieldOrder, true, 1, 1, false, 0, false));
        }
        int references0 = in.unsignedExpGolomb(31) + 1;
        int references1 = in.unsignedExpGolomb(31) + 1;
        boolean weighted = in.flag();
        int biweighted = (int) in.bits(2);
        in.signedExpGolomb(); // pic_init_qp_minus26
        in.signedExpGolomb(); // pic_init_qs_minus26
        in.signedExpGolomb(); // chroma_qp_index_offset
        in.skip(2); // deblocking_filter_control_present_flag, constrained_intra_pred_flag
        boolean redundant = in.flag();
        return Optional.of(
                new OrderParameters(
                        spsId,
                        bottomFieldOrder,
                        false,
                        references0,
                        references1,
                        weighted,
                        biweighted,
                        redundant));
    }
}
