package org.moqgateway.codecs.av1;

import java.util.Optional;
import java.util.OptionalDouble;
import org.moqgateway.codecs.av1.SequenceHeader.Colour;
import org.moqgateway.codecs.av1.SequenceHeader.FrameHeaderFields;

/// Parses one sequence header (AV1 §5.5). Every loop is bounded by a field of five bits.
final class SequenceHeaderParser {
    private static final int SELECT = 2; // SELECT_SCREEN_CONTENT_TOOLS, SELECT_INTEGER_MV
    private static final int UNSPECIFIED = 2;
    private static final int BT_709 = 1;
    private static final int SRGB = 13;
    private static final int IDENTITY = 0;
    private static final double MAX_FRAME_RATE = 1000;

    private final BitReader in;
    private boolean reduced;
    private OptionalDouble frameRate = OptionalDouble.empty();
    private boolean equalInterval;
    private boolean decoderModel;
    private int bufferDelayBits;
    private int presentationTimeBits;
    private int operatingPoint;
    private int level;
    private boolean highTier;
    private int frameIdBits;
    private int screenContentTools = SELECT;
    private int integerMv = SELECT;
    private int orderHintBits;

    SequenceHeaderParser(BitReader in) {
        this.in = in;
    }

    Optional<SequenceHeader> parse() {
        int profile = in.number(3);
        boolean stillPicture = in.flag();
        reduced = in.flag();
        if (reduced) {
            level = in.number(5);
        } else {
            parseTiming();
            parseOperatingPoints();
        }
        int widthBits = in.number(4) + 1;
        int heightBits = in.number(4) + 1;
        int width = in.number(widthBits) + 1;
        int height = in.number(heightBits) + 1;
        parseTools();
        Colour colour = parseColour(profile);
        in.skip(1); // film_grain_params_present
        // AV1 §6.4.1: larger profiles are reserved, and reduced headers are of still pictures
        if (in.failed() || profile > 2 || (reduced && !stillPicture)) {
            return Optional.empty();
        }
        FrameHeaderFields fields =
                new FrameHeaderFields(
                        widthBits,
                        heightBits,
                        frameIdBits,
                        screenContentTools,
                        integerMv,
                        equalInterval ? 0 : presentationTimeBits,
                        orderHintBits,
                        decoderModel);
        return Optional.of(
                new SequenceHeader(
                        profile,
                        stillPicture,
                        reduced,
                        operatingPoint,
                        level,
                        highTier,
                        width,
                        height,
                        frameRate,
                        colour,
                        fields));
    }

    /// `timing_info()` and `decoder_model_info()`, AV1 §5.5.3 and §5.5.4.
    private void parseTiming() {
        if (!in.flag()) {
            return;
        }
        long unitsInTick = in.bits(32);
        long timeScale = in.bits(32);
        equalInterval = in.flag();
        if (equalInterval) {
            long ticks = in.variableLength() + 1;
            double rate = (double) timeScale / ((double) unitsInTick * ticks);
            if (rate > 0 && rate <= MAX_FRAME_RATE) {
                frameRate = OptionalDouble.of(rate);
            }
        }
        decoderModel = in.flag();
        if (decoderModel) {
            bufferDelayBits = in.number(5) + 1;
            in.skip(32); // num_units_in_decoding_tick
            in.skip(5); // buffer_removal_time_length_minus_1
            presentationTimeBits = in.number(5) + 1;
        }
    }

    private void parseOperatingPoints() {
        boolean displayDelay = in.flag();
        int count = in.number(5) + 1;
        for (int i = 0; i < count; i++) {
            int idc = in.number(12);
            int levelIdx = in.number(5);
            boolean tier = levelIdx > 7 && in.flag();
            if (i == 0) {
                operatingPoint = idc;
                level = levelIdx;
                highTier = tier;
            }
            if (decoderModel && in.flag()) {
                in.skip(2 * bufferDelayBits + 1);
            }
            if (displayDelay && in.flag()) {
                in.skip(4);
            }
        }
    }

    private void parseTools() {
        if (!reduced && in.flag()) {
            int deltaFrameIdBits = in.number(4) + 2;
            frameIdBits = in.number(3) + deltaFrameIdBits + 1;
        }
        in.skip(3); // use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter
        if (!reduced) {
            parseInterTools();
        }
        in.skip(3); // enable_superres, enable_cdef, enable_restoration
    }

    private void parseInterTools() {
        in.skip(4); // interintra and masked compound, warped motion, dual filter
        boolean orderHint = in.flag();
        if (orderHint) {
            in.skip(2); // enable_jnt_comp, enable_ref_frame_mvs
        }
        screenContentTools = in.flag() ? SELECT : in.number(1);
        if (screenContentTools > 0) {
            integerMv = in.flag() ? SELECT : in.number(1);
        }
        if (orderHint) {
            orderHintBits = in.number(3) + 1;
        }
    }

    /// `color_config()`, AV1 §5.5.2.
    private Colour parseColour(int profile) {
        boolean highBitDepth = in.flag();
        boolean twelveBits = profile == 2 && highBitDepth && in.flag();
        int bitDepth = twelveBits ? 12 : highBitDepth ? 10 : 8;
        boolean monochrome = profile != 1 && in.flag();
        boolean described = in.flag();
        int primaries = described ? in.number(8) : UNSPECIFIED;
        int transfer = described ? in.number(8) : UNSPECIFIED;
        int matrix = described ? in.number(8) : UNSPECIFIED;
        boolean rgb = !monochrome && primaries == BT_709 && transfer == SRGB && matrix == IDENTITY;
        boolean fullRange = rgb || in.flag();
        boolean halfWidth = !rgb && (monochrome || halfWidth(profile, twelveBits));
        boolean halfHeight = halfWidth && (monochrome || profile == 0 || (twelveBits && in.flag()));
        int position = halfHeight && !monochrome ? in.number(2) : 0;
        if (!monochrome) {
            in.skip(1); // separate_uv_delta_q
        }
        return new Colour(
                bitDepth,
                monochrome,
                halfWidth,
                halfHeight,
                position,
                primaries,
                transfer,
                matrix,
                fullRange);
    }

    private boolean halfWidth(int profile, boolean twelveBits) {
        return profile == 0 || (profile == 2 && (!twelveBits || in.flag()));
    }
}
