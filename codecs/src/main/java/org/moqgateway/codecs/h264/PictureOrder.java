package org.moqgateway.codecs.h264;

import java.util.List;

/// What a sequence parameter set says about the order in which pictures are shown (H.264
/// §7.4.2.1.1 and §8.2.1).
///
/// @param frameNumBits bits of `frame_num`, 4 … 16
/// @param type `pic_order_cnt_type`, 0 … 2
/// @param lsbBits bits of `pic_order_cnt_lsb`, 4 … 16; 0 but for type 0
/// @param deltaAlwaysZero `delta_pic_order_always_zero_flag`, of type 1
/// @param offsetForNonReference `offset_for_non_ref_pic`, of type 1
/// @param offsetTopToBottom `offset_for_top_to_bottom_field`, of type 1
/// @param offsetsForReference `offset_for_ref_frame`, of type 1, at most 255
/// @param framesOnly `frame_mbs_only_flag`: no fields
/// @param separateColourPlanes `separate_colour_plane_flag`
public record PictureOrder(
        int frameNumBits,
        int type,
        int lsbBits,
        boolean deltaAlwaysZero,
        long offsetForNonReference,
        long offsetTopToBottom,
        List<Long> offsetsForReference,
        boolean framesOnly,
        boolean separateColourPlanes) {

    /// Copies the offsets.
    public PictureOrder {
        offsetsForReference = List.copyOf(offsetsForReference);
    }
}
