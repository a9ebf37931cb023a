package org.moqgateway.codecs.h264;

import org.moqgateway.codecs.nal.NalPacketizer;

/// Cuts Annex-B access units into RTP payloads (RFC 6184).
///
/// Packetization mode 1 (§6.3): neighbouring NAL units that fit together share a STAP-A, a NAL
/// unit that fits goes alone. A larger one is cut into FU-A fragments that all have the size of
/// the limit but the last, so that the kernel can segment them.
///
/// Packetization mode 0 (§6.2) has neither: a NAL unit is a payload, and one beyond the limit
/// for payloads is a payload beyond it, which IP fragments on the way. What no datagram can
/// carry cannot be sent at all: a frame with a NAL unit of more than [#MAX_SINGLE_NAL_BYTES]
/// has no payloads, since the rest of it would show a broken picture. The encoder that serves
/// such receivers makes slices that fit.
///
/// Left out are access unit delimiters and filler data, which tell a receiver of RTP nothing,
/// and NAL units whose first byte would mean something else in RTP.
///
/// Thread rule: confined to one thread. Errors: any bytes are accepted; without start code
/// there are no payloads.
public final class H264Packetizer extends NalPacketizer {
    /// Most bytes of a NAL unit in mode 0: a datagram has 65 507 bytes over IPv4, of which RTP
    /// header, extensions and SRTP want some.
    public static final int MAX_SINGLE_NAL_BYTES = 65_000;

    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    /// Creates a packetizer for mode 1.
    public H264Packetizer() {
        this(1);
    }

    /// Creates a packetizer.
    ///
    /// @param packetizationMode what the receiver knows: 0 or 1
    /// @throws IllegalArgumentException when it is another mode
    public H264Packetizer(int packetizationMode) {
        super(1, largestWhole(packetizationMode));
    }

    private static int largestWhole(int packetizationMode) {
        return switch (packetizationMode) {
            case 0 -> MAX_SINGLE_NAL_BYTES;
            case 1 -> 0;
            default ->
                    throw new IllegalArgumentException(
                            "packetizationMode must be 0 or 1, was " + packetizationMode);
        };
    }

    @Override
    protected boolean sendable(byte[] frame, int offset, int length) {
        int header = frame[offset];
        boolean forbidden = (header & 0x80) != 0;
        return !forbidden
                && switch (NalUnitType.of(header)) {
                    case ACCESS_UNIT_DELIMITER, FILLER_DATA, UNSPECIFIED -> false;
                    case SLICE,
                            PARTITION_A,
                            PARTITION_B,
                            PARTITION_C,
                            IDR_SLICE,
                            SEI,
                            SEQUENCE_PARAMETER_SET,
                            PICTURE_PARAMETER_SET,
                            END_OF_SEQUENCE,
                            END_OF_STREAM,
                            EXTENSION ->
                            true;
                };
    }

    /// RFC 6184 §5.7.1: the importance (NRI) is the highest of the NAL units.
    ///
    ///      0                   1                   2                   3
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |F|NRI|  24     |         NALU 1 size           | NALU 1 …
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     | NALU 2 size                   | NALU 2 …                      |
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    @Override
    protected void writeAggregateHeader(byte[] data, int at, boolean first, byte[] frame, int nal) {
        int importance = Math.max(first ? 0 : data[at] & 0x60, frame[nal] & 0x60);
        data[at] = (byte) (importance | STAP_A);
    }

    /// RFC 6184 §5.8: the header byte of the NAL unit is spread over indicator and FU header.
    @Override
    protected void writeFragmentHeader(byte[] data, int at, int position, byte[] frame, int nal) {
        data[at] = (byte) ((frame[nal] & 0x60) | FU_A);
        data[at + 1] = (byte) (position | (frame[nal] & 0x1f));
    }
}
