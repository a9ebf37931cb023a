package org.moqgateway.codecs.av1;

import java.util.ArrayList;
import java.util.List;
import org.moqgateway.codecs.DependencyDescriptors;
import org.moqgateway.codecs.av1.DependencyStructure.Template;

/// Makes the dependency descriptors of layered temporal units (RTP Payload Format For AV1,
/// appendix A), whose frames are the payloads of one spatial layer each.
///
/// The structure is always the same, and says what holds for whatever an encoder does: each frame
/// may need the one right before it, a keyframe's first one needs none, and there is one decode
/// target, everything that is sent. It has a template for every spatial layer there can be, since
/// a layer may join without a keyframe. So it fits into the one-byte form of a header extension
/// (RFC 8285 §4.2: 16 bytes).
///
/// Reusable; confined to one thread.
final class DescriptorBuilder {
    /// The first template; one for every spatial layer follows.
    private static final int KEYFRAME = 0;

    private static final int LAYERS = 4;
    private static final int START_OF_FRAME = 0x80;
    private static final byte END_OF_FRAME = 0x40;
    private static final byte[] STRUCTURE = DependencyStructureWriter.write(structure());
    private static final byte[] NO_STRUCTURE = {};
    private static final byte NO_LAYER = -1;

    /// Most bytes that a descriptor has, with what stands in front of it in the header.
    static final int LARGEST_ELEMENT = 1 + 3 + STRUCTURE.length;

    private final ObuList obus;
    private final CutPlan plan;
    private boolean layered;

    DescriptorBuilder(ObuList obus, CutPlan plan) {
        this.obus = obus;
        this.plan = plan;
    }

    static DependencyStructure structure() {
        List<DecodeTargetIndication> switches = List.of(DecodeTargetIndication.SWITCH);
        List<Template> templates = new ArrayList<>();
        templates.add(new Template(0, 0, switches, List.of(), List.of()));
        for (int spatialId = 0; spatialId < LAYERS; spatialId++) {
            templates.add(new Template(spatialId, 0, switches, List.of(1), List.of()));
        }
        return new DependencyStructure(0, 1, 0, List.of(), templates, List.of());
    }

    /// Looks at the next temporal unit; true when its packets carry descriptors. A coded video
    /// sequence decides for all of its units: before the structure a descriptor says nothing.
    boolean begin() {
        if (obus.newSequence()) {
            layered = obus.layered();
        }
        return layered;
    }

    /// The descriptors of the unit, once it is cut.
    DependencyDescriptors build() {
        int payloads = plan.payloads();
        if (payloads == 0) {
            return DependencyDescriptors.NONE;
        }
        boolean key = obus.newSequence();
        byte[] heads = new byte[payloads];
        byte[] frames = layers();
        int frame = -1;
        int spatialId = NO_LAYER;
        for (int payload = 0; payload < payloads; payload++) {
            int layer = Math.max(frames[payload], Math.max(spatialId, 0));
            boolean starts = layer > spatialId;
            if (starts && payload > 0) {
                heads[payload - 1] |= END_OF_FRAME;
            }
            spatialId = layer;
            frame += starts ? 1 : 0;
            int template = key && frame == 0 ? KEYFRAME : KEYFRAME + 1 + layer;
            heads[payload] = (byte) (starts ? template | START_OF_FRAME : template);
            frames[payload] = (byte) frame;
        }
        heads[payloads - 1] |= END_OF_FRAME;
        return new DependencyDescriptors(heads, frames, key ? STRUCTURE : NO_STRUCTURE);
    }

    /// The spatial layer of each payload. OBUs of no layer go with what follows them; behind the
    /// last layer there is none.
    private byte[] layers() {
        byte[] layers = new byte[plan.payloads()];
        byte following = NO_LAYER;
        for (int payload = layers.length - 1; payload >= 0; payload--) {
            for (int element = plan.elements(payload) - 1; element >= 0; element--) {
                int layer = obus.layer(plan.firstObu(payload) + element);
                if (layer != ObuList.NO_LAYER) {
                    following = (byte) ObuHeader.spatialId(layer);
                }
            }
            layers[payload] = following;
        }
        return layers;
    }
}
