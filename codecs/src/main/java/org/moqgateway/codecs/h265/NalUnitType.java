package org.moqgateway.codecs.h265;

/// The type of a NAL unit (H.265 §7.4.2.2, Table 7-1), six bits of its first byte.
///
///      0                   1
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |F|   Type    |  LayerId  | TID |   F: forbidden_zero_bit, TID: TemporalId plus 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
public enum NalUnitType {
    /// 0 … 5: a slice of a trailing picture, of any sub-layer switching (TRAIL, TSA, STSA).
    TRAILING,
    /// 6, 7: a slice of a leading picture that can be decoded from its IRAP picture on (RADL).
    DECODABLE_LEADING,
    /// 8, 9: a slice of a leading picture that cannot be decoded when decoding began with its
    /// IRAP picture (RASL).
    SKIPPED_LEADING,
    /// 16 … 18: a slice of a broken-link picture (BLA).
    BROKEN_LINK,
    /// 19, 20: a slice of an IDR picture.
    IDR,
    /// 21: a slice of a clean random access picture (CRA).
    CLEAN_RANDOM_ACCESS,
    /// 32: video parameter set.
    VIDEO_PARAMETER_SET,
    /// 33: sequence parameter set.
    SEQUENCE_PARAMETER_SET,
    /// 34: picture parameter set.
    PICTURE_PARAMETER_SET,
    /// 35: access unit delimiter.
    ACCESS_UNIT_DELIMITER,
    /// 36, 37: end of sequence, end of bitstream: the next picture begins anew.
    END,
    /// 38: filler data.
    FILLER_DATA,
    /// 39, 40: supplemental enhancement information, before and behind the slices.
    SEI,
    /// 10 … 15, 22 … 31, 41 … 47: reserved types, which a decoder ignores.
    RESERVED,
    /// 48 … 63: not for use in a bitstream; RTP gives a meaning of its own to some of them.
    UNSPECIFIED;

    private static final NalUnitType[] BY_CODE = table();

    /// The type that the first byte of a NAL unit tells.
    ///
    /// @param firstByte the byte, of which other bits than those of the type are ignored
    public static NalUnitType of(int firstByte) {
        return BY_CODE[code(firstByte)];
    }

    /// Whether decoding can begin with the picture (IRAP).
    public boolean beginsDecoding() {
        return this == BROKEN_LINK || this == IDR || this == CLEAN_RANDOM_ACCESS;
    }

    /// `nal_unit_type`.
    static int code(int firstByte) {
        return (firstByte >> 1) & 0x3f;
    }

    /// Whether no picture of the same sub-layer refers to the picture: even types up to 14.
    static boolean subLayerNonReference(int firstByte) {
        int code = code(firstByte);
        return code <= 14 && (code & 1) == 0;
    }

    private static NalUnitType[] table() {
        NalUnitType[] byCode = new NalUnitType[64];
        for (int code = 0; code < byCode.length; code++) {
            byCode[code] = named(code);
        }
        return byCode;
    }

    private static NalUnitType named(int code) {
        return switch (code) {
            case 0, 1, 2, 3, 4, 5 -> TRAILING;
            case 6, 7 -> DECODABLE_LEADING;
            case 8, 9 -> SKIPPED_LEADING;
            case 16, 17, 18 -> BROKEN_LINK;
            case 19, 20 -> IDR;
            case 21 -> CLEAN_RANDOM_ACCESS;
            case 32 -> VIDEO_PARAMETER_SET;
            case 33 -> SEQUENCE_PARAMETER_SET;
            case 34 -> PICTURE_PARAMETER_SET;
            case 35 -> ACCESS_UNIT_DELIMITER;
            case 36, 37 -> END;
            case 38 -> FILLER_DATA;
            case 39, 40 -> SEI;
            default -> code < 48 ? RESERVED : UNSPECIFIED;
        };
    }
}
