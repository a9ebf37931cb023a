package org.moqgateway.codecs.h265;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.nal.RbspReader;

/// What a sequence parameter set says (H.265 §7.3.2.2 and Annex E), as far as a gateway cares.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |F| type = 33 |  LayerId  | TID |  VPS  | sub |N| profile, tier
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     and level (96 bits and more), sps_seq_parameter_set_id ue(v), Exp-Golomb codes …
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// @param id `sps_seq_parameter_set_id`, 0 … 15
/// @param vpsId the video parameter set it builds on, 0 … 15
/// @param maxSubLayers temporal layers that there may be, 1 … 7
/// @param temporalIdNesting `sps_temporal_id_nesting_flag`
/// @param profileTierLevel of the bitstream
/// @param width of the pictures in pixels, within the conformance window
/// @param height of the pictures in pixels, within the conformance window
/// @param samples bit depth of luma, and chroma sampling
/// @param chromaBitDepth bits of a chroma sample, 8 … 16
/// @param separateColourPlanes `separate_colour_plane_flag`
/// @param orderBits bits of `slice_pic_order_cnt_lsb`, 4 … 16
/// @param frameRate pictures per second from the VUI timing, empty when it has none that makes
///     sense
/// @param colour from the VUI, empty when it does not tell
public record SequenceParameterSet(
        int id,
        int vpsId,
        int maxSubLayers,
        boolean temporalIdNesting,
        ProfileTierLevel profileTierLevel,
        int width,
        int height,
        SampleFormat samples,
        int chromaBitDepth,
        boolean separateColourPlanes,
        int orderBits,
        OptionalDouble frameRate,
        Optional<ColourDescription> colour) {

    /// Reads a NAL unit of type 33, header and emulation prevention included.
    ///
    /// A VUI that is cut or senseless counts as absent: pictures do not depend on it.
    ///
    /// @return empty when the bytes are not a sequence parameter set that a picture could use
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<SequenceParameterSet> parse(byte[] nal, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, nal.length);
        boolean isSps =
                length > 0 && NalUnitType.of(nal[offset]) == NalUnitType.SEQUENCE_PARAMETER_SET;
        return isSps
                ? new SpsParser(new RbspReader().resetToNal(nal, offset, length, 2)).parse()
                : Optional.empty();
    }

    /// The codec string for parameter sets inside the bitstream, such as `hev1.1.6.L93.B0`.
    public String codecString() {
        return profileTierLevel.codecString("hev1");
    }

    /// The configuration that pictures with this parameter set have.
    public VideoConfig videoConfig() {
        return new VideoConfig(codecString(), width, height, frameRate, samples);
    }
}
