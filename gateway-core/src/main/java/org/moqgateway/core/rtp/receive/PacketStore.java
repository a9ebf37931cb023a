package org.moqgateway.core.rtp.receive;

import java.util.Arrays;
import org.moqgateway.core.rtp.RtpPacket;

/// Copies of packets that came before their turn, keyed by extended sequence number. Buffers are
/// made when first needed and used again afterwards; there are never more than the ring has slots.
final class PacketStore {
    /// Longer packets cannot come through a network whose MTU is Ethernet's.
    static final int MAX_PACKET_BYTES = 1600;

    private static final int CAPACITY = MissingPackets.CAPACITY;
    private static final long NONE = -1;

    private final long[] sequence = new long[CAPACITY];
    private final byte[][] packets = new byte[CAPACITY][];
    private final int[] lengths = new int[CAPACITY];
    private final long[] arrivals = new long[CAPACITY];
    private final byte[][] spare = new byte[CAPACITY][];
    private int spareCount;

    PacketStore() {
        Arrays.fill(sequence, NONE);
    }

    private static int slot(long extended) {
        return (int) extended & (CAPACITY - 1);
    }

    boolean contains(long extended) {
        return sequence[slot(extended)] == extended;
    }

    /// Copies a packet of at most [#MAX_PACKET_BYTES] into a slot that the caller knows to be free.
    void put(long extended, RtpPacket packet, long arrivalNanos) {
        int slot = slot(extended);
        byte[] copy = spareCount > 0 ? spare[--spareCount] : new byte[MAX_PACKET_BYTES];
        System.arraycopy(packet.buffer(), packet.offset(), copy, 0, packet.length());
        sequence[slot] = extended;
        packets[slot] = copy;
        lengths[slot] = packet.length();
        arrivals[slot] = arrivalNanos;
    }

    /// Points `view` at a stored packet; it stays valid until [#remove].
    void view(long extended, RtpPacket view) {
        int slot = slot(extended);
        view.wrap(packets[slot], 0, lengths[slot]);
    }

    long arrivalNanos(long extended) {
        return arrivals[slot(extended)];
    }

    void remove(long extended) {
        int slot = slot(extended);
        sequence[slot] = NONE;
        spare[spareCount++] = packets[slot];
    }
}
