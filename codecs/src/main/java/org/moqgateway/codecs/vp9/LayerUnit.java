package org.moqgateway.codecs.vp9;

/// What is sent as one layer frame, and how it is cut. One instance is reused for every
/// picture.
final class LayerUnit {
    private static final int BASE_BYTES = 3 + 1 + Vp9PayloadDescriptor.MAX_REFERENCES;

    /// The longest descriptor: scalability structure with eight sizes included.
    static final int MAX_DESCRIPTOR_BYTES = BASE_BYTES + 1 + 4 * Superframe.MAX_FRAMES;

    private final byte[] descriptor = new byte[MAX_DESCRIPTOR_BYTES];
    private int baseBytes;
    private int structureBytes;
    private int frameOffset;
    private int frameBytes;
    private int chunk;

    /// Begins anew, with the flags and the picture id that every packet has.
    void reset(int frameOffset, int frameBytes, int flags, int pictureId) {
        this.frameOffset = frameOffset;
        this.frameBytes = frameBytes;
        descriptor[0] = (byte) (Vp9PayloadDescriptor.PICTURE_ID | flags);
        descriptor[1] = (byte) (Vp9PayloadDescriptor.LONG_PICTURE_ID | (pictureId >> 8));
        descriptor[2] = (byte) pictureId;
        baseBytes = 3;
        structureBytes = 0;
    }

    /// Adds a byte of what every packet has.
    void addByte(int value) {
        descriptor[baseBytes++] = (byte) value;
    }

    /// Adds the scalability structure to the first packet, without picture group (RFC 9628
    /// §4.2.1).
    void addStructure(int[] widths, int[] heights, int layers) {
        int at = baseBytes;
        descriptor[at++] = (byte) (((layers - 1) << 5) | Vp9PayloadDescriptor.STRUCTURE_SIZES);
        for (int i = 0; i < layers; i++) {
            descriptor[at++] = (byte) (widths[i] >> 8);
            descriptor[at++] = (byte) widths[i];
            descriptor[at++] = (byte) (heights[i] >> 8);
            descriptor[at++] = (byte) heights[i];
        }
        structureBytes = at - baseBytes;
    }

    /// Chooses the size of the payloads: as few as the limit allows, all equal but the last.
    ///
    /// @return how many there are
    int cut(int maxPayloadBytes) {
        int all = structureBytes + frameBytes;
        int fewest = Math.ceilDiv(all, maxPayloadBytes - baseBytes);
        chunk = Math.max(Math.ceilDiv(all, fewest), structureBytes + 1);
        return Math.ceilDiv(all, chunk);
    }

    /// Bytes of all payloads together.
    int payloadBytes(int payloads) {
        return payloads * baseBytes + structureBytes + frameBytes;
    }

    /// Writes a payload; where it ends.
    int write(byte[] frame, int index, byte[] data, int offset) {
        int before = index == 0 ? 0 : index * chunk - structureBytes;
        int extra = index == 0 ? structureBytes : 0;
        int bytes = Math.min(chunk - extra, frameBytes - before);
        System.arraycopy(descriptor, 0, data, offset, baseBytes + extra);
        if (index == 0) {
            data[offset] |= Vp9PayloadDescriptor.BEGIN;
            data[offset] |= (byte) (extra > 0 ? Vp9PayloadDescriptor.STRUCTURE : 0);
        }
        if (before + bytes == frameBytes) {
            data[offset] |= Vp9PayloadDescriptor.END;
        }
        int at = offset + baseBytes + extra;
        System.arraycopy(frame, frameOffset + before, data, at, bytes);
        return at + bytes;
    }
}
