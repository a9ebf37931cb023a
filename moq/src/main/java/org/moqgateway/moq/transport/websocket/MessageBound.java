package org.moqgateway.moq.transport.websocket;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.moqgateway.moq.transport.tls.CountedSockets;

/// Ends a client's socket that reads on and on without a message coming out of it: OkHttp puts
/// whole messages together, of whatever size a server announces, before anybody can look at them.
/// Counts what TLS reads, so that it is the same for `wss` and `ws`. Any thread.
final class MessageBound extends CountedSockets {
    /// Several of the largest messages that are allowed, which leaves room for the handshakes, and
    /// for what was read ahead.
    static final long MOST_BYTES = 128 * 1024;

    private final AtomicLong unseen = new AtomicLong();

    /// A message came.
    void seen() {
        unseen.set(0);
    }

    @Override
    protected void read(int bytes) throws IOException {
        if (unseen.addAndGet(bytes) > MOST_BYTES) {
            throw new IOException("a message larger than we allowed");
        }
    }
}
