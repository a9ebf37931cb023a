package org.moqgateway.moq.transport.kwik;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.moqgateway.moq.transport.TransportLoop;

/// Passes datagrams on to the loop, and drops them when it is far behind. What comes before
/// somebody listens waits.
final class IncomingDatagrams {
    private static final int MAX_UNREAD = 64;

    private final TransportLoop loop;
    private final Consumer<ByteBuffer> reader;
    private final AtomicInteger unread = new AtomicInteger();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private boolean begun;

    /// On a loop.
    ///
    /// @param reader called on it
    IncomingDatagrams(TransportLoop loop, Consumer<ByteBuffer> reader) {
        this.loop = loop;
        this.reader = reader;
    }

    /// One came; one without content only asks for an acknowledgement. Any thread.
    void came(byte[] datagram) {
        if (datagram.length == 0) {
            return;
        }
        if (unread.incrementAndGet() > MAX_UNREAD) {
            unread.decrementAndGet();
            return;
        }
        loop.execute(
                () -> {
                    waiting.add(datagram);
                    if (begun) {
                        deliver();
                    }
                });
    }

    /// Somebody listens from now on. On the loop.
    void begin() {
        begun = true;
        loop.execute(this::deliver);
    }

    private void deliver() {
        for (byte[] datagram = waiting.poll(); datagram != null; datagram = waiting.poll()) {
            unread.decrementAndGet();
            reader.accept(ByteBuffer.wrap(datagram));
        }
    }
}
