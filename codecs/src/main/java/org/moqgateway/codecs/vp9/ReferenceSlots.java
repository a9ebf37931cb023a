package org.moqgateway.codecs.vp9;

import java.util.Arrays;

/// Remembers which picture and spatial layer the eight slots of a decoder hold, and so tells
/// which pictures a layer frame may need. Encoders name three slots in each frame, some of
/// which they do not use: what is told may be more than is needed.
final class ReferenceSlots {
    private static final int MAX_DIFF = 0x7f;

    private final long[] pictures = new long[Vp9FrameHeader.SLOTS];
    private final int[] spatialIds = new int[Vp9FrameHeader.SLOTS];
    private final int[] diffs = new int[Vp9PayloadDescriptor.MAX_REFERENCES];
    private int count;
    private boolean lowerLayer;

    ReferenceSlots() {
        Arrays.fill(pictures, Long.MIN_VALUE / 2);
    }

    /// Finds what a layer frame of a picture may need.
    void resolve(int referencedSlots, long picture, int spatialId) {
        count = 0;
        lowerLayer = false;
        for (int slot = 0; slot < Vp9FrameHeader.SLOTS; slot++) {
            if ((referencedSlots & (1 << slot)) == 0) {
                continue;
            }
            long diff = picture - pictures[slot];
            if (diff == 0) {
                lowerLayer |= spatialIds[slot] < spatialId;
            } else if (spatialIds[slot] == spatialId && diff <= MAX_DIFF) {
                add((int) diff);
            }
        }
    }

    /// Keeps them in ascending order, each once, the nearest ones when there are too many.
    private void add(int diff) {
        int value = diff;
        for (int i = 0; i < count; i++) {
            if (diffs[i] == value) {
                return;
            }
            if (diffs[i] > value) {
                int larger = diffs[i];
                diffs[i] = value;
                value = larger;
            }
        }
        if (count < diffs.length) {
            diffs[count++] = value;
        }
    }

    /// Stores a layer frame.
    void store(int refreshedSlots, long picture, int spatialId) {
        for (int slot = 0; slot < Vp9FrameHeader.SLOTS; slot++) {
            if ((refreshedSlots & (1 << slot)) != 0) {
                pictures[slot] = picture;
                spatialIds[slot] = spatialId;
            }
        }
    }

    /// How many earlier pictures of its own layer the layer frame may need, at most three.
    int count() {
        return count;
    }

    /// How many pictures ago that was, 1 … 127.
    int diff(int index) {
        return diffs[index];
    }

    /// Whether the layer frame may need a lower layer of its picture.
    boolean lowerLayer() {
        return lowerLayer;
    }
}
