package org.moqgateway.codecs.h264;

import java.util.Objects;
import java.util.Optional;
import org.moqgateway.codecs.nal.RbspReader;

/// The identifiers at the head of a picture parameter set (H.264 §7.3.2.2).
///
/// @param id `pic_parameter_set_id`, 0 … 255: what slices refer to
/// @param spsId `seq_parameter_set_id`, 0 … 31: the sequence parameter set it builds on
public record PictureParameterSet(int id, int spsId) {

    /// Reads a NAL unit of type 8, header byte and emulation prevention included.
    ///
    /// @return empty when the bytes are not a picture parameter set
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static Optional<PictureParameterSet> parse(byte[] nal, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, nal.length);
        if (length == 0 || NalUnitType.of(nal[offset]) != NalUnitType.PICTURE_PARAMETER_SET) {
            return Optional.empty();
        }
        RbspReader in = new RbspReader().resetToNal(nal, offset, length, 1);
        int id = in.unsignedExpGolomb(255);
        int spsId = in.unsignedExpGolomb(31);
        return in.failed() ? Optional.empty() : Optional.of(new PictureParameterSet(id, spsId));
    }
}
