package org.moqgateway.codecs.g722;

import static org.moqgateway.codecs.g722.G722Decoder.saturate;

/// The decoder of one sub-band (G.722 §6.2.1 and §6.2.2): inverse quantizer, its adaptation,
/// and the predictor. All arithmetic is that of the 16-bit variables of the Recommendation.
final class SubBand {
    /// Outputs of the 60-level quantizer, positive half (G.722 table 14).
    private static final int[] LEVELS_60 = {
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576,
        6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136
    };

    /// Outputs of the 15-level quantizer, positive half without zero (G.722 table 16).
    private static final int[] LEVELS_15 = {20456, 12896, 8968, 6288, 4240, 2584, 1200};

    /// How the log of the step grows with these levels, and with level zero (W_L, table 15).
    private static final int[] LOG_STEPS_15 = {3042, 1198, 538, 334, 172, 58, -30};

    private static final int LOG_STEP_15_OF_ZERO = -60;

    /// Outputs of the 4-level quantizer (G.722 table 19), and how the log of its step grows
    /// (W_H).
    private static final int[] LEVELS_4 = {-7408, -1616, 7408, 1616};

    private static final int[] LOG_STEPS_4 = {798, -214, 798, -214};

    /// `2048 · 2^(i / 32)` (ILB, G.722 table 13).
    private static final int[] ANTILOG = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774,
        2834, 2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838,
        3922, 4008
    };

    private static final int ZEROS = 6;

    private final int[] levels; // of the whole code
    private final int predictionShift; // bits of the code that the predictor does not see
    private final int[] predictionLevels; // of what the predictor sees of it
    private final int[] logSteps; // likewise
    private final int largestLog;
    private final int antilogShift;

    private int log;
    private int step;

    private int prediction;
    private int zeroPrediction;
    private final int[] zeroCoefficients = new int[ZEROS];
    private final int[] differences = new int[ZEROS]; // newest first
    private int pole1;
    private int pole2;
    private int reconstructed1;
    private boolean negative1; // signs of the partial reconstruction, newest first
    private boolean negative2;

    private SubBand(Quantizer quantizer, int largestLog, int antilogShift, int firstStep) {
        levels = quantizer.levels();
        predictionShift = quantizer.predictionShift();
        predictionLevels = quantizer.predictionLevels();
        logSteps = quantizer.logSteps();
        this.largestLog = largestLog;
        this.antilogShift = antilogShift;
        step = firstStep;
    }

    @SuppressWarnings("ArrayRecordComponent") // tables of this class, never modified
    private record Quantizer(
            int[] levels, int predictionShift, int[] predictionLevels, int[] logSteps) {}

    /// The band of 6 bits below 4 kHz. The predictor sees the upper four, so that a channel may
    /// take the lower two for data.
    static SubBand lower() {
        int[] levels = new int[64];
        for (int code = 0; code < 64; code++) {
            if (code < 4) {
                levels[code] = -LEVELS_60[29];
            } else if (code < 32) {
                levels[code] = -LEVELS_60[code - 4];
            } else if (code < 62) {
                levels[code] = LEVELS_60[code - 32];
            } else {
                levels[code] = -LEVELS_60[code - 34];
            }
        }
        int[] predictionLevels = new int[16];
        int[] logSteps = new int[16];
        logSteps[0] = LOG_STEP_15_OF_ZERO;
        logSteps[15] = LOG_STEP_15_OF_ZERO;
        for (int i = 0; i < LEVELS_15.length; i++) {
            predictionLevels[1 + i] = -LEVELS_15[i];
            predictionLevels[8 + i] = LEVELS_15[i];
            logSteps[1 + i] = LOG_STEPS_15[i];
            logSteps[8 + i] = LOG_STEPS_15[i];
        }
        return new SubBand(new Quantizer(levels, 2, predictionLevels, logSteps), 18_432, 8, 32);
    }

    /// The band of 2 bits above 4 kHz.
    static SubBand higher() {
        return new SubBand(new Quantizer(LEVELS_4, 0, LEVELS_4, LOG_STEPS_4), 22_528, 10, 8);
    }

    /// Takes the next code and gives the sample of the band, 15 bits.
    int decode(int code) {
        int sample = Math.clamp(prediction + ((step * levels[code]) >> 15), -16_384, 16_383);
        int seen = code >> predictionShift;
        int difference = (step * predictionLevels[seen]) >> 15;
        adaptStep(logSteps[seen]);
        adaptPredictor(difference);
        return sample;
    }

    /// Blocks 3L and 3H: LOGSCL and SCALEL.
    private void adaptStep(int logStep) {
        log = Math.clamp(((log * 127) >> 7) + logStep, 0, largestLog);
        int mantissa = ANTILOG[log >> 6 & 31];
        int shift = antilogShift - (log >> 11);
        step = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    }

    /// Blocks 4L and 4H: two poles and six zeros, each pulled towards the signs that agree.
    private void adaptPredictor(int difference) {
        int reconstructed = saturate(prediction + difference);
        boolean negative = saturate(zeroPrediction + difference) < 0;
        adaptPoles(negative);
        negative2 = negative1;
        negative1 = negative;
        adaptZeros(difference);
        int polePrediction =
                saturate(
                        ((pole1 * saturate(2 * reconstructed)) >> 15)
                                + ((pole2 * saturate(2 * reconstructed1)) >> 15));
        reconstructed1 = reconstructed;
        prediction = saturate(polePrediction + zeroPrediction);
    }

    /// UPPOL2 and UPPOL1.
    private void adaptPoles(boolean negative) {
        int quadruple = saturate(pole1 << 2);
        int pull = negative == negative1 ? saturate(-quadruple) : quadruple;
        int push = negative == negative2 ? 128 : -128;
        int leaked2 = (pole2 * 32_512) >> 15;
        int leaked1 = (pole1 * 32_640) >> 15;
        pole2 = Math.clamp((pull >> 7) + push + leaked2, -12_288, 12_288);
        int limit = 15_360 - pole2;
        pole1 = Math.clamp(leaked1 + (negative == negative1 ? 192 : -192), -limit, limit);
    }

    /// UPZERO, and FILTEZ over the differences that are one sample older then.
    private void adaptZeros(int difference) {
        int pull = difference == 0 ? 0 : 128;
        int sum = 0;
        for (int i = ZEROS - 1; i >= 0; i--) {
            boolean agree = difference < 0 == differences[i] < 0;
            int leaked = (zeroCoefficients[i] * 32_640) >> 15;
            zeroCoefficients[i] = saturate(leaked + (agree ? pull : -pull));
            differences[i] = i == 0 ? difference : differences[i - 1];
            sum += (zeroCoefficients[i] * saturate(2 * differences[i])) >> 15;
        }
        zeroPrediction = saturate(sum);
    }
}
