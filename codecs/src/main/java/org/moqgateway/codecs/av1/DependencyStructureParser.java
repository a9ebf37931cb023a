package org.moqgateway.codecs.av1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.av1.DependencyStructure.Resolution;
import org.moqgateway.codecs.av1.DependencyStructure.Template;

/// Parses one `template_dependency_structure()` (RTP Payload Format For AV1, A.8.2). Every loop
/// is bounded by a field or by the end of the bits.
final class DependencyStructureParser {
    private static final int MOST_TEMPLATES = 64;
    private static final int HIGHEST_SPATIAL_ID = 3; // two bits in an OBU extension header
    private static final int HIGHEST_TEMPORAL_ID = 7;

    private final BitReader in;

    DependencyStructureParser(BitReader in) {
        this.in = in;
    }

    /// Returns null when it is malformed; then [BitReader#failed()] holds too.
    @Nullable DependencyStructure parse() {
        int templateIdOffset = in.number(6);
        int decodeTargets = in.number(5) + 1;
        List<Integer> layers = readLayers();
        List<List<DecodeTargetIndication>> indications = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            indications.add(readIndications(decodeTargets));
        }
        List<List<Integer>> frameDiffs = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            frameDiffs.add(readFrameDiffs());
        }
        int chains = in.nonSymmetric(decodeTargets + 1);
        List<Integer> protectingChains = readProtectingChains(decodeTargets, chains);
        List<Template> templates = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            List<Integer> chainDiffs = readChainDiffs(chains);
            int spatialId = layers.get(i) >> 8;
            int temporalId = layers.get(i) & 0xff;
            templates.add(
                    new Template(
                            spatialId,
                            temporalId,
                            indications.get(i),
                            frameDiffs.get(i),
                            chainDiffs));
        }
        List<Resolution> resolutions = readResolutions(in.flag(), layers.getLast() >> 8);
        if (in.failed()) {
            return null;
        }
        return new DependencyStructure(
                templateIdOffset, decodeTargets, chains, protectingChains, templates, resolutions);
    }

    private List<Integer> readProtectingChains(int decodeTargets, int chains) {
        List<Integer> protecting = new ArrayList<>();
        for (int i = 0; i < decodeTargets && chains > 0; i++) {
            protecting.add(in.nonSymmetric(chains));
        }
        return protecting;
    }

    /// `template_layers()`: the spatial id of each template in the upper bits, the temporal id
    /// in the lower eight.
    private List<Integer> readLayers() {
        List<Integer> layers = new ArrayList<>();
        int spatialId = 0;
        int temporalId = 0;
        int next;
        do {
            layers.add(spatialId << 8 | temporalId);
            next = in.number(2);
            if (next == 1) {
                temporalId++;
            } else if (next == 2) {
                temporalId = 0;
                spatialId++;
            }
            boolean tooMany = next != 3 && layers.size() == MOST_TEMPLATES;
            if (tooMany || spatialId > HIGHEST_SPATIAL_ID || temporalId > HIGHEST_TEMPORAL_ID) {
                in.fail();
            }
        } while (next != 3 && !in.failed());
        return layers;
    }

    private List<DecodeTargetIndication> readIndications(int decodeTargets) {
        List<DecodeTargetIndication> indications = new ArrayList<>(decodeTargets);
        for (int i = 0; i < decodeTargets; i++) {
            indications.add(DecodeTargetIndication.of(in.number(2)));
        }
        return indications;
    }

    private List<Integer> readFrameDiffs() {
        List<Integer> diffs = new ArrayList<>();
        while (in.flag()) {
            diffs.add(in.number(4) + 1);
        }
        return diffs;
    }

    private List<Integer> readChainDiffs(int chains) {
        List<Integer> diffs = new ArrayList<>();
        for (int i = 0; i < chains; i++) {
            diffs.add(in.number(4));
        }
        return diffs;
    }

    private List<Resolution> readResolutions(boolean present, int highestSpatialId) {
        List<Resolution> resolutions = new ArrayList<>();
        for (int i = 0; present && i <= highestSpatialId; i++) {
            resolutions.add(new Resolution(in.number(16) + 1, in.number(16) + 1));
        }
        return resolutions;
    }
}
