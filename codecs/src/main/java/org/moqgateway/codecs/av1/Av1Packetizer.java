package org.moqgateway.codecs.av1;

import org.moqgateway.codecs.DependencyDescriptors;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;

/// Cuts temporal units in the low-overhead format into RTP payloads (RTP Payload Format For
/// AV1).
///
/// OBUs share payloads and are cut where a payload is full; they travel without size field. As
/// few payloads as possible are made, all of about the same size. A sequence header begins a
/// payload. Temporal delimiters, tile lists and padding are left out, and what follows a
/// malformed OBU. The N bit is set on the first payload of a temporal unit that holds a sequence
/// header and begins with a shown key frame.
///
/// With descriptors, OBUs of different layers do not share a payload (§5), and the payloads of a
/// layered stream have dependency descriptors. Every other payload but the first continues an OBU
/// where that can be, layers or not, since nothing else tells a browser where frames begin.
///
/// Thread rule: confined to one thread. Errors: any bytes are accepted; without an OBU there
/// are no payloads.
public final class Av1Packetizer implements Packetizer {
    private static final int SMALLEST_LIMIT = 8;
    private static final int CONTINUES = 0x80; // Z
    private static final int TO_BE_CONTINUED = 0x40; // Y
    private static final int NEW_SEQUENCE = 0x08; // N
    private static final int LARGEST_COUNT = 3; // what W can tell
    private static final byte[] NO_BYTES = {};

    private final ObuList obus = new ObuList();
    private final CutPlan plan = new CutPlan(obus);

    private final DescriptorBuilder descriptors = new DescriptorBuilder(obus, plan);
    private final boolean describes;

    private byte[] data = NO_BYTES;
    private int dataBytes;

    /// Creates a packetizer whose payloads have no descriptors.
    public Av1Packetizer() {
        this(false);
    }

    /// Creates a packetizer.
    ///
    /// @param describes whether the receivers of layered streams are sent dependency descriptors,
    ///     which count towards the largest payload
    public Av1Packetizer(boolean describes) {
        this.describes = describes;
    }

    @Override
    public PacketizedFrame packetize(byte[] frame, int offset, int length, int maxPayloadBytes) {
        if (maxPayloadBytes < SMALLEST_LIMIT) {
            throw new IllegalArgumentException(
                    "maxPayloadBytes must be at least 8, was " + maxPayloadBytes);
        }
        obus.read(frame, offset, length);
        boolean described = describes && descriptors.begin();
        int room =
                described ? maxPayloadBytes - DescriptorBuilder.LARGEST_ELEMENT : maxPayloadBytes;
        plan.balance(Math.max(room, SMALLEST_LIMIT), described);
        data = new byte[plan.totalBytes()];
        dataBytes = 0;
        int[] bounds = new int[plan.payloads() + 1];
        for (int payload = 0; payload < plan.payloads(); payload++) {
            writePayload(payload);
            bounds[payload + 1] = dataBytes;
        }
        PacketizedFrame packetized =
                new PacketizedFrame(
                        data, bounds, described ? descriptors.build() : DependencyDescriptors.NONE);
        data = NO_BYTES;
        obus.release();
        plan.release();
        return packetized;
    }

    private void writePayload(int payload) {
        int count = plan.elements(payload);
        int header = count <= LARGEST_COUNT ? count << 4 : 0;
        header |= plan.startsInside(payload) ? CONTINUES : 0;
        header |= plan.startsInside(payload + 1) ? TO_BE_CONTINUED : 0;
        header |= payload == 0 && obus.newSequence() ? NEW_SEQUENCE : 0;
        data[dataBytes++] = (byte) header;
        for (int element = 0; element < count; element++) {
            int obu = plan.firstObu(payload) + element;
            int from = plan.elementStart(payload, element);
            int to = plan.elementEnd(payload, element);
            if (element < count - 1 || count > LARGEST_COUNT) {
                dataBytes = Leb128.write(to - from, data, dataBytes);
            }
            dataBytes = obus.copy(obu, from, to, data, dataBytes);
        }
    }
}
