package org.moqgateway.codecs.vp8;

/// Reads what stands uncompressed at the beginning of a VP8 frame (RFC 6386 §9.1).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |size0|H| ver |P|     size1     |     size2     |  of the first partition, 19 bits
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     | 9d            | 01            | 2a            |  width, low   |  keyframes alone
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |sc | width,high|  height, low  |sc |height,high|
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// P is zero in a keyframe. The two bits of scale (sc) tell a player how to enlarge the
/// picture; what is coded is the size without it. One instance is reused for every frame.
final class Vp8FrameHeader {
    private static final int TAG_BYTES = 3;
    private static final int KEYFRAME_BYTES = 10;
    private static final int MAX_VERSION = 3;

    private boolean keyframe;
    private int width;
    private int height;

    /// Reads the header.
    ///
    /// @return false when no decoder would take the frame: it is cut, has no start code, no
    /// size
    boolean parse(byte[] frame, int offset, int length) {
        if (length < TAG_BYTES) {
            return false;
        }
        int tag =
                (frame[offset] & 0xff)
                        | ((frame[offset + 1] & 0xff) << 8)
                        | ((frame[offset + 2] & 0xff) << 16);
        keyframe = (tag & 1) == 0;
        int headerBytes = keyframe ? KEYFRAME_BYTES : TAG_BYTES;
        boolean whole = length >= headerBytes && tag >> 5 <= length - headerBytes;
        return whole
                && ((tag >> 1) & 7) <= MAX_VERSION
                && (!keyframe || parseStart(frame, offset + TAG_BYTES));
    }

    private boolean parseStart(byte[] frame, int at) {
        boolean startCode =
                (frame[at] & 0xff) == 0x9d && frame[at + 1] == 0x01 && frame[at + 2] == 0x2a;
        width = (frame[at + 3] & 0xff) | ((frame[at + 4] & 0x3f) << 8);
        height = (frame[at + 5] & 0xff) | ((frame[at + 6] & 0x3f) << 8);
        return startCode && width > 0 && height > 0;
    }

    boolean keyframe() {
        return keyframe;
    }

    /// In pixels; of the newest keyframe.
    int width() {
        return width;
    }

    /// In pixels; of the newest keyframe.
    int height() {
        return height;
    }
}
