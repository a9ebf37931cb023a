package org.moqgateway.codecs.vp9;

/// The levels of VP9 (VP9 specification Annex A).
///
/// The bitstream does not tell its level, nor its frame rate. Taken is the lowest level with
/// room for the pictures at [#ASSUMED_FRAME_RATE] a second: enough for what cameras and screens
/// send, and what a decoder is asked for at most.
final class Vp9Level {
    private static final int ASSUMED_FRAME_RATE = 60;

    /// Ten times the level, samples a second, samples of a picture, its longer side.
    private static final long[][] LEVELS = {
        {10, 829_440L, 36_864, 512},
        {11, 2_764_800L, 73_728, 768},
        {20, 4_608_000L, 122_880, 960},
        {21, 9_216_000L, 245_760, 1344},
        {30, 20_736_000L, 552_960, 2048},
        {31, 36_864_000L, 983_040, 2752},
        {40, 83_558_400L, 2_228_224, 4160},
        {41, 160_432_128L, 2_228_224, 4160},
        {50, 311_951_360L, 8_912_896, 8384},
        {51, 588_251_136L, 8_912_896, 8384},
        {52, 1_176_502_272L, 8_912_896, 8384},
        {60, 1_176_502_272L, 35_651_584, 16_832},
        {61, 2_353_004_544L, 35_651_584, 16_832},
        {62, 4_706_009_088L, 35_651_584, 16_832},
    };

    private Vp9Level() {}

    /// Ten times the level; the highest one when the picture is larger than any allows.
    static int of(int width, int height) {
        long samples = (long) width * height;
        for (long[] level : LEVELS) {
            if (samples * ASSUMED_FRAME_RATE <= level[1]
                    && samples <= level[2]
                    && Math.max(width, height) <= level[3]) {
                return (int) level[0];
            }
        }
        return (int) LEVELS[LEVELS.length - 1][0];
    }
}
