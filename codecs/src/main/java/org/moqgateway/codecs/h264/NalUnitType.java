package org.moqgateway.codecs.h264;

/// The type of a NAL unit (H.264 §7.4.1, Table 7-1), the low five bits of its first byte.
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |F|NRI|  Type   |   F: forbidden_zero_bit, NRI: nal_ref_idc
///     +-+-+-+-+-+-+-+-+
public enum NalUnitType {
    /// 1: a slice of a picture that is not an IDR picture.
    SLICE,
    /// 2: slice data partition A, with the slice header.
    PARTITION_A,
    /// 3: slice data partition B.
    PARTITION_B,
    /// 4: slice data partition C.
    PARTITION_C,
    /// 5: a slice of an IDR picture.
    IDR_SLICE,
    /// 6: supplemental enhancement information.
    SEI,
    /// 7: sequence parameter set.
    SEQUENCE_PARAMETER_SET,
    /// 8: picture parameter set.
    PICTURE_PARAMETER_SET,
    /// 9: access unit delimiter.
    ACCESS_UNIT_DELIMITER,
    /// 10: end of sequence.
    END_OF_SEQUENCE,
    /// 11: end of stream.
    END_OF_STREAM,
    /// 12: filler data.
    FILLER_DATA,
    /// 13 … 23: extensions and reserved types, which a decoder that does not know them ignores.
    EXTENSION,
    /// 0 and 24 … 31: not for use in a bitstream; RTP gives a meaning of its own to some of them.
    UNSPECIFIED;

    private static final NalUnitType[] BY_CODE = table();

    /// The type that the first byte of a NAL unit tells.
    ///
    /// @param header the byte, of which bits above the lowest eight are ignored
    public static NalUnitType of(int header) {
        return BY_CODE[header & 0x1f];
    }

    private static NalUnitType[] table() {
        NalUnitType[] byCode = new NalUnitType[32];
        for (int code = 0; code < byCode.length; code++) {
            boolean unspecified = code == 0 || code > 23;
            byCode[code] = unspecified ? UNSPECIFIED : code > 12 ? EXTENSION : values()[code - 1];
        }
        return byCode;
    }
}
