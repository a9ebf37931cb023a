package org.moqgateway.codecs.h265;

import java.util.Objects;
import java.util.Optional;
import org.moqgateway.codecs.nal.RbspReader;

/// The head of a picture parameter set (H.265 §7.3.2.3).
///
/// ```text
/// pps_pic_parameter_set_id ue(v) | pps_seq_parameter_set_id ue(v)
/// dependent_slice_segments_enabled_flag u(1) | output_flag_present_flag u(1)
/// num_extra_slice_header_bits u(3) | ...
/// ```
///
/// @param id `pps_pic_parameter_set_id`, 0 … 63: what slices refer to
/// @param spsId `pps_seq_parameter_set_id`, 0 … 15: the sequence parameter set it builds on
/// @param outputFlagPresent whether slice headers say if their picture is shown
/// @param extraSliceHeaderBits bits of a slice header that mean nothing, 0 … 7
public record PictureParameterSet(
        int id, int spsId, boolean outputFlagPresent, int extraSliceHeaderBits) {

    /// Reads a NAL unit of type 34, header and emulation prevention included.
    ///
    /// @return empty when the bytes are not a picture parameter set
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<PictureParameterSet> parse(byte[] nal, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, nal.length);
        if (length == 0 || NalUnitType.of(nal[offset]) != NalUnitType.PICTURE_PARAMETER_SET) {
            return Optional.empty();
        }
        RbspReader in = new RbspReader().resetToNal(nal, offset, length, 2);
        int id = in.unsignedExpGolomb(63);
        int spsId = in.unsignedExpGolomb(15);
        in.skip(1); // dependent_slice_segments_enabled_flag
        boolean outputFlagPresent = in.flag();
        int extraBits = (int) in.bits(3);
        return in.failed()
                ? Optional.empty()
                : Optional.of(new PictureParameterSet(id, spsId, outputFlagPresent, extraBits));
    }
}
