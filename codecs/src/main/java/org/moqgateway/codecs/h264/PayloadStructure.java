package org.moqgateway.codecs.h264;

/// What the first byte of an RTP payload announces (RFC 6184 §5.2, Table 1).
enum PayloadStructure {
    /// 1 … 23: one NAL unit, as it is (§5.6).
    SINGLE_NAL_UNIT,
    /// 24: several NAL units of one time, each behind its length (§5.7.1).
    STAP_A,
    /// 25: the same behind a decoding order number.
    STAP_B,
    /// 26: several NAL units, each with a time offset of 16 bits (§5.7.2).
    MTAP16,
    /// 27: several NAL units, each with a time offset of 24 bits (§5.7.2).
    MTAP24,
    /// 28: a fragment of a NAL unit (§5.8).
    FU_A,
    /// 29: the same with a decoding order number.
    FU_B,
    /// 0, 30, 31.
    UNDEFINED;

    private static final PayloadStructure[] OF_TYPE_24 = {
        STAP_A, STAP_B, MTAP16, MTAP24, FU_A, FU_B, UNDEFINED, UNDEFINED
    };

    static PayloadStructure of(int firstByte) {
        int type = firstByte & 0x1f;
        if (type >= 24) {
            return OF_TYPE_24[type - 24];
        }
        return type == 0 ? UNDEFINED : SINGLE_NAL_UNIT;
    }
}
