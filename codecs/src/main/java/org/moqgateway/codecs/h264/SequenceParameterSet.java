package org.moqgateway.codecs.h264;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.nal.RbspReader;

/// What a sequence parameter set says (H.264 §7.3.2.1.1 and Annex E), as far as a gateway
/// cares.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |F|NRI|  7      |  profile_idc  |0 1 2 3 4 5 0 0|   level_idc   |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     | seq_parameter_set_id ue(v), Exp-Golomb codes from here on …   |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///                                     constraint_set0_flag … set5_flag
///
/// @param id `seq_parameter_set_id`, 0 … 31
/// @param profileIdc 0 … 255
/// @param constraints the byte between profile and level, `constraint_set0_flag` uppermost
/// @param levelIdc ten times the level, 0 … 255
/// @param width of the pictures in pixels, after cropping
/// @param height of the frames in pixels, after cropping; both fields when interlaced
/// @param samples bit depth of luma, and chroma sampling
/// @param chromaBitDepth bits of a chroma sample, 8 … 14
/// @param frameRate frames per second from the VUI timing, empty when it has none that makes
///     sense
/// @param maxNumReorderFrames how many frames may precede another in decoding order and follow
///     it in output order; empty when the VUI has no bitstream restriction
/// @param pictureOrder how slice headers tell the output order
public record SequenceParameterSet(
        int id,
        int profileIdc,
        int constraints,
        int levelIdc,
        int width,
        int height,
        SampleFormat samples,
        int chromaBitDepth,
        OptionalDouble frameRate,
        OptionalInt maxNumReorderFrames,
        PictureOrder pictureOrder) {

    /// Reads a NAL unit of type 7, header byte and emulation prevention included.
    ///
    /// A VUI that is cut or senseless counts as absent: some cameras write such, and pictures
    /// do not depend on it.
    ///
    /// @return empty when the bytes are not a sequence parameter set that a picture could use
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<SequenceParameterSet> parse(byte[] nal, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, nal.length);
        boolean isSps =
                length > 0 && NalUnitType.of(nal[offset]) == NalUnitType.SEQUENCE_PARAMETER_SET;
        return isSps
                ? new SpsParser(new RbspReader().resetToNal(nal, offset, length, 1)).parse()
                : Optional.empty();
    }

    /// The RFC 6381 codec string for parameter sets inside the bitstream, such as
    /// `avc3.64002a`.
    public String codecString() {
        return String.format(Locale.ROOT, "avc3.%02x%02x%02x", profileIdc, constraints, levelIdc);
    }

    /// The configuration that pictures with this parameter set have.
    public VideoConfig videoConfig() {
        return new VideoConfig(codecString(), width, height, frameRate, samples);
    }
}
