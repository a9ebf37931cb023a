package org.moqgateway.bench.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Makes an H.264 stream (constrained baseline, CAVLC, one slice) that every decoder can show, of
/// any bitrate, at next to no cost.
///
/// A picture is a run of raw macroblocks (I_PCM, 384 bytes each) as long as the bitrate wants; the
/// other macroblocks are flat in a keyframe and skipped in a delta frame. The first raw macroblock
/// begins with a [FrameStamp], so that nothing on the way (SEI is often thrown away) can part the
/// time from its frame. One thread.
final class SyntheticVideo {
    /// The stream's RFC 6381 codec string.
    static final String CODEC = "avc1.42e01f";

    /// A stamp begins within so many bytes of the slice's first RTP payload.
    static final int STAMP_RANGE = 32;

    private static final int RAW_BYTES = 384;
    private static final int KEYFRAME_RATIO = 5;
    private static final int FRAME_NUMBERS = 16;
    private static final byte[] SPS_HEAD = {0x67, 0x42, (byte) 0xe0, 0x1f};
    private static final int PPS_HEADER = 0x68;
    private static final int IDR_HEADER = 0x65;
    private static final int DELTA_HEADER = 0x61;

    /// What is to be made.
    ///
    /// @param columns width in macroblocks of 16 pixels
    /// @param rows height in macroblocks
    /// @param bitrateBps of the encoded stream, without packet headers
    /// @param framesPerSecond frame rate
    /// @param keyframeInterval frames from keyframe to keyframe
    record Shape(
            int columns, int rows, long bitrateBps, int framesPerSecond, int keyframeInterval) {
        int macroblocks() {
            return columns * rows;
        }
    }

    private final Shape shape;
    private final BitWriter writer = new BitWriter();
    private final byte[] noise = new byte[RAW_BYTES];
    private final byte[] stamped;
    private final byte[] scratch;
    private int sinceKeyframe;
    private boolean keyframeWanted = true;
    private int keyframes;
    private double owedBytes;

    SyntheticVideo(Shape shape) {
        this.shape = shape;
        this.scratch = new byte[2 * RAW_BYTES * shape.macroblocks() + 1024];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RAW_BYTES; i++) {
            noise[i] = (byte) random.nextInt(96, 160);
        }
        stamped = noise.clone();
    }

    /// The next frame is to be a keyframe.
    void wantKeyframe() {
        keyframeWanted = true;
    }

    /// Makes the next frame.
    ///
    /// @param nanos the moment of sending that it tells
    /// @return an Annex-B access unit of its own
    byte[] next(long nanos) {
        boolean key = keyframeWanted || sinceKeyframe >= shape.keyframeInterval();
        if (key) {
            keyframeWanted = false;
            sinceKeyframe = 0;
            keyframes++;
        }
        FrameStamp.write(stamped, 0, nanos);
        int raw = rawMacroblocks(key);
        int end = 0;
        if (key) {
            end = pictureParameters(sequenceParameters(0));
            keyframeSlice(raw);
        } else {
            deltaSlice(raw);
        }
        end = writer.appendNal(scratch, end);
        sinceKeyframe++;
        return Arrays.copyOf(scratch, end);
    }

    /// Keyframes weigh [#KEYFRAME_RATIO] times a delta frame; rounding is carried forward.
    private int rawMacroblocks(boolean key) {
        double perFrame = shape.bitrateBps() / 8.0 / shape.framesPerSecond();
        int interval = shape.keyframeInterval();
        double delta = perFrame * interval / (interval + KEYFRAME_RATIO - 1);
        owedBytes += key ? KEYFRAME_RATIO * delta : delta;
        int raw = Math.clamp(Math.round(owedBytes / RAW_BYTES), 1, shape.macroblocks());
        owedBytes = Math.clamp(owedBytes - (double) raw * RAW_BYTES, -RAW_BYTES, 8.0 * perFrame);
        return raw;
    }

    /// H.264 §7.3.2.1.1, without cropping and VUI.
    private int sequenceParameters(int position) {
        writer.reset().bytes(SPS_HEAD, 0, SPS_HEAD.length);
        writer.unsigned(0) // seq_parameter_set_id
                .unsigned(0) // log2_max_frame_num_minus4
                .unsigned(2) // pic_order_cnt_type: output in decoding order
                .unsigned(1) // max_num_ref_frames
                .bits(0, 1)
                .unsigned(shape.columns() - 1)
                .unsigned(shape.rows() - 1)
                .bits(0b1100, 4) // frame_mbs_only, direct_8x8_inference, no cropping, no VUI
                .stop();
        return writer.appendNal(scratch, position);
    }

    /// H.264 §7.3.2.2: CAVLC, deblocking under the slice's control.
    private int pictureParameters(int position) {
        writer.reset().bits(PPS_HEADER, 8).unsigned(0).unsigned(0).bits(0, 2);
        writer.unsigned(0).unsigned(0).unsigned(0); // slice groups, reference indexes
        writer.bits(0, 3).signed(0).signed(0).signed(0); // no weights, quantizers
        writer.bits(0b100, 3).stop();
        return writer.appendNal(scratch, position);
    }

    /// An I slice: raw macroblocks, then flat ones.
    private void keyframeSlice(int raw) {
        writer.reset().bits(IDR_HEADER, 8).unsigned(0).unsigned(7).unsigned(0).bits(0, 4);
        writer.unsigned(keyframes & 1); // idr_pic_id differs from the one before
        writer.bits(0, 2).signed(0).unsigned(1); // marking, quantizer, no deblocking
        for (int i = 0; i < shape.macroblocks(); i++) {
            if (i < raw) {
                writer.unsigned(25);
                rawSamples(i);
            } else {
                // Intra 16x16, DC prediction, nothing coded: type, chroma mode, quantizer delta.
                writer.unsigned(3).unsigned(0).signed(0);
                noCoefficients(i, raw);
            }
        }
        writer.stop();
    }

    /// `coeff_token` for zero coefficients; a raw neighbour counts as sixteen (H.264 §9.2.1).
    private void noCoefficients(int macroblock, int raw) {
        boolean leftRaw = macroblock % shape.columns() > 0 && macroblock - 1 < raw;
        boolean aboveRaw = macroblock >= shape.columns() && macroblock - shape.columns() < raw;
        if (leftRaw || aboveRaw) {
            writer.bits(0b000011, 6);
        } else {
            writer.bits(1, 1);
        }
    }

    /// A P slice: raw macroblocks from the top, the rest as in the picture before.
    private void deltaSlice(int raw) {
        writer.reset().bits(DELTA_HEADER, 8).unsigned(0).unsigned(5).unsigned(0);
        writer.bits(sinceKeyframe % FRAME_NUMBERS, 4);
        writer.bits(0, 3).signed(0).unsigned(1); // references, marking, quantizer, no deblocking
        for (int i = 0; i < raw; i++) {
            writer.unsigned(0).unsigned(30);
            rawSamples(i);
        }
        if (raw < shape.macroblocks()) {
            writer.unsigned(shape.macroblocks() - raw);
        }
        writer.stop();
    }

    private void rawSamples(int macroblock) {
        writer.align().bytes(macroblock == 0 ? stamped : noise, 0, RAW_BYTES);
    }
}
