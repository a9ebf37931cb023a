package org.moqgateway.codecs.av1;

import java.util.List;
import org.moqgateway.codecs.av1.DependencyStructure.Template;

/// Writes what [DependencyStructureParser] parses, a `template_dependency_structure()` (RTP
/// Payload Format For AV1, A.8.2), as the extended part of a descriptor has it:
///
///      0 1 2 3 4
///     +-+-+-+-+-+
///     |T|A|D|F|C|  T: the structure follows; nothing else does
///     +-+-+-+-+-+
///
/// Stateless.
final class DependencyStructureWriter {
    private static final int LONGEST = 4096; // 64 templates of 32 decode targets
    private static final int STRUCTURE_ALONE = 0b10000;
    private static final int SAME_LAYER = 0;
    private static final int NEXT_TEMPORAL = 1;
    private static final int NEXT_SPATIAL = 2;
    private static final int NO_MORE = 3;

    private DependencyStructureWriter() {}

    /// What stands behind the frame number in a descriptor that attaches a structure.
    ///
    /// @param structure with its templates sorted by spatial id, then by temporal id, without a
    ///     layer left out
    static byte[] write(DependencyStructure structure) {
        BitWriter out = new BitWriter(new byte[LONGEST], 0);
        out.bits(5, STRUCTURE_ALONE);
        out.bits(6, structure.templateIdOffset());
        out.bits(5, structure.decodeTargets() - 1);
        writeLayers(structure.templates(), out);
        for (Template template : structure.templates()) {
            template.indications().forEach(indication -> out.bits(2, indication.value()));
        }
        for (Template template : structure.templates()) {
            template.frameDiffs().forEach(diff -> out.flag(true).bits(4, diff - 1));
            out.flag(false);
        }
        out.nonSymmetric(structure.decodeTargets() + 1, structure.chains());
        structure.protectingChains().forEach(c -> out.nonSymmetric(structure.chains(), c));
        for (Template template : structure.templates()) {
            template.chainDiffs().forEach(diff -> out.bits(4, diff));
        }
        out.flag(!structure.resolutions().isEmpty());
        structure.resolutions().forEach(r -> out.bits(16, r.width() - 1).bits(16, r.height() - 1));
        return out.toBytes();
    }

    private static void writeLayers(List<Template> templates, BitWriter out) {
        for (int i = 1; i < templates.size(); i++) {
            Template before = templates.get(i - 1);
            Template template = templates.get(i);
            int next = SAME_LAYER;
            if (template.spatialId() != before.spatialId()) {
                next = NEXT_SPATIAL;
            } else if (template.temporalId() != before.temporalId()) {
                next = NEXT_TEMPORAL;
            }
            out.bits(2, next);
        }
        out.bits(2, NO_MORE);
    }
}
