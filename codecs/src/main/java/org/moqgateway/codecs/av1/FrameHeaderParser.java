package org.moqgateway.codecs.av1;

import org.moqgateway.codecs.av1.SequenceHeader.FrameHeaderFields;

/// Reads the beginning of a frame header (AV1 §5.9.2): what kind of frame it is, and of which
/// size when it is a keyframe. Reusable.
///
///      0 1 2 3
///     +-+-+-+-+
///     |E|typ|s|  show_existing_frame, frame_type, show_frame, then bit fields
///     +-+-+-+-+
final class FrameHeaderParser {
    private static final int SELECT = 2;
    private static final int SHOW_EXISTING = 0x80;
    private static final int FRAME_TYPE = 0x60;
    private static final int SHOW_FRAME = 0x10;

    private final BitReader in = new BitReader();
    private int width;
    private int height;

    /// Whether decoding can begin at the frame: a key frame that is shown.
    ///
    /// A key frame that an earlier temporal unit held back, and this one shows
    /// (`show_existing_frame`), does not count, since its bytes are in the other one.
    ///
    /// @param reducedStillPicture what the sequence header says
    static boolean keyframe(byte[] buffer, int offset, int length, boolean reducedStillPicture) {
        int kind = SHOW_EXISTING | FRAME_TYPE | SHOW_FRAME;
        return length > 0 && (reducedStillPicture || (buffer[offset] & kind) == SHOW_FRAME);
    }

    /// Reads the size of a shown key frame; the largest of the sequence when the header does
    /// not tell it, or is cut.
    void readSize(SequenceHeader sequence, byte[] buffer, int offset, int length) {
        width = sequence.maxWidth();
        height = sequence.maxHeight();
        if (sequence.reducedStillPicture()) {
            return;
        }
        FrameHeaderFields fields = sequence.frameHeaderFields();
        in.reset(buffer, offset, length);
        if (readOverride(fields)) {
            int frameWidth = in.number(fields.widthBits()) + 1;
            int frameHeight = in.number(fields.heightBits()) + 1;
            if (!in.failed()) {
                width = frameWidth;
                height = frameHeight;
            }
        }
    }

    /// A shown key frame resets every reference, so that most of the header is implied. Removal
    /// times of a decoder model lie in between and are taken for a size that is not told.
    private boolean readOverride(FrameHeaderFields fields) {
        in.skip(4); // show_existing_frame, frame_type, show_frame
        in.skip(fields.presentationTimeBits());
        in.skip(1); // disable_cdf_update
        int tools = fields.screenContentTools();
        boolean allowTools = tools == SELECT ? in.flag() : tools != 0;
        if (allowTools && fields.integerMv() == SELECT) {
            in.skip(1); // force_integer_mv
        }
        in.skip(fields.frameIdBits());
        boolean override = in.flag();
        in.skip(fields.orderHintBits());
        boolean removalTimes = fields.decoderModel() && in.flag();
        return override && !removalTimes;
    }

    /// The width that was read last, before any scaling that a player does.
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// Whether a sequence header OBU is that of a reduced still picture.
    static boolean reducedStillPicture(byte[] payload, int offset, int length) {
        return length > 0 && (payload[offset] & 0x08) != 0;
    }
}
