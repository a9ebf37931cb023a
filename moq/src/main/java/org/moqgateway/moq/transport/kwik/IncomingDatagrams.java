package org.moqgateway.moq.transport.kwik;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.moqgateway.moq.transport.TransportLoop;

/// Passes datagrams on to the loop, and drops them when it is far behind.
final class IncomingDatagrams {
    private static final int MAX_UNREAD = 64;

    private final TransportLoop loop;
    private final Consumer<ByteBuffer> reader;
    private final AtomicInteger unread = new AtomicInteger();

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
                    unread.decrementAndGet();
                    reader.accept(ByteBuffer.wrap(datagram));
                });
    }
}
