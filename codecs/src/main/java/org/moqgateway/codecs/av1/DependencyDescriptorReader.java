package org.moqgateway.codecs.av1;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.av1.DependencyStructure.Template;

/// Reads the dependency descriptors of one RTP stream (RTP Payload Format For AV1, A.8.2).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |S|E| template  |          frame number         |T|A|D|F|C| …
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     start, end of frame only in more than three bytes: structure, active targets, custom
///     indications, frame diffs and chain diffs, then what these announce
///
/// The structure and the active decode targets of the newest good descriptor are kept; a
/// malformed one changes nothing. Thread rule: confined to one thread. Memory: bounded by the
/// 255 bytes that a header extension can have. Nothing is allocated but for a new structure.
public final class DependencyDescriptorReader {
    private static final int MANDATORY_BYTES = 3;
    private static final int LONGEST = 255;

    /// What became of a descriptor.
    public enum Outcome {
        /// The view tells everything.
        READ,
        /// The structure that it refers to was lost or never sent: the view tells start, end,
        /// template and number of the frame alone.
        UNKNOWN_STRUCTURE,
        /// It breaks a rule of the format; the view is void.
        MALFORMED
    }

    private final BitReader in = new BitReader();
    private @Nullable DependencyStructure structure;
    private int activeDecodeTargets;
    private boolean hasActiveDecodeTargets;
    private boolean customIndications;
    private boolean customFrameDiffs;
    private boolean customChainDiffs;

    /// Creates a reader that knows no structure yet.
    public DependencyDescriptorReader() {}

    /// The structure that was sent last; empty before the first one.
    public Optional<DependencyStructure> structure() {
        return Optional.ofNullable(structure);
    }

    /// Reads the descriptor of the next packet.
    ///
    /// @param extension the array that holds the header extension's data, only read
    /// @param offset where it begins
    /// @param length its bytes
    /// @param target is overwritten
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public Outcome read(byte[] extension, int offset, int length, DependencyDescriptor target) {
        in.reset(extension, offset, length);
        if (length < MANDATORY_BYTES || length > LONGEST) {
            return Outcome.MALFORMED;
        }
        target.startOfFrame = in.flag();
        target.endOfFrame = in.flag();
        target.templateId = in.number(6);
        target.frameNumber = in.number(16);
        boolean extended = length > MANDATORY_BYTES;
        target.structureAttached = extended && in.flag();
        hasActiveDecodeTargets = extended && in.flag();
        customIndications = extended && in.flag();
        customFrameDiffs = extended && in.flag();
        customChainDiffs = extended && in.flag();
        DependencyStructure used = structure;
        if (target.structureAttached) {
            used = new DependencyStructureParser(in).parse();
        }
        if (in.failed()) {
            return Outcome.MALFORMED;
        }
        return used == null ? Outcome.UNKNOWN_STRUCTURE : readFrame(used, target);
    }

    /// `frame_dependency_definition()` and the active decode targets in front of it.
    private Outcome readFrame(DependencyStructure used, DependencyDescriptor target) {
        int active = target.structureAttached ? all(used) : activeDecodeTargets;
        if (hasActiveDecodeTargets) {
            active = (int) in.bits(used.decodeTargets());
        }
        int index = (target.templateId + 64 - used.templateIdOffset()) % 64;
        if (index >= used.templates().size()) {
            return target.structureAttached ? Outcome.MALFORMED : Outcome.UNKNOWN_STRUCTURE;
        }
        Template template = used.templates().get(index);
        target.activeDecodeTargets = active;
        target.spatialId = template.spatialId();
        target.temporalId = template.temporalId();
        target.decodeTargets = used.decodeTargets();
        target.chains = used.chains();
        readIndications(template, target);
        readFrameDiffs(template, target);
        readChainDiffs(template, target);
        if (in.failed()) {
            return Outcome.MALFORMED;
        }
        structure = used;
        activeDecodeTargets = active;
        return Outcome.READ;
    }

    private static int all(DependencyStructure structure) {
        return -1 >>> (32 - structure.decodeTargets());
    }

    private void readIndications(Template template, DependencyDescriptor target) {
        for (int i = 0; i < target.decodeTargets; i++) {
            target.indications[i] =
                    customIndications
                            ? DecodeTargetIndication.of(in.number(2))
                            : template.indications().get(i);
        }
    }

    private void readFrameDiffs(Template template, DependencyDescriptor target) {
        target.frameDiffCount = 0;
        if (!customFrameDiffs) {
            for (int i = 0; i < template.frameDiffs().size(); i++) {
                target.addFrameDiff(template.frameDiffs().get(i));
            }
            return;
        }
        for (int size = in.number(2); size > 0; size = in.number(2)) {
            target.addFrameDiff(in.number(4 * size) + 1);
        }
    }

    private void readChainDiffs(Template template, DependencyDescriptor target) {
        for (int i = 0; i < target.chains; i++) {
            target.chainDiffs[i] = customChainDiffs ? in.number(8) : template.chainDiffs().get(i);
        }
    }
}
