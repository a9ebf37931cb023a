package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Makes the next record: control frames first, then datagrams, then streams by their order.
final class RecordWriter {
    /// Most bytes of a record that we send, whatever the peer takes.
    static final int MAX_RECORD_BYTES = (int) TransportParameters.DEFAULT_MAX_RECORD_SIZE;

    /// A carrier is full for a moment after every record; only a longer jam drops datagrams.
    private static final int MAX_DATAGRAMS_QUEUED = 16;

    private final ControlQueue control;
    private final StreamTable streams;
    private final boolean single;
    private final ByteBuffer scratch = ByteBuffer.allocate(MAX_RECORD_BYTES);
    private final Queue<byte[]> datagrams = new ArrayDeque<>();
    private boolean datagramsAllowed;

    /// @param single one frame in a record, as draft 00 has it
    RecordWriter(ControlQueue control, StreamTable streams, boolean single) {
        this.control = control;
        this.streams = streams;
        this.single = single;
    }

    /// The peer has said how large a datagram may be: those that wait and are larger are dropped.
    void datagramsUpTo(int maxBytes) {
        datagramsAllowed = true;
        datagrams.removeIf(datagram -> datagram.length > maxBytes);
    }

    /// Takes a datagram for the next record.
    ///
    /// @return false when too many wait
    boolean datagram(ByteBuffer datagram) {
        if (datagrams.size() >= MAX_DATAGRAMS_QUEUED) {
            return false;
        }
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        datagrams.add(bytes);
        return true;
    }

    /// The next record; null when there is nothing to say that the peer's limits allow.
    byte @Nullable [] next() {
        scratch.clear();
        control.write(scratch, single);
        if (datagramsAllowed) {
            writeDatagrams();
        }
        if (datagrams.isEmpty() && (!single || scratch.position() == 0)) {
            streams.write(scratch, single);
        }
        return scratch.position() == 0 ? null : bytes(scratch);
    }

    private void writeDatagrams() {
        while (!datagrams.isEmpty() && scratch.remaining() >= frameBytes(datagrams.element())) {
            ByteBuffer payload = ByteBuffer.wrap(datagrams.remove());
            new QmuxFrame.Datagram(payload, 0).encode(scratch);
        }
    }

    /// A record of one frame.
    static byte[] record(QmuxFrame frame, int maxBytes) {
        ByteBuffer record = ByteBuffer.allocate(maxBytes);
        frame.encode(record);
        return bytes(record);
    }

    private static byte[] bytes(ByteBuffer record) {
        byte[] bytes = new byte[record.position()];
        record.flip().get(bytes);
        return bytes;
    }

    private static int frameBytes(byte[] datagram) {
        return 1 + VarInt.size(datagram.length) + datagram.length;
    }
}
