package org.moqgateway.codecs.vp9;

import java.util.Locale;
import java.util.OptionalDouble;
import org.moqgateway.codecs.ChromaFormat;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;

/// What the colour part of an uncompressed header says (VP9 specification §6.2.2).
///
/// @param profile 0 … 3
/// @param bitDepth 8, 10 or 12
/// @param colourSpace `color_space`, 0 … 7
/// @param fullRange whether samples use all of their range
/// @param halfWidth `subsampling_x`
/// @param halfHeight `subsampling_y`
record Vp9Format(
        int profile,
        int bitDepth,
        int colourSpace,
        boolean fullRange,
        boolean halfWidth,
        boolean halfHeight) {
    /// 8 bits, 4:2:0, of no particular colour.
    static final Vp9Format PROFILE_0 = new Vp9Format(0, 8, 0, false, true, true);

    /// Colour primaries, transfer characteristics and matrix coefficients (ISO/IEC 23091-2) of
    /// each `color_space`. What is unknown or reserved counts as BT.709, the default of the
    /// codec string.
    private static final int[][] COLOURS = {
        {1, 1, 1}, // unknown
        {5, 6, 5}, // BT.601
        {1, 1, 1}, // BT.709
        {6, 6, 6}, // SMPTE 170
        {7, 7, 7}, // SMPTE 240
        {9, 14, 9}, // BT.2020
        {1, 1, 1}, // reserved
        {1, 13, 0}, // sRGB
    };

    private static final int CHROMA_COLOCATED_420 = 1;
    private static final int CHROMA_422 = 2;
    private static final int CHROMA_444 = 3;
    private static final int BT_2020 = 5;
    private static final int BT_2020_12_BITS = 15;

    /// The configuration of pictures of this format and size.
    VideoConfig videoConfig(int width, int height) {
        return new VideoConfig(
                codecString(width, height), width, height, OptionalDouble.empty(), samples());
    }

    /// `vp09.PP.LL.DD`, followed by `.CC.cp.tc.mc.FF` unless all of these are what their
    /// absence means (VP Codec ISO Media File Format Binding, codecs parameter string).
    String codecString(int width, int height) {
        int level = Vp9Level.of(width, height);
        String shortForm =
                String.format(Locale.ROOT, "vp09.%02d.%02d.%02d", profile, level, bitDepth);
        int[] colour = COLOURS[colourSpace];
        int transfer = colourSpace == BT_2020 && bitDepth == 12 ? BT_2020_12_BITS : colour[1];
        String rest =
                String.format(
                        Locale.ROOT,
                        ".%02d.%02d.%02d.%02d.%02d",
                        chromaSubsampling(),
                        colour[0],
                        transfer,
                        colour[2],
                        fullRange ? 1 : 0);
        return rest.equals(".01.01.01.01.00") ? shortForm : shortForm + rest;
    }

    /// The binding has no number for 4:4:0; that of 4:2:2, with as many samples, stands in.
    private int chromaSubsampling() {
        return switch (samples().chroma()) {
            case MONOCHROME, YUV_420 -> CHROMA_COLOCATED_420;
            case YUV_422 -> CHROMA_422;
            case YUV_444 -> CHROMA_444;
        };
    }

    /// Bit depth and chroma sampling; 4:4:0 counts as 4:2:2.
    SampleFormat samples() {
        ChromaFormat chroma = ChromaFormat.YUV_444;
        if (halfWidth && halfHeight) {
            chroma = ChromaFormat.YUV_420;
        } else if (halfWidth || halfHeight) {
            chroma = ChromaFormat.YUV_422;
        }
        return new SampleFormat(bitDepth, chroma);
    }
}
