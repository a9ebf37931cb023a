package org.moqgateway.codecs.av1;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.moqgateway.codecs.ChromaFormat;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;

/// What a sequence header OBU says (AV1 §5.5), as far as a gateway cares.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |0| 1     |X|S|-|  extension, size | prf |s|r|t| bit fields …
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///       profile, still_picture, reduced_still_picture_header, timing_info_present_flag
///
/// @param profile `seq_profile`: 0 main, 1 high, 2 professional
/// @param stillPicture whether the sequence is a single picture
/// @param reducedStillPicture whether its frame header is implied
///     (`reduced_still_picture_header`)
/// @param operatingPoint `operating_point_idc[0]`: bit t for temporal layer t, bit 8 + s for
///     spatial layer s; 0 when the stream is not scalable
/// @param level `seq_level_idx[0]`: 0 is level 2.0, four to each major level; 31 is unbounded
/// @param highTier `seq_tier[0]`
/// @param maxWidth `max_frame_width_minus_1 + 1`
/// @param maxHeight `max_frame_height_minus_1 + 1`
/// @param frameRate frames per second, empty when the pictures have no equal interval
/// @param colour depth, planes and meaning of the samples
/// @param frameHeaderFields what the parser of frame headers needs to know
public record SequenceHeader(
        int profile,
        boolean stillPicture,
        boolean reducedStillPicture,
        int operatingPoint,
        int level,
        boolean highTier,
        int maxWidth,
        int maxHeight,
        OptionalDouble frameRate,
        Colour colour,
        FrameHeaderFields frameHeaderFields) {

    /// `color_config()` (AV1 §5.5.2).
    ///
    /// @param bitDepth 8, 10 or 12
    /// @param monochrome whether there is luma alone
    /// @param subsamplingX whether chroma has half the width
    /// @param subsamplingY whether chroma has half the height
    /// @param chromaSamplePosition 0 unknown, 1 vertical, 2 colocated
    /// @param primaries `color_primaries` (ITU-T H.273), 2 when not described
    /// @param transfer `transfer_characteristics`, 2 when not described
    /// @param matrix `matrix_coefficients`, 2 when not described
    /// @param fullRange `color_range`
    public record Colour(
            int bitDepth,
            boolean monochrome,
            boolean subsamplingX,
            boolean subsamplingY,
            int chromaSamplePosition,
            int primaries,
            int transfer,
            int matrix,
            boolean fullRange) {

        private boolean described() {
            return primaries != 2 || transfer != 2 || matrix != 2;
        }

        private boolean bt709() {
            return primaries == 1 && transfer == 1 && matrix == 1;
        }

        private boolean usual() {
            boolean usualPlanes = !monochrome && subsamplingY && chromaSamplePosition == 0;
            return usualPlanes && !fullRange && (!described() || bt709());
        }

        private ChromaFormat chroma() {
            if (monochrome) {
                return ChromaFormat.MONOCHROME;
            }
            if (!subsamplingX) {
                return ChromaFormat.YUV_444;
            }
            return subsamplingY ? ChromaFormat.YUV_420 : ChromaFormat.YUV_422;
        }
    }

    /// Lengths and switches that decide how a frame header is laid out (AV1 §5.9.2).
    ///
    /// @param widthBits of `frame_width_minus_1`
    /// @param heightBits of `frame_height_minus_1`
    /// @param frameIdBits of `current_frame_id`, 0 when there is none
    /// @param screenContentTools `seq_force_screen_content_tools`, 2 when each frame tells
    /// @param integerMv `seq_force_integer_mv`, 2 when each frame tells
    /// @param presentationTimeBits of `frame_presentation_time`, 0 when there is none
    /// @param orderHintBits of `order_hint`, 0 when there is none
    /// @param decoderModel whether `buffer_removal_time` can be there
    public record FrameHeaderFields(
            int widthBits,
            int heightBits,
            int frameIdBits,
            int screenContentTools,
            int integerMv,
            int presentationTimeBits,
            int orderHintBits,
            boolean decoderModel) {}

    /// Reads the payload of a sequence header OBU, without OBU header and size.
    ///
    /// @return empty when the bytes are not a sequence header that a picture could use
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<SequenceHeader> parse(byte[] payload, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        return new SequenceHeaderParser(new BitReader().reset(payload, offset, length)).parse();
    }

    /// How many spatial layers the first operating point has, 1 when the stream is not
    /// scalable.
    public int spatialLayers() {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(operatingPoint >> 8 & 0xf));
    }

    /// The codec string of the AV1 ISO media file format binding §5, such as `av01.0.04M.08`.
    ///
    /// The fields that may be left out are there when a decoder would guess one of them
    /// wrongly.
    public String codecString() {
        String needed =
                String.format(
                        Locale.ROOT,
                        "av01.%d.%02d%c.%02d",
                        profile,
                        level,
                        highTier ? 'H' : 'M',
                        colour.bitDepth());
        return colour.usual() ? needed : needed + optionalFields();
    }

    private String optionalFields() {
        return String.format(
                Locale.ROOT,
                ".%d.%d%d%d.%02d.%02d.%02d.%d",
                colour.monochrome() ? 1 : 0,
                colour.subsamplingX() ? 1 : 0,
                colour.subsamplingY() ? 1 : 0,
                colour.chromaSamplePosition(),
                colour.primaries(),
                colour.transfer(),
                colour.matrix(),
                colour.fullRange() ? 1 : 0);
    }

    /// The configuration of pictures of the largest size that the sequence allows.
    public VideoConfig videoConfig() {
        return videoConfig(maxWidth, maxHeight);
    }

    /// The configuration of pictures of another size.
    VideoConfig videoConfig(int width, int height) {
        SampleFormat samples = new SampleFormat(colour.bitDepth(), colour.chroma());
        return new VideoConfig(codecString(), width, height, frameRate, samples);
    }
}
