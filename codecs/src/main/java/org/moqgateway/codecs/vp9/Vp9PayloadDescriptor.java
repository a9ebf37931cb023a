package org.moqgateway.codecs.vp9;

/// Reads the VP9 payload descriptor (RFC 9628 §4.2), which begins every RTP payload.
///
///          0 1 2 3 4 5 6 7
///         +-+-+-+-+-+-+-+-+
///         |I|P|L|F|B|E|V|Z|
///         +-+-+-+-+-+-+-+-+
///     I:  |M| PICTURE ID  |  7 bits, or 15 with the next byte
///         +-+-+-+-+-+-+-+-+
///     M:  | EXTENDED PID  |
///         +-+-+-+-+-+-+-+-+
///     L:  | TID |U| SID |D|  temporal layer, switching up, spatial layer, inter-layer predicted
///         +-+-+-+-+-+-+-+-+
///     !F: |   TL0PICIDX   |  with L in non-flexible mode
///         +-+-+-+-+-+-+-+-+
///     P,F:| P_DIFF      |N|  in flexible mode, up to three; N: one more follows
///         +-+-+-+-+-+-+-+-+
///     V:  | SS …          |
///         +-+-+-+-+-+-+-+-+
///
/// Scalability structure (§4.2.1):
///
///         +-+-+-+-+-+-+-+-+
///         | N_S |Y|G|-|-|-|
///         +-+-+-+-+-+-+-+-+
///     Y:  | WIDTH (16)    |  N_S + 1 times
///         | HEIGHT (16)   |
///         +-+-+-+-+-+-+-+-+
///     G:  |      N_G      |
///         +-+-+-+-+-+-+-+-+
///         | TID |U| R |-|-|  N_G times, with
///         |    P_DIFF     |  R of these
///         +-+-+-+-+-+-+-+-+
///
/// Reserved bits are ignored. One instance is reused for every packet.
final class Vp9PayloadDescriptor {
    static final int PICTURE_ID = 0x80;
    static final int INTER_PICTURE = 0x40;
    static final int LAYER_INDICES = 0x20;
    static final int FLEXIBLE = 0x10;
    static final int BEGIN = 0x08;
    static final int END = 0x04;
    static final int STRUCTURE = 0x02;
    static final int NOT_REFERENCED_ABOVE = 0x01;
    static final int LONG_PICTURE_ID = 0x80;
    static final int STRUCTURE_SIZES = 0x10;
    static final int MAX_REFERENCES = 3;
    private static final int STRUCTURE_GROUP = 0x08;

    private byte[] buffer = {};
    private int at;
    private int end;
    private int bytes;
    private int flags;
    private int pictureId;
    private int layer;
    private int tl0PicIdx;
    private final int[] pictureDiffs = new int[MAX_REFERENCES];
    private int referenceCount;
    private int spatialLayers;

    /// Reads the descriptor.
    ///
    /// @return false when the payload is shorter than its descriptor says, or ends with it, or
    /// the
    ///     descriptor has more references than there may be
    boolean parse(byte[] payload, int offset, int length) {
        buffer = payload;
        at = offset;
        end = offset + length;
        pictureId = tl0PicIdx = -1;
        layer = referenceCount = spatialLayers = 0;
        flags = next();
        if (has(PICTURE_ID)) {
            parsePictureId();
        }
        if (has(LAYER_INDICES)) {
            layer = next();
            tl0PicIdx = has(FLEXIBLE) ? -1 : next();
        }
        boolean valid = !has(FLEXIBLE) || !has(INTER_PICTURE) || parseReferences();
        if (has(STRUCTURE)) {
            parseStructure();
        }
        bytes = at - offset;
        return valid && at < end;
    }

    /// Beyond the end, zeros are read; the position tells.
    private int next() {
        int value = at < end ? buffer[at] & 0xff : 0;
        at++;
        return value;
    }

    private void parsePictureId() {
        int first = next();
        pictureId = first & 0x7f;
        if ((first & LONG_PICTURE_ID) != 0) {
            pictureId = (pictureId << 8) | next();
        }
    }

    private boolean parseReferences() {
        int reference;
        do {
            if (referenceCount == MAX_REFERENCES) {
                return false;
            }
            reference = next();
            pictureDiffs[referenceCount++] = reference >> 1;
        } while ((reference & 1) != 0);
        return true;
    }

    private void parseStructure() {
        int first = next();
        spatialLayers = (first >> 5) + 1;
        if ((first & STRUCTURE_SIZES) != 0) {
            at += 4 * spatialLayers;
        }
        if ((first & STRUCTURE_GROUP) != 0) {
            int pictures = next();
            for (int i = 0; i < pictures && at < end; i++) {
                int references = (next() >> 2) & 3;
                at += references;
            }
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// Bytes of the descriptor; what follows belongs to the layer frame.
    int bytes() {
        return bytes;
    }

    /// Whether the layer frame needs earlier pictures (P).
    boolean interPicturePredicted() {
        return has(INTER_PICTURE);
    }

    /// Whether the layers are told apart (L).
    boolean hasLayerIndices() {
        return has(LAYER_INDICES);
    }

    /// Whether the layer frame begins here (B).
    boolean begin() {
        return has(BEGIN);
    }

    /// Whether the layer frame ends here (E).
    boolean end() {
        return has(END);
    }

    /// 7 or 15 bits, -1 when absent.
    int pictureId() {
        return pictureId;
    }

    /// 0 … 7
    int temporalId() {
        return layer >> 5;
    }

    /// 0 … 7
    int spatialId() {
        return (layer >> 1) & 7;
    }

    /// Whether the layer frame needs the one of the next lower spatial layer (D).
    boolean interLayerPredicted() {
        return (layer & 1) != 0;
    }

    /// 8 bits, -1 when absent.
    int tl0PicIdx() {
        return tl0PicIdx;
    }

    /// How many earlier pictures are named, in flexible mode.
    int references() {
        return referenceCount;
    }

    /// How many pictures ago the reference was.
    int pictureDiff(int index) {
        return pictureDiffs[index];
    }

    /// Spatial layers of the scalability structure, 0 without one.
    int spatialLayers() {
        return spatialLayers;
    }
}
