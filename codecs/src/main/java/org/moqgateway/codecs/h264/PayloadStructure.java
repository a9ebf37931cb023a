package org.moqgateway.codecs.h264;

/// What the first byte of an RTP payload announces (RFC 6184 §5.2, Table 1).
enum PayloadStructure {
    /// 1 … 23: one NAL unit, as it is (§5.6).
    SINGLE_NAL_UNIT,
    /// 24: several NAL units of one time, each behind its length (§5.7.1).
    STAP_A,
    /// 28: a fragment of a NAL unit (§5.8).
    FU_A,
    /// 25, 26, 27, 29: structures of the interleaved mode, which WebRTC never negotiates.
    INTERLEAVED,
    /// 0, 30, 31.
    UNDEFINED;

    static PayloadStructure of(int firstByte) {
        return switch (firstByte & 0x1f) {
            case 24 -> STAP_A;
            case 28 -> FU_A;
            case 25, 26, 27, 29 -> INTERLEAVED;
            case 0, 30, 31 -> UNDEFINED;
            default -> SINGLE_NAL_UNIT;
        };
    }
}
