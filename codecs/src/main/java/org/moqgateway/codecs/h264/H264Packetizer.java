package org.moqgateway.codecs.h264;

import java.util.Arrays;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;

/// Cuts Annex-B access units into RTP payloads, packetization mode 1 (RFC 6184 §6.3).
///
/// Neighbouring NAL units that fit together share a STAP-A, a NAL unit that fits goes alone. A
/// larger one is cut into FU-A fragments that all have the size of the limit but the last, so that
/// the kernel can segment them. Left out are access unit delimiters and filler data, which tell a
/// receiver of RTP nothing, and NAL units whose first byte would mean something else in RTP.
///
/// Thread rule: confined to one thread. Errors: any bytes are accepted; without start code there
/// are no payloads.
public final class H264Packetizer implements Packetizer {
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;
    private static final int FU_BYTES = 2;
    private static final int SIZE_BYTES = 2;
    private static final int LARGEST_SIZE = 0xffff;
    private static final int RETAINED_NALS = 1024;
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_BOUNDS = {};

    private final AnnexBReader reader = new AnnexBReader();
    private int[] nalOffsets = new int[16];
    private int[] nalLengths = new int[16];
    private int nalCount;

    private byte[] frame = NO_BYTES;
    private int limit;
    private byte[] data = NO_BYTES;
    private int dataBytes;
    private int[] bounds = NO_BOUNDS;
    private int payloadCount;

    /// Creates a packetizer.
    public H264Packetizer() {}

    @Override
    public PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes) {
        if (maxPayloadBytes <= FU_BYTES) {
            throw new IllegalArgumentException(
                    "maxPayloadBytes must be at least 3, was " + maxPayloadBytes);
        }
        this.frame = frame;
        limit = Math.min(maxPayloadBytes, LARGEST_SIZE);
        findNals(offset, length);
        measure();
        for (int nal = 0; nal < nalCount; ) {
            nal = write(nal);
        }
        PacketizedFrame packetized = new PacketizedFrame(data, bounds);
        release();
        return packetized;
    }

    private void findNals(int offset, int length) {
        nalCount = 0;
        reader.reset(frame, offset, length);
        while (reader.next()) {
            if (!sendable(frame[reader.nalOffset()])) {
                continue;
            }
            if (nalCount == nalOffsets.length) {
                nalOffsets = Arrays.copyOf(nalOffsets, nalCount * 2);
                nalLengths = Arrays.copyOf(nalLengths, nalCount * 2);
            }
            nalOffsets[nalCount] = reader.nalOffset();
            nalLengths[nalCount] = reader.nalLength();
            nalCount++;
        }
    }

    private static boolean sendable(int header) {
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

    /// Counts payloads and bytes, so that the arrays have their final size at once.
    private void measure() {
        int payloads = 0;
        int bytes = 0;
        for (int nal = 0; nal < nalCount; ) {
            int next = endOfPayload(nal);
            int fragments = fragments(nalLengths[nal]);
            payloads += fragments;
            if (fragments > 1) {
                bytes += nalLengths[nal] - 1 + fragments * FU_BYTES;
            } else {
                bytes += next - nal > 1 ? aggregateBytes(nal, next) : nalLengths[nal];
            }
            nal = next;
        }
        data = new byte[bytes];
        dataBytes = 0;
        bounds = new int[payloads + 1];
        payloadCount = 0;
    }

    private int fragments(int nalBytes) {
        return nalBytes <= limit ? 1 : Math.ceilDiv(nalBytes - 1, limit - FU_BYTES);
    }

    private int aggregateBytes(int nal, int end) {
        int bytes = 1;
        for (int i = nal; i < end; i++) {
            bytes += SIZE_BYTES + nalLengths[i];
        }
        return bytes;
    }

    /// The first NAL unit that does not go into the payload which begins with this one.
    private int endOfPayload(int nal) {
        int room = limit - 1 - SIZE_BYTES - nalLengths[nal];
        int end = nal + 1;
        while (end < nalCount && SIZE_BYTES + nalLengths[end] <= room) {
            room -= SIZE_BYTES + nalLengths[end];
            end++;
        }
        return end;
    }

    private int write(int nal) {
        int end = endOfPayload(nal);
        if (end - nal > 1) {
            writeStapA(nal, end);
        } else if (nalLengths[nal] > limit) {
            writeFuA(nalOffsets[nal], nalLengths[nal]);
        } else {
            copy(nalOffsets[nal], nalLengths[nal]);
            endPayload();
        }
        return end;
    }

    /// RFC 6184 §5.7.1: the importance (NRI) is the highest of the NAL units.
    private void writeStapA(int nal, int end) {
        int header = dataBytes++;
        int importance = 0;
        for (int i = nal; i < end; i++) {
            importance = Math.max(importance, frame[nalOffsets[i]] & 0x60);
            data[dataBytes++] = (byte) (nalLengths[i] >> 8);
            data[dataBytes++] = (byte) nalLengths[i];
            copy(nalOffsets[i], nalLengths[i]);
        }
        data[header] = (byte) (importance | STAP_A);
        endPayload();
    }

    /// RFC 6184 §5.8: the header byte of the NAL unit is spread over indicator and FU header.
    private void writeFuA(int offset, int length) {
        int header = frame[offset];
        int at = offset + 1;
        int end = offset + length;
        int position = FU_START;
        while (at < end) {
            int bytes = Math.min(limit - FU_BYTES, end - at);
            if (at + bytes == end) {
                position = FU_END;
            }
            data[dataBytes++] = (byte) ((header & 0x60) | FU_A);
            data[dataBytes++] = (byte) (position | (header & 0x1f));
            copy(at, bytes);
            endPayload();
            at += bytes;
            position = 0;
        }
    }

    private void copy(int offset, int length) {
        System.arraycopy(frame, offset, data, dataBytes, length);
        dataBytes += length;
    }

    private void endPayload() {
        bounds[++payloadCount] = dataBytes;
    }

    /// Keeps neither the frame nor scratch space that only an odd frame needs.
    private void release() {
        frame = data = NO_BYTES;
        bounds = NO_BOUNDS;
        if (nalOffsets.length > RETAINED_NALS) {
            nalOffsets = new int[16];
            nalLengths = new int[16];
        }
    }
}
