package org.moqgateway.codecs.h265;

import java.util.Optional;
import java.util.OptionalDouble;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.nal.ChromaFormatIdc;
import org.moqgateway.codecs.nal.RbspReader;

/// Parses one sequence parameter set (H.265 §7.3.2.2). Every loop is bounded by the ranges of
/// §7.4.3.2, which are checked before use.
final class SpsParser {
    /// The widest picture that any level allows: √(8 · MaxLumaPs) samples (§A.4.1, level 7.2).
    private static final int MAX_SIDE = 33_776;

    private static final int MAX_REFERENCE_SETS = 64;
    private static final int MAX_REFERENCES = 16;
    private static final int EXTENDED_SAR = 255;
    private static final double MAX_FRAME_RATE = 1000;

    private final RbspReader in;
    private int maxSubLayers;
    private int chromaFormatIdc;
    private boolean separateColourPlanes;
    private int width;
    private int height;
    private int lumaBitDepth;
    private int chromaBitDepth;
    private int orderBits;
    private OptionalDouble frameRate = OptionalDouble.empty();
    private Optional<ColourDescription> colour = Optional.empty();

    SpsParser(RbspReader in) {
        this.in = in;
    }

    Optional<SequenceParameterSet> parse() {
        int vpsId = (int) in.bits(4);
        maxSubLayers = (int) in.bits(3) + 1;
        boolean nesting = in.flag();
        ProfileTierLevel level = ProfileTierLevel.parse(in, maxSubLayers);
        int id = in.unsignedExpGolomb(15);
        parsePictureFormat();
        parseCodingTools();
        boolean vuiPresent = in.flag();
        if (in.failed() || maxSubLayers > 7) {
            return Optional.empty();
        }
        if (vuiPresent) {
            parseVui();
        }
        return Optional.of(
                new SequenceParameterSet(
                        id,
                        vpsId,
                        maxSubLayers,
                        nesting,
                        level,
                        width,
                        height,
                        new SampleFormat(lumaBitDepth, ChromaFormatIdc.format(chromaFormatIdc)),
                        chromaBitDepth,
                        separateColourPlanes,
                        orderBits,
                        frameRate,
                        colour));
    }

    /// §7.4.3.2.1: the conformance window is told in units of chroma samples.
    private void parsePictureFormat() {
        chromaFormatIdc = in.unsignedExpGolomb(3);
        separateColourPlanes = chromaFormatIdc == 3 && in.flag();
        width = in.unsignedExpGolomb(MAX_SIDE);
        height = in.unsignedExpGolomb(MAX_SIDE);
        if (in.flag()) {
            int unitX = chromaFormatIdc == 1 || chromaFormatIdc == 2 ? 2 : 1;
            int unitY = chromaFormatIdc == 1 ? 2 : 1;
            width -= unitX * cropping(width);
            height -= unitY * cropping(height);
        }
        if (width <= 0 || height <= 0) {
            in.fail();
        }
        lumaBitDepth = in.unsignedExpGolomb(8) + 8;
        chromaBitDepth = in.unsignedExpGolomb(8) + 8;
        orderBits = in.unsignedExpGolomb(12) + 4;
    }

    private int cropping(int size) {
        int most = Math.max(size, 0);
        int before = in.unsignedExpGolomb(most);
        return before + in.unsignedExpGolomb(most);
    }

    /// What stands between the picture's format and the VUI, of which nothing is kept.
    private void parseCodingTools() {
        boolean everySubLayer = in.flag();
        for (int i = everySubLayer ? 0 : maxSubLayers - 1; i < maxSubLayers; i++) {
            in.unsignedExpGolomb(15); // sps_max_dec_pic_buffering_minus1
            in.unsignedExpGolomb(15); // sps_max_num_reorder_pics
            in.unsignedExpGolomb(); // sps_max_latency_increase_plus1
        }
        in.unsignedExpGolomb(3); // log2_min_luma_coding_block_size_minus3
        in.unsignedExpGolomb(3); // log2_diff_max_min_luma_coding_block_size
        in.unsignedExpGolomb(3); // log2_min_luma_transform_block_size_minus2
        in.unsignedExpGolomb(3); // log2_diff_max_min_luma_transform_block_size
        in.unsignedExpGolomb(4); // max_transform_hierarchy_depth_inter
        in.unsignedExpGolomb(4); // max_transform_hierarchy_depth_intra
        boolean scalingLists = in.flag();
        if (scalingLists && in.flag()) {
            skipScalingLists();
        }
        in.skip(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
        if (in.flag()) {
            in.skip(8); // pcm_sample_bit_depth_luma_minus1, …_chroma_minus1
            in.unsignedExpGolomb(2); // log2_min_pcm_luma_coding_block_size_minus3
            in.unsignedExpGolomb(2); // log2_diff_max_min_pcm_luma_coding_block_size
            in.skip(1); // pcm_loop_filter_disabled_flag
        }
        skipReferenceSets();
        in.skip(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
    }

    /// §7.3.4.
    private void skipScalingLists() {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6 && !in.failed(); matrix += size == 3 ? 3 : 1) {
                if (!in.flag()) {
                    in.unsignedExpGolomb(matrix); // scaling_list_pred_matrix_id_delta
                } else {
                    skipScalingList(size);
                }
            }
        }
    }

    private void skipScalingList(int size) {
        if (size > 1) {
            in.signedExpGolomb(); // scaling_list_dc_coef_minus8
        }
        int coefficients = Math.min(64, 1 << (4 + 2 * size));
        for (int i = 0; i < coefficients && !in.failed(); i++) {
            in.signedExpGolomb();
        }
    }

    private void skipReferenceSets() {
        int sets = in.unsignedExpGolomb(MAX_REFERENCE_SETS);
        int previous = 0;
        for (int i = 0; i < sets && !in.failed(); i++) {
            boolean predicted = i > 0 && in.flag();
            previous = predicted ? skipPredictedSet(previous) : skipExplicitSet();
        }
        if (in.flag()) {
            int longTerm = in.unsignedExpGolomb(32);
            for (int i = 0; i < longTerm && !in.failed(); i++) {
                in.skip(orderBits + 1); // lt_ref_pic_poc_lsb_sps, used_by_curr_pic_lt_sps_flag
            }
        }
    }

    /// §7.3.7, predicted from the set before it.
    ///
    /// @return pictures of the set
    private int skipPredictedSet(int previous) {
        in.skip(1); // delta_rps_sign
        in.unsignedExpGolomb(); // abs_delta_rps_minus1
        int count = 0;
        for (int i = 0; i <= previous && !in.failed(); i++) {
            boolean used = in.flag(); // used_by_curr_pic_flag
            boolean kept = used || in.flag(); // use_delta_flag
            count += kept ? 1 : 0;
        }
        if (count > MAX_REFERENCES) {
            in.fail();
        }
        return count;
    }

    /// §7.3.7, every picture told.
    ///
    /// @return pictures of the set
    private int skipExplicitSet() {
        int before = in.unsignedExpGolomb(MAX_REFERENCES);
        int count = before + in.unsignedExpGolomb(MAX_REFERENCES);
        if (count > MAX_REFERENCES) {
            in.fail();
        }
        for (int i = 0; i < count && !in.failed(); i++) {
            in.unsignedExpGolomb(); // delta_poc_s0_minus1 or delta_poc_s1_minus1
            in.skip(1); // used_by_curr_pic_s0_flag or used_by_curr_pic_s1_flag
        }
        return count;
    }

    /// §E.2.1, as far as the timing. What was read before the reader fails stays.
    private void parseVui() {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.skip(32); // sar_width, sar_height
        }
        if (in.flag()) {
            in.skip(1); // overscan_appropriate_flag
        }
        if (in.flag()) {
            parseVideoSignal();
        }
        if (in.flag()) {
            in.unsignedExpGolomb(5); // chroma_sample_loc_type_top_field
            in.unsignedExpGolomb(5); // chroma_sample_loc_type_bottom_field
        }
        in.skip(3); // neutral_chroma_indication_flag, field_seq_flag, frame_field_info_present_flag
        if (in.flag()) {
            for (int i = 0; i < 4; i++) {
                in.unsignedExpGolomb(); // def_disp_win_left_offset, right, top, bottom
            }
        }
        if (in.flag()) {
            parseTiming();
        }
    }

    private void parseVideoSignal() {
        in.skip(3); // video_format
        boolean fullRange = in.flag();
        if (in.flag()) {
            int primaries = (int) in.bits(8);
            int transfer = (int) in.bits(8);
            int matrix = (int) in.bits(8);
            if (!in.failed()) {
                colour = Optional.of(new ColourDescription(primaries, transfer, matrix, fullRange));
            }
        }
    }

    /// §E.3.1: a tick is the time of a picture.
    private void parseTiming() {
        long unitsInTick = in.bits(32);
        long timeScale = in.bits(32);
        double rate = unitsInTick == 0 ? 0 : timeScale / (double) unitsInTick;
        if (!in.failed() && rate > 0 && rate <= MAX_FRAME_RATE) {
            frameRate = OptionalDouble.of(rate);
        }
    }
}
