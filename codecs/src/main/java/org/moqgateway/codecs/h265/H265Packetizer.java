package org.moqgateway.codecs.h265;

import org.moqgateway.codecs.nal.NalPacketizer;

/// Cuts Annex-B access units into RTP payloads (RFC 7798) without decoding order numbers.
///
/// Neighbouring NAL units that fit together share an aggregation packet, a NAL unit that fits
/// goes alone. A larger one is cut into fragmentation units that all have the size of the limit
/// but the last, so that the kernel can segment them. Left out are access unit delimiters and
/// filler data, which tell a receiver of RTP nothing, layers above the base layer, and NAL
/// units whose header is not valid or would mean something else in RTP.
///
/// Thread rule: confined to one thread. Errors: any bytes are accepted; without start code
/// there are no payloads.
public final class H265Packetizer extends NalPacketizer {
    private static final int AGGREGATION_PACKET = 48;
    private static final int FRAGMENTATION_UNIT = 49;

    /// Creates a packetizer.
    public H265Packetizer() {
        super(H265Nal.HEADER_BYTES, 0);
    }

    @Override
    protected boolean sendable(byte[] frame, int offset, int length) {
        return H265Nal.ofBaseLayer(frame, offset, length)
                && switch (NalUnitType.of(frame[offset])) {
                    case ACCESS_UNIT_DELIMITER, FILLER_DATA, UNSPECIFIED -> false;
                    case TRAILING,
                            DECODABLE_LEADING,
                            SKIPPED_LEADING,
                            BROKEN_LINK,
                            IDR,
                            CLEAN_RANDOM_ACCESS,
                            VIDEO_PARAMETER_SET,
                            SEQUENCE_PARAMETER_SET,
                            PICTURE_PARAMETER_SET,
                            END,
                            SEI,
                            RESERVED ->
                            true;
                };
    }

    /// RFC 7798 §4.4.2: layer and TemporalId are the lowest of the NAL units.
    @Override
    protected void writeAggregateHeader(byte[] data, int at, boolean first, byte[] frame, int nal) {
        int temporalId = H265Nal.temporalIdPlus1(frame, nal);
        data[at] = AGGREGATION_PACKET << 1;
        data[at + 1] = (byte) (first ? temporalId : Math.min(temporalId, data[at + 1]));
    }

    /// RFC 7798 §4.4.3: the type of the NAL unit moves into the FU header.
    @Override
    protected void writeFragmentHeader(byte[] data, int at, int position, byte[] frame, int nal) {
        data[at] = (byte) ((frame[nal] & 0x81) | (FRAGMENTATION_UNIT << 1));
        data[at + 1] = frame[nal + 1];
        data[at + 2] = (byte) (position | NalUnitType.code(frame[nal]));
    }
}
