package org.moqgateway.codecs.vp8;

/// Reads the VP8 payload descriptor (RFC 7741 §4.2), which begins every RTP payload.
///
///          0 1 2 3 4 5 6 7
///         +-+-+-+-+-+-+-+-+
///         |X|R|N|S|R| PID |  S: start of a partition, PID: which one
///         +-+-+-+-+-+-+-+-+
///     X:  |I|L|T|K| RSV   |
///         +-+-+-+-+-+-+-+-+
///     I:  |M| PictureID   |  7 bits, or 15 with the next byte
///         +-+-+-+-+-+-+-+-+
///     M:  |   PictureID   |
///         +-+-+-+-+-+-+-+-+
///     L:  |   TL0PICIDX   |  counts the frames of the lowest temporal layer
///         +-+-+-+-+-+-+-+-+
///     T/K:|TID|Y| KEYIDX  |  temporal layer, layer sync, keyframe number
///         +-+-+-+-+-+-+-+-+
///
/// Reserved bits are ignored. One instance is reused for every packet.
final class Vp8PayloadDescriptor {
    static final int EXTENDED = 0x80;
    static final int START_OF_PARTITION = 0x10;
    static final int HAS_PICTURE_ID = 0x80;
    static final int LONG_PICTURE_ID = 0x80;
    private static final int HAS_TL0PICIDX = 0x40;
    private static final int HAS_TEMPORAL_ID = 0x20;
    private static final int HAS_KEYIDX = 0x10;

    private int bytes;
    private boolean startOfPartition;
    private int partition;
    private int pictureId;
    private int tl0PicIdx;
    private int temporalId;
    private boolean layerSync;
    private int keyIdx;

    /// Reads the descriptor.
    ///
    /// @return false when the payload is shorter than its descriptor says, or ends with it
    boolean parse(byte[] buffer, int offset, int length) {
        pictureId = tl0PicIdx = temporalId = keyIdx = -1;
        layerSync = false;
        if (length == 0) {
            return false;
        }
        int first = buffer[offset] & 0xff;
        startOfPartition = (first & START_OF_PARTITION) != 0;
        partition = first & 7;
        int end = offset + length;
        int at = offset + 1;
        if ((first & EXTENDED) != 0) {
            at = parseExtension(buffer, at, end);
        }
        bytes = at - offset;
        return at < end;
    }

    /// Where the extension ends; `end` or more when it is cut.
    private int parseExtension(byte[] buffer, int offset, int end) {
        if (offset >= end) {
            return end;
        }
        int present = buffer[offset];
        boolean longId =
                (present & HAS_PICTURE_ID) != 0
                        && offset + 1 < end
                        && (buffer[offset + 1] & LONG_PICTURE_ID) != 0;
        boolean layer = (present & (HAS_TEMPORAL_ID | HAS_KEYIDX)) != 0;
        int length =
                1
                        + ((present & HAS_PICTURE_ID) != 0 ? 1 : 0)
                        + (longId ? 1 : 0)
                        + ((present & HAS_TL0PICIDX) != 0 ? 1 : 0)
                        + (layer ? 1 : 0);
        if (offset + length > end) {
            return end;
        }
        parseFields(buffer, offset + 1, present, longId);
        return offset + length;
    }

    private void parseFields(byte[] buffer, int offset, int present, boolean longId) {
        int at = offset;
        if (longId) {
            pictureId = ((buffer[at] & 0x7f) << 8) | (buffer[at + 1] & 0xff);
            at += 2;
        } else if ((present & HAS_PICTURE_ID) != 0) {
            pictureId = buffer[at++] & 0x7f;
        }
        if ((present & HAS_TL0PICIDX) != 0) {
            tl0PicIdx = buffer[at++] & 0xff;
        }
        if ((present & HAS_TEMPORAL_ID) != 0) {
            temporalId = (buffer[at] & 0xff) >> 6;
            layerSync = (buffer[at] & 0x20) != 0;
        }
        if ((present & HAS_KEYIDX) != 0) {
            keyIdx = buffer[at] & 0x1f;
        }
    }

    /// Bytes of the descriptor; what follows belongs to the frame.
    int bytes() {
        return bytes;
    }

    boolean startOfPartition() {
        return startOfPartition;
    }

    /// 0 … 7
    int partition() {
        return partition;
    }

    /// Whether this is the first packet of a frame.
    boolean startOfFrame() {
        return startOfPartition && partition == 0;
    }

    /// 7 or 15 bits, -1 when absent.
    int pictureId() {
        return pictureId;
    }

    /// 8 bits, -1 when absent.
    int tl0PicIdx() {
        return tl0PicIdx;
    }

    /// 0 … 3, -1 when absent.
    int temporalId() {
        return temporalId;
    }

    /// Whether the frame needs nothing but the lowest temporal layer.
    boolean layerSync() {
        return layerSync;
    }

    /// 5 bits, -1 when absent.
    int keyIdx() {
        return keyIdx;
    }
}
