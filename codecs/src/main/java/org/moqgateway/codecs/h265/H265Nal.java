package org.moqgateway.codecs.h265;

/// The two header bytes of a NAL unit (H.265 §7.3.1.2).
///
///      0                   1
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |F|   Type    |  LayerId  | TID |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
final class H265Nal {
    static final int HEADER_BYTES = 2;

    private H265Nal() {}

    static int layerId(byte[] nal, int offset) {
        return ((nal[offset] & 1) << 5) | ((nal[offset + 1] & 0xff) >> 3);
    }

    /// `nuh_temporal_id_plus1`, 1 … 7 where the header is valid.
    static int temporalIdPlus1(byte[] nal, int offset) {
        return nal[offset + 1] & 7;
    }

    /// Whether a NAL unit has a valid header of the base layer.
    static boolean ofBaseLayer(byte[] nal, int offset, int length) {
        return length >= HEADER_BYTES
                && (nal[offset] & 0x80) == 0
                && layerId(nal, offset) == 0
                && temporalIdPlus1(nal, offset) > 0;
    }
}
