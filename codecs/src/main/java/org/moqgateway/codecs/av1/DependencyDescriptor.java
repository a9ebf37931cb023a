package org.moqgateway.codecs.av1;

import java.util.Arrays;
import java.util.Objects;

/// What the dependency descriptor of one RTP packet says about its frame (RTP Payload Format
/// For AV1, appendix A): a reusable view, filled by a [DependencyDescriptorReader].
///
/// Ownership: the one who reads owns the view; reading the next packet overwrites it.
/// Thread rule: confined to one thread.
public final class DependencyDescriptor {
    private static final int MOST_DECODE_TARGETS = 32;

    boolean startOfFrame;
    boolean endOfFrame;
    int templateId;
    int frameNumber;
    boolean structureAttached;
    int activeDecodeTargets;
    int spatialId;
    int temporalId;
    int decodeTargets;
    int chains;
    int frameDiffCount;
    final DecodeTargetIndication[] indications = new DecodeTargetIndication[MOST_DECODE_TARGETS];
    final int[] chainDiffs = new int[MOST_DECODE_TARGETS];
    int[] frameDiffs = new int[8];

    /// Creates a view that says nothing yet.
    public DependencyDescriptor() {
        Arrays.fill(indications, DecodeTargetIndication.NOT_PRESENT);
    }

    void addFrameDiff(int diff) {
        if (frameDiffCount == frameDiffs.length) {
            frameDiffs = Arrays.copyOf(frameDiffs, frameDiffCount * 2);
        }
        frameDiffs[frameDiffCount++] = diff;
    }

    /// Whether the packet is the first of its frame.
    public boolean startOfFrame() {
        return startOfFrame;
    }

    /// Whether the packet is the last of its frame.
    public boolean endOfFrame() {
        return endOfFrame;
    }

    /// `frame_dependency_template_id`, 0 … 63.
    public int templateId() {
        return templateId;
    }

    /// `frame_number`, 16 bits, one more for each frame in decoding order.
    public int frameNumber() {
        return frameNumber;
    }

    /// Whether the packet brought a new structure: a coded video sequence begins.
    public boolean structureAttached() {
        return structureAttached;
    }

    /// Which decode targets the sender produces, bit i for decode target i.
    public int activeDecodeTargets() {
        return activeDecodeTargets;
    }

    /// The spatial layer of the frame, 0 … 3.
    public int spatialId() {
        return spatialId;
    }

    /// The temporal layer of the frame, 0 … 7.
    public int temporalId() {
        return temporalId;
    }

    /// How many decode targets there are.
    public int decodeTargets() {
        return decodeTargets;
    }

    /// What the frame is to a decode target.
    public DecodeTargetIndication indication(int decodeTarget) {
        return indications[Objects.checkIndex(decodeTarget, decodeTargets)];
    }

    /// To how many frames this one refers.
    public int frameDiffCount() {
        return frameDiffCount;
    }

    /// How many frames ago a frame was that this one refers to, at least 1.
    public int frameDiff(int index) {
        return frameDiffs[Objects.checkIndex(index, frameDiffCount)];
    }

    /// How many chains there are.
    public int chains() {
        return chains;
    }

    /// How many frames ago the previous frame of a chain was; 0 when the chain needs none.
    public int chainDiff(int chain) {
        return chainDiffs[Objects.checkIndex(chain, chains)];
    }
}
