package org.moqgateway.codecs.nal;

import java.util.Arrays;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;

/// Cuts Annex-B access units into RTP payloads.
///
/// Neighbouring NAL units that fit together share an aggregation packet, a NAL unit that fits
/// goes alone. A larger one is cut into fragments that all have the size of the limit but the
/// last, so that the kernel can segment them. The payload structures of H.264 and H.265 differ
/// in the size of their headers alone: an aggregate has as many as a NAL unit, a fragment one
/// byte more.
///
/// Thread rule: confined to one thread. Errors: any bytes are accepted; without start code
/// there are no payloads.
public abstract class NalPacketizer implements Packetizer {
    /// The first fragment of a NAL unit, in the FU header.
    private static final int FU_START = 0x80;

    private static final int FU_END = 0x40;
    private static final int SIZE_BYTES = 2;
    private static final int LARGEST_SIZE = 0xffff;
    private static final int RETAINED_NALS = 1024;
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_BOUNDS = {};

    private final int headerBytes;
    private final int fuBytes;
    private final int largestWhole;
    private final AnnexBReader reader = new AnnexBReader();
    private int[] nalOffsets = new int[16];
    private int[] nalLengths = new int[16];
    private int nalCount;
    private boolean unsendable;

    private byte[] frame = NO_BYTES;
    private int limit;
    private byte[] data = NO_BYTES;
    private int dataBytes;
    private int[] bounds = NO_BOUNDS;
    private int payloadCount;

    /// Creates a packetizer.
    ///
    /// @param headerBytes of a NAL unit: 1 or 2
    /// @param largestWhole 0 for one that aggregates and fragments; otherwise every NAL unit
    ///     goes alone and whole whatever the limit says, and a frame with one of more bytes
    ///     than this has no payloads
    protected NalPacketizer(int headerBytes, int largestWhole) {
        this.headerBytes = headerBytes;
        this.fuBytes = headerBytes + 1;
        this.largestWhole = largestWhole;
    }

    /// Whether a NAL unit goes over RTP.
    protected abstract boolean sendable(byte[] frame, int offset, int length);

    /// Writes the header of an aggregation packet for one NAL unit, or adds another one to it.
    ///
    /// @param first whether nothing is written yet
    /// @param nal where the NAL unit begins in the frame
    protected abstract void writeAggregateHeader(
            byte[] data, int at, boolean first, byte[] frame, int nal);

    /// Writes the headers of a fragment, one byte more than those of a NAL unit.
    ///
    /// @param position the two uppermost bits of the FU header
    /// @param nal where the NAL unit begins in the frame
    protected abstract void writeFragmentHeader(
            byte[] data, int at, int position, byte[] frame, int nal);

    @Override
    public final PacketizedFrame packetize(
            byte[] frame, int offset, int length, int maxPayloadBytes) {
        if (maxPayloadBytes <= fuBytes) {
            throw new IllegalArgumentException(
                    "maxPayloadBytes must be at least "
                            + (fuBytes + 1)
                            + ", was "
                            + maxPayloadBytes);
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
        unsendable = false;
        reader.reset(frame, offset, length);
        while (reader.next()) {
            if (sendable(frame, reader.nalOffset(), reader.nalLength())) {
                add(reader.nalOffset(), reader.nalLength());
            }
        }
        if (unsendable) {
            nalCount = 0;
        }
    }

    private void add(int offset, int length) {
        if (nalCount == nalOffsets.length) {
            nalOffsets = Arrays.copyOf(nalOffsets, nalCount * 2);
            nalLengths = Arrays.copyOf(nalLengths, nalCount * 2);
        }
        nalOffsets[nalCount] = offset;
        nalLengths[nalCount] = length;
        nalCount++;
        unsendable |= largestWhole > 0 && length > largestWhole;
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
                bytes += nalLengths[nal] - headerBytes + fragments * fuBytes;
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
        return largestWhole > 0 || nalBytes <= limit
                ? 1
                : Math.ceilDiv(nalBytes - headerBytes, limit - fuBytes);
    }

    private int aggregateBytes(int nal, int end) {
        int bytes = headerBytes;
        for (int i = nal; i < end; i++) {
            bytes += SIZE_BYTES + nalLengths[i];
        }
        return bytes;
    }

    /// The first NAL unit that does not go into the payload which begins with this one.
    private int endOfPayload(int nal) {
        int end = nal + 1;
        if (largestWhole > 0) {
            return end;
        }
        int room = limit - headerBytes - SIZE_BYTES - nalLengths[nal];
        while (end < nalCount && SIZE_BYTES + nalLengths[end] <= room) {
            room -= SIZE_BYTES + nalLengths[end];
            end++;
        }
        return end;
    }

    private int write(int nal) {
        int end = endOfPayload(nal);
        if (end - nal > 1) {
            writeAggregate(nal, end);
        } else if (fragments(nalLengths[nal]) > 1) {
            writeFragments(nalOffsets[nal], nalLengths[nal]);
        } else {
            copy(nalOffsets[nal], nalLengths[nal]);
            endPayload();
        }
        return end;
    }

    private void writeAggregate(int nal, int end) {
        int header = dataBytes;
        dataBytes += headerBytes;
        for (int i = nal; i < end; i++) {
            writeAggregateHeader(data, header, i == nal, frame, nalOffsets[i]);
            data[dataBytes++] = (byte) (nalLengths[i] >> 8);
            data[dataBytes++] = (byte) nalLengths[i];
            copy(nalOffsets[i], nalLengths[i]);
        }
        endPayload();
    }

    /// The header of the NAL unit is not copied: it is spread over the headers of the
    /// fragments.
    private void writeFragments(int offset, int length) {
        int at = offset + headerBytes;
        int end = offset + length;
        int position = FU_START;
        while (at < end) {
            int bytes = Math.min(limit - fuBytes, end - at);
            if (at + bytes == end) {
                position = FU_END;
            }
            writeFragmentHeader(data, dataBytes, position, frame, offset);
            dataBytes += fuBytes;
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
