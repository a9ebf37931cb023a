package org.moqgateway.codecs.vp9;

import java.util.Objects;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;

/// Cuts VP9 pictures into RTP payloads (RFC 9628).
///
/// A stream without spatial layers is sent in non-flexible mode, every picture as it is stored:
///
///      0                   1                   2
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |1|P|0|0|B|E|V|0|1|         picture id          |  [scalability structure]
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// A keyframe that is a superframe of shown frames, as libvpx writes spatial layers, begins a
/// stream of layers: each of its frames becomes a layer frame, the index is left out. Such a
/// stream is sent in flexible mode, since an encoder may leave upper layers out of pictures,
/// and only flexible mode can tell a receiver which picture a layer frame needs instead:
///
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |1|P|1|1|B|E|V|Z|1|         picture id          |0 0 0|0| SID |D|  [up to three P_DIFF]
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  [scalability structure]
///
/// References and D are those that the frame names, of which it may not need all. Hidden frames
/// (alternate references) go with the picture they are stored with, index included. Temporal
/// layers are not told apart.
///
/// The picture id has 15 bits and is one more for each picture, from zero. The scalability
/// structure, with the sizes alone, stands in the first packet of keyframes and of pictures
/// with more layers than it told before. The payloads of a layer frame have one size but for
/// the last, which is hardly smaller.
///
/// Thread rule: confined to one thread. Errors: any bytes are accepted; what is no VP9 is sent
/// as it is.
public final class Vp9Packetizer implements Packetizer {
    /// The smallest limit that leaves room for a byte behind the longest descriptor.
    public static final int MIN_PAYLOAD_BYTES = LayerUnit.MAX_DESCRIPTOR_BYTES + 1;

    private final Superframe superframe = new Superframe();
    private final Vp9FrameHeader[] headers = new Vp9FrameHeader[Superframe.MAX_FRAMES];
    private final LayerUnit[] units = new LayerUnit[Superframe.MAX_FRAMES];
    private final int[] payloads = new int[Superframe.MAX_FRAMES];
    private final int[] widths = new int[Superframe.MAX_FRAMES];
    private final int[] heights = new int[Superframe.MAX_FRAMES];
    private final ReferenceSlots slots = new ReferenceSlots();
    private long picture;
    private boolean layered;
    private int announcedLayers;

    /// Creates a packetizer.
    public Vp9Packetizer() {
        for (int i = 0; i < Superframe.MAX_FRAMES; i++) {
            headers[i] = new Vp9FrameHeader();
            units[i] = new LayerUnit();
        }
    }

    @Override
    public PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (maxPayloadBytes < MIN_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "maxPayloadBytes must be at least "
                            + MIN_PAYLOAD_BYTES
                            + ", was "
                            + maxPayloadBytes);
        }
        if (length == 0) {
            return new PacketizedFrame(new byte[0], new int[] {0});
        }
        int unitCount = plan(frame, offset, length);
        picture++;
        return write(frame, unitCount, maxPayloadBytes);
    }

    /// Decides what goes into each layer frame; how many there are.
    private int plan(byte[] frame, int offset, int length) {
        superframe.parse(frame, offset, length);
        int frames = superframe.count();
        boolean valid = true;
        boolean layers = frames > 1;
        for (int i = 0; i < frames; i++) {
            Vp9FrameHeader header = headers[i];
            valid &= header.parse(frame, superframe.offset(i), superframe.length(i));
            layers &= header.shown() && (i == 0 || !header.keyframe());
        }
        if (!valid) {
            planOpaque(offset, length);
            return 1;
        }
        boolean keyframe = headers[0].keyframe();
        if (keyframe) {
            layered |= layers;
            announcedLayers = 0;
        }
        if (!layered || !layers) {
            planWhole(offset, length, frames, keyframe);
            return 1;
        }
        planLayers(frames, keyframe);
        return frames;
    }

    /// Nothing is known about the bytes: they follow the picture before them.
    private void planOpaque(int offset, int length) {
        int flags = Vp9PayloadDescriptor.INTER_PICTURE | layerFlags(true);
        units[0].reset(offset, length, flags, pictureId());
        if (layered) {
            units[0].addByte(0);
            units[0].addByte(1 << 1);
        }
    }

    private void planWhole(int offset, int length, int frames, boolean keyframe) {
        int referenced = 0;
        for (int i = 0; i < frames; i++) {
            referenced |= headers[i].referencedSlots();
            rememberSize(0, headers[i]);
        }
        slots.resolve(referenced, picture, 0);
        int flags = layerFlags(true) | (keyframe ? 0 : Vp9PayloadDescriptor.INTER_PICTURE);
        units[0].reset(offset, length, flags, pictureId());
        if (layered) {
            units[0].addByte(0);
            addReferences(units[0], keyframe);
        }
        for (int i = 0; i < frames; i++) {
            slots.store(headers[i].refreshedSlots(), picture, 0);
        }
        announce(1);
    }

    private void planLayers(int layers, boolean keyframe) {
        for (int i = 0; i < layers; i++) {
            planLayer(i, layers, keyframe);
        }
        announce(layers);
    }

    private void planLayer(int spatialId, int layers, boolean keyframe) {
        Vp9FrameHeader header = headers[spatialId];
        rememberSize(spatialId, header);
        slots.resolve(header.referencedSlots(), picture, spatialId);
        // A base layer without the flag counts as a keyframe.
        boolean needsPictures = slots.count() > 0 || (spatialId == 0 && !keyframe);
        int flags = layerFlags(spatialId == layers - 1);
        flags |= needsPictures ? Vp9PayloadDescriptor.INTER_PICTURE : 0;
        LayerUnit unit = units[spatialId];
        unit.reset(superframe.offset(spatialId), superframe.length(spatialId), flags, pictureId());
        unit.addByte((spatialId << 1) | (slots.lowerLayer() ? 1 : 0));
        addReferences(unit, !needsPictures);
        slots.store(header.refreshedSlots(), picture, spatialId);
    }

    private int layerFlags(boolean highest) {
        if (!layered) {
            return 0;
        }
        int flags = Vp9PayloadDescriptor.LAYER_INDICES | Vp9PayloadDescriptor.FLEXIBLE;
        return highest ? flags | Vp9PayloadDescriptor.NOT_REFERENCED_ABOVE : flags;
    }

    private int pictureId() {
        return (int) (picture & 0x7fff);
    }

    private void addReferences(LayerUnit unit, boolean none) {
        if (none) {
            return;
        }
        int count = slots.count();
        for (int i = 0; i < count; i++) {
            unit.addByte((slots.diff(i) << 1) | (i < count - 1 ? 1 : 0));
        }
        if (count == 0) {
            unit.addByte(1 << 1); // the picture before
        }
    }

    private void rememberSize(int layer, Vp9FrameHeader header) {
        if (header.hasSize()) {
            widths[layer] = header.width();
            heights[layer] = header.height();
        }
    }

    private void announce(int layers) {
        if (layers > announcedLayers && widths[layers - 1] > 0) {
            announcedLayers = layers;
            units[0].addStructure(widths, heights, layers);
        }
    }

    private PacketizedFrame write(byte[] frame, int unitCount, int maxPayloadBytes) {
        int count = 0;
        int bytes = 0;
        for (int i = 0; i < unitCount; i++) {
            payloads[i] = units[i].cut(maxPayloadBytes);
            count += payloads[i];
            bytes += units[i].payloadBytes(payloads[i]);
        }
        byte[] data = new byte[bytes];
        int[] bounds = new int[count + 1];
        int payload = 0;
        for (int i = 0; i < unitCount; i++) {
            for (int j = 0; j < payloads[i]; j++) {
                bounds[payload + 1] = units[i].write(frame, j, data, bounds[payload]);
                payload++;
            }
        }
        return new PacketizedFrame(data, bounds);
    }
}
