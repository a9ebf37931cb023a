package org.moqgateway.codecs.av1;

import java.util.List;

/// The template dependency structure of a coded video sequence (RTP Payload Format For AV1,
/// A.8): what the frames of the sequence can look like. Immutable.
///
/// @param templateIdOffset the id of the first template, 0 … 63
/// @param decodeTargets how many decode targets there are, 1 … 32
/// @param chains how many chains there are, 0 … `decodeTargets`
/// @param protectingChains by which chain each decode target is protected; empty without chains
/// @param templates the templates by index, 1 … 64
/// @param resolutions largest size of each spatial layer, from the lowest; empty when not told
public record DependencyStructure(
        int templateIdOffset,
        int decodeTargets,
        int chains,
        List<Integer> protectingChains,
        List<Template> templates,
        List<Resolution> resolutions) {

    /// What a kind of frame has in common.
    ///
    /// @param spatialId 0 … 3
    /// @param temporalId 0 … 7
    /// @param indications one for each decode target
    /// @param frameDiffs distances to the frames it refers to, 1 … 16
    /// @param chainDiffs distance to the previous frame of each chain, 0 … 15
    public record Template(
            int spatialId,
            int temporalId,
            List<DecodeTargetIndication> indications,
            List<Integer> frameDiffs,
            List<Integer> chainDiffs) {

        /// Copies the lists.
        public Template {
            indications = List.copyOf(indications);
            frameDiffs = List.copyOf(frameDiffs);
            chainDiffs = List.copyOf(chainDiffs);
        }
    }

    /// Largest size of a spatial layer as it is to be shown.
    ///
    /// @param width 1 … 65536
    /// @param height 1 … 65536
    public record Resolution(int width, int height) {}

    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException when there is no template or no decode target
    public DependencyStructure {
        if (templates.isEmpty() || templates.size() > 64) {
            throw new IllegalArgumentException("templates must be 1 … 64: " + templates.size());
        }
        if (decodeTargets < 1 || decodeTargets > 32) {
            throw new IllegalArgumentException("decodeTargets must be 1 … 32: " + decodeTargets);
        }
        protectingChains = List.copyOf(protectingChains);
        templates = List.copyOf(templates);
        resolutions = List.copyOf(resolutions);
    }

    /// The highest spatial layer that a decode target has (`decode_target_layers()`).
    public int spatialIdOf(int decodeTarget) {
        int highest = 0;
        for (Template template : templates) {
            if (template.indications().get(decodeTarget) != DecodeTargetIndication.NOT_PRESENT) {
                highest = Math.max(highest, template.spatialId());
            }
        }
        return highest;
    }

    /// The highest temporal layer that a decode target has.
    public int temporalIdOf(int decodeTarget) {
        int highest = 0;
        for (Template template : templates) {
            if (template.indications().get(decodeTarget) != DecodeTargetIndication.NOT_PRESENT) {
                highest = Math.max(highest, template.temporalId());
            }
        }
        return highest;
    }
}
