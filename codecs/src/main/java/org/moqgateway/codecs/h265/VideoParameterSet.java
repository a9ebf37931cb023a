package org.moqgateway.codecs.h265;

import java.util.Objects;
import java.util.Optional;
import org.moqgateway.codecs.nal.RbspReader;

/// What a video parameter set says (H.265 §7.3.2.1), as far as a gateway cares.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |F| type = 32 |  LayerId  | TID |  id   |B|A|max layers | sub |N|
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |  vps_reserved_0xffff_16bits   | profile, tier and level …
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// @param id `vps_video_parameter_set_id`, 0 … 15
/// @param maxSubLayers temporal layers that there may be, 1 … 7
/// @param profileTierLevel of the base layer
public record VideoParameterSet(int id, int maxSubLayers, ProfileTierLevel profileTierLevel) {

    /// Reads a NAL unit of type 32, header and emulation prevention included.
    ///
    /// @return empty when the bytes are not a video parameter set
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<VideoParameterSet> parse(byte[] nal, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, nal.length);
        if (length == 0 || NalUnitType.of(nal[offset]) != NalUnitType.VIDEO_PARAMETER_SET) {
            return Optional.empty();
        }
        RbspReader in = new RbspReader().resetToNal(nal, offset, length, 2);
        int id = (int) in.bits(4);
        in.skip(8); // vps_base_layer_internal_flag, …_available_flag, vps_max_layers_minus1
        int maxSubLayers = (int) in.bits(3) + 1;
        in.skip(17); // vps_temporal_id_nesting_flag, vps_reserved_0xffff_16bits
        ProfileTierLevel level = ProfileTierLevel.parse(in, maxSubLayers);
        return in.failed() || maxSubLayers > 7
                ? Optional.empty()
                : Optional.of(new VideoParameterSet(id, maxSubLayers, level));
    }
}
