package org.moqgateway.codecs.h264;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.nal.ChromaFormatIdc;
import org.moqgateway.codecs.nal.RbspReader;

/// Parses one sequence parameter set (H.264 §7.3.2.1.1). Every loop is bounded by the ranges of
/// §7.4.2.1.1, which are checked before use.
final class SpsParser {
    /// The widest picture that any level allows: √(8 · MaxFS) macroblocks (§A.3.1, level 6.2).
    private static final int MAX_MACROBLOCKS_PER_SIDE = 1055;

    private static final int EXTENDED_SAR = 255;
    private static final double MAX_FRAME_RATE = 1000;

    private final RbspReader in;
    private int chromaFormatIdc = 1;
    private boolean separateColourPlanes;
    private int bitDepth = 8;
    private int chromaBitDepth = 8;
    private int frameNumBits;
    private int orderType;
    private int lsbBits;
    private boolean deltaAlwaysZero;
    private long offsetForNonReference;
    private long offsetTopToBottom;
    private final List<Long> offsetsForReference = new ArrayList<>();
    private boolean framesOnly;
    private int width;
    private int height;
    private OptionalDouble frameRate = OptionalDouble.empty();
    private OptionalInt maxNumReorderFrames = OptionalInt.empty();

    SpsParser(RbspReader in) {
        this.in = in;
    }

    Optional<SequenceParameterSet> parse() {
        int profileIdc = (int) in.bits(8);
        int constraints = (int) in.bits(8);
        int levelIdc = (int) in.bits(8);
        int id = in.unsignedExpGolomb(31);
        parsePictureFormat(profileIdc);
        boolean vuiPresent = in.flag();
        if (in.failed()) {
            return Optional.empty();
        }
        if (vuiPresent) {
            parseVui();
        }
        return Optional.of(
                new SequenceParameterSet(
                        id,
                        profileIdc,
                        constraints,
                        levelIdc,
                        width,
                        height,
                        new SampleFormat(bitDepth, ChromaFormatIdc.format(chromaFormatIdc)),
                        chromaBitDepth,
                        frameRate,
                        maxNumReorderFrames,
                        pictureOrder()));
    }

    private PictureOrder pictureOrder() {
        return new PictureOrder(
                frameNumBits,
                orderType,
                lsbBits,
                deltaAlwaysZero,
                offsetForNonReference,
                offsetTopToBottom,
                offsetsForReference,
                framesOnly,
                separateColourPlanes);
    }

    private void parsePictureFormat(int profileIdc) {
        if (hasChromaFormat(profileIdc)) {
            parseHighProfileFields();
        }
        frameNumBits = in.unsignedExpGolomb(12) + 4;
        parsePictureOrderCount();
        in.unsignedExpGolomb(16); // max_num_ref_frames
        in.skip(1); // gaps_in_frame_num_value_allowed_flag
        parsePictureSize();
    }

    private static boolean hasChromaFormat(int profileIdc) {
        return switch (profileIdc) {
            case 44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244 -> true;
            default -> false;
        };
    }

    private void parseHighProfileFields() {
        chromaFormatIdc = in.unsignedExpGolomb(3);
        separateColourPlanes = chromaFormatIdc == 3 && in.flag();
        bitDepth = in.unsignedExpGolomb(6) + 8;
        chromaBitDepth = in.unsignedExpGolomb(6) + 8;
        in.skip(1); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) {
            int lists = chromaFormatIdc == 3 ? 12 : 8;
            for (int i = 0; i < lists && !in.failed(); i++) {
                if (in.flag()) {
                    skipScalingList(i < 6 ? 16 : 64);
                }
            }
        }
    }

    /// §7.3.2.1.1.1: a next scale of zero ends the coded part of the list.
    private void skipScalingList(int size) {
        int nextScale = 8;
        for (int i = 0; i < size && nextScale != 0 && !in.failed(); i++) {
            long delta = in.signedExpGolomb();
            if (delta < -128 || delta > 127) {
                in.fail();
            }
            nextScale = (int) (nextScale + delta) & 0xff;
        }
    }

    private void parsePictureOrderCount() {
        orderType = in.unsignedExpGolomb(2);
        if (orderType == 0) {
            lsbBits = in.unsignedExpGolomb(12) + 4;
        } else if (orderType == 1) {
            deltaAlwaysZero = in.flag();
            offsetForNonReference = in.signedExpGolomb();
            offsetTopToBottom = in.signedExpGolomb();
            int cycle = in.unsignedExpGolomb(255);
            for (int i = 0; i < cycle && !in.failed(); i++) {
                offsetsForReference.add(in.signedExpGolomb());
            }
        }
    }

    /// §7.4.2.1.1: the frame in macroblocks, less the cropping in units of chroma samples.
    private void parsePictureSize() {
        int columns = in.unsignedExpGolomb(MAX_MACROBLOCKS_PER_SIDE - 1) + 1;
        int mapUnits = in.unsignedExpGolomb(MAX_MACROBLOCKS_PER_SIDE - 1) + 1;
        framesOnly = in.flag();
        int fieldsPerMapUnit = framesOnly ? 1 : 2;
        if (fieldsPerMapUnit == 2) {
            in.skip(1); // mb_adaptive_frame_field_flag
        }
        in.skip(1); // direct_8x8_inference_flag
        width = columns * 16;
        height = mapUnits * 16 * fieldsPerMapUnit;
        if (in.flag()) {
            boolean chromaSubsampled = chromaFormatIdc != 0 && !separateColourPlanes;
            int unitX = chromaSubsampled && chromaFormatIdc < 3 ? 2 : 1;
            int unitY = (chromaSubsampled && chromaFormatIdc == 1 ? 2 : 1) * fieldsPerMapUnit;
            width -= unitX * cropping(width);
            height -= unitY * cropping(height);
        }
        if (width <= 0 || height <= 0) {
            in.fail();
        }
    }

    private int cropping(int size) {
        return in.unsignedExpGolomb(size) + in.unsignedExpGolomb(size);
    }

    /// §E.1.1. What was read before the reader fails stays.
    private void parseVui() {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.skip(32); // sar_width, sar_height
        }
        if (in.flag()) {
            in.skip(1); // overscan_appropriate_flag
        }
        if (in.flag()) {
            in.skip(4); // video_format, video_full_range_flag
            if (in.flag()) {
                in.skip(24); // colour_primaries, transfer_characteristics, matrix_coefficients
            }
        }
        if (in.flag()) {
            in.unsignedExpGolomb(5); // chroma_sample_loc_type_top_field
            in.unsignedExpGolomb(5); // chroma_sample_loc_type_bottom_field
        }
        if (in.flag()) {
            parseTiming();
        }
        parseHrdAndRestriction();
    }

    /// §E.2.1: a tick is the time of a field, so a frame takes two of them.
    private void parseTiming() {
        long unitsInTick = in.bits(32);
        long timeScale = in.bits(32);
        in.skip(1); // fixed_frame_rate_flag
        double rate = unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
        if (!in.failed() && rate > 0 && rate <= MAX_FRAME_RATE) {
            frameRate = OptionalDouble.of(rate);
        }
    }

    private void parseHrdAndRestriction() {
        boolean nalHrd = in.flag();
        if (nalHrd) {
            skipHrd();
        }
        boolean vclHrd = in.flag();
        if (vclHrd) {
            skipHrd();
        }
        if (nalHrd || vclHrd) {
            in.skip(1); // low_delay_hrd_flag
        }
        in.skip(1); // pic_struct_present_flag
        if (in.flag()) {
            in.skip(1); // motion_vectors_over_pic_boundaries_flag
            in.unsignedExpGolomb(16); // max_bytes_per_pic_denom
            in.unsignedExpGolomb(16); // max_bits_per_mb_denom
            in.unsignedExpGolomb(16); // log2_max_mv_length_horizontal
            in.unsignedExpGolomb(16); // log2_max_mv_length_vertical
            int reorder = in.unsignedExpGolomb(16);
            in.unsignedExpGolomb(16); // max_dec_frame_buffering
            maxNumReorderFrames = in.failed() ? OptionalInt.empty() : OptionalInt.of(reorder);
        }
    }

    /// §E.1.2.
    private void skipHrd() {
        int count = in.unsignedExpGolomb(31) + 1;
        in.skip(8); // bit_rate_scale, cpb_size_scale
        for (int i = 0; i < count && !in.failed(); i++) {
            in.unsignedExpGolomb(); // bit_rate_value_minus1
            in.unsignedExpGolomb(); // cpb_size_value_minus1
            in.skip(1); // cbr_flag
        }
        in.skip(20); // delays and time_offset_length
    }
}
