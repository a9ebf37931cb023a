package org.moqgateway.codecs.vp9;

/// Reads the uncompressed header of a VP9 frame (VP9 specification §6.2), up to the picture's
/// size.
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |1 0|p|P|E| …      frame marker, profile (low bit first; in profile 3 a zero follows),
///     +-+-+-+-+-+-+-+-+  E: show_existing_frame, with 3 bits that say which one
///     |T|S|R|            T: 0 for a key frame, S: show_frame, R: error_resilient_mode
///     +-+-+-+
///     key frame:    49 83 42 | colour | width - 1 (16) | height - 1 (16)
///     intra only:   [intra_only] [reset (2)] 49 83 42 | [colour] | refresh (8) | sizes
///     inter:        [intra_only] [reset (2)] refresh (8) | 3 × (slot (3), sign bias)
///                   | up to three bits: size of that reference, else sizes
///
/// Nothing here is arithmetic-coded. One instance is reused for every frame; colour and sizes
/// stay those of the newest frame that had some.
final class Vp9FrameHeader {
    /// How many decoded frames a decoder keeps for reference (NUM_REF_FRAMES).
    static final int SLOTS = 8;

    private static final int FRAME_MARKER = 2;
    private static final int SYNC_CODE = 0x498342;
    private static final int REFERENCES = 3;
    private static final int RGB = 7;
    private static final int ALL_SLOTS = 0xff;

    private static final byte[] NOTHING = {};

    private byte[] frame = NOTHING;
    private long bit;
    private long endBit;
    private boolean failed;

    private boolean showsExistingFrame;
    private boolean keyframe;
    private boolean shown;
    private boolean errorResilient;
    private int refreshedSlots;
    private int referencedSlots;
    private boolean hasSize;
    private int width;
    private int height;
    private Vp9Format format = Vp9Format.PROFILE_0;

    /// Reads the header.
    ///
    /// @return false when no decoder would take the frame: it is cut, has another marker, a
    /// wrong
    ///     sync code, or something reserved
    boolean parse(byte[] bytes, int offset, int length) {
        frame = bytes;
        bit = 8L * offset;
        endBit = 8L * (offset + length);
        failed = false;
        keyframe = errorResilient = hasSize = false;
        refreshedSlots = referencedSlots = 0;
        failed |= bits(2) != FRAME_MARKER;
        int profile = bits(1) | (bits(1) << 1);
        failed |= profile == 3 && flag(); // reserved_zero
        showsExistingFrame = flag();
        if (showsExistingFrame) {
            shown = true;
            referencedSlots = 1 << bits(3);
        } else {
            parseNewFrame(profile);
        }
        frame = NOTHING;
        return !failed;
    }

    private void parseNewFrame(int profile) {
        keyframe = !flag();
        shown = flag();
        errorResilient = flag();
        if (keyframe) {
            refreshedSlots = ALL_SLOTS;
            parseSyncCode();
            parseColour(profile);
            parseSize();
            return;
        }
        boolean intraOnly = !shown && flag();
        if (!errorResilient) {
            bits(2); // reset_frame_context
        }
        if (intraOnly) {
            parseSyncCode();
            if (profile > 0) {
                parseColour(profile);
            }
            refreshedSlots = bits(8);
            parseSize();
        } else {
            parseReferences();
        }
    }

    private void parseReferences() {
        refreshedSlots = bits(8);
        for (int i = 0; i < REFERENCES; i++) {
            referencedSlots |= 1 << bits(3);
            bits(1); // ref_frame_sign_bias
        }
        for (int i = 0; i < REFERENCES; i++) {
            if (flag()) {
                return; // the size of that reference
            }
        }
        parseSize();
    }

    private void parseSyncCode() {
        failed |= bits(24) != SYNC_CODE;
    }

    /// §7.2.2. Profiles 0 and 2 are 4:2:0 and cannot be RGB.
    private void parseColour(int profile) {
        int bitDepth = 8;
        if (profile >= 2) {
            bitDepth = flag() ? 12 : 10;
        }
        boolean anySampling = (profile & 1) != 0;
        int colourSpace = bits(3);
        boolean fullRange = true;
        boolean halfWidth = false;
        boolean halfHeight = false;
        if (colourSpace != RGB) {
            fullRange = flag();
            halfWidth = !anySampling || flag();
            halfHeight = !anySampling || flag();
        } else {
            failed |= !anySampling;
        }
        failed |= anySampling && flag(); // reserved_zero
        if (!failed) {
            Vp9Format read =
                    new Vp9Format(profile, bitDepth, colourSpace, fullRange, halfWidth, halfHeight);
            format = read.equals(format) ? format : read;
        }
    }

    private void parseSize() {
        width = bits(16) + 1;
        height = bits(16) + 1;
        hasSize = true;
    }

    private boolean flag() {
        return bits(1) != 0;
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (bit >= endBit) {
                failed = true;
                return 0;
            }
            value = (value << 1) | ((frame[(int) (bit >> 3)] >> (7 - (bit & 7))) & 1);
            bit++;
        }
        return value;
    }

    /// Whether a decoder can begin here. An intra-only frame is none: it leaves slots as they
    /// were.
    boolean keyframe() {
        return keyframe;
    }

    /// Whether there is no picture in the frame, only the order to show an earlier one.
    boolean showsExistingFrame() {
        return showsExistingFrame;
    }

    /// Whether a picture is shown when the frame is decoded.
    boolean shown() {
        return shown;
    }

    /// Whether the frame needs nothing of the frames before but the slots it refers to, and
    /// leaves nothing behind but the slots that it refreshes.
    boolean errorResilient() {
        return errorResilient;
    }

    /// A bit for each slot that the frame is stored in.
    int refreshedSlots() {
        return refreshedSlots;
    }

    /// A bit for each slot that the frame may be predicted from.
    int referencedSlots() {
        return referencedSlots;
    }

    /// Whether the frame tells its size, and does not take it from a reference.
    boolean hasSize() {
        return hasSize;
    }

    /// In pixels.
    int width() {
        return width;
    }

    /// In pixels.
    int height() {
        return height;
    }

    /// Profile, samples and colour.
    Vp9Format format() {
        return format;
    }
}
