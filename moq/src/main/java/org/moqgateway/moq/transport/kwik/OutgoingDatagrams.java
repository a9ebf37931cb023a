package org.moqgateway.moq.transport.kwik;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tech.kwik.core.frame.DatagramFrame;
import tech.kwik.core.frame.QuicFrame;

/// Datagrams that wait in Kwik's queue: no more than [#MAX_WAITING]. They are handed over as
/// suppliers, which Kwik asks in order as it takes them from the queue, whatever becomes of the
/// packet then.
final class OutgoingDatagrams {
    /// How many wait at most.
    static final int MAX_WAITING = 64;

    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue queue;

    /// Where Kwik keeps what is to be sent.
    interface Queue {
        /// Adds one.
        ///
        /// @param frame called once, with the bytes that there is room for
        /// @param bytes of the frame; it is not called with less room
        void add(Function<Integer, QuicFrame> frame, int bytes);
    }

    OutgoingDatagrams(Queue queue) {
        this.queue = queue;
    }

    /// Hands a copy over.
    ///
    /// @return false when too many wait
    boolean send(ByteBuffer datagram) {
        if (waiting.get() >= MAX_WAITING) {
            return false;
        }
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(copy);
        DatagramFrame frame = new DatagramFrame(copy);
        waiting.incrementAndGet();
        queue.add(
                _ -> {
                    waiting.decrementAndGet();
                    return frame;
                },
                frame.getFrameLength());
        return true;
    }
}
