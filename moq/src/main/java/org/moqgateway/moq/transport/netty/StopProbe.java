package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;

/// A write of nothing that waits in the queue of an idle stream.
///
/// Netty tells of STOP_SENDING only by failing writes that wait, and asks quiche in a way that
/// makes it forget the stream: a later write would wait for ever. So something must be waiting.
/// This claims to be readable, so that it is tried and kept whenever the stream can be written to,
/// and has no bytes, so that nothing is sent. One serves all streams of a connection.
final class StopProbe extends UnpooledDirectByteBuf {
    private boolean over;

    StopProbe(ByteBufAllocator alloc) {
        super(alloc, 1, 1);
    }

    /// While true, the probe lets go of the queue that is written to.
    void over(boolean now) {
        over = now;
    }

    @Override
    public boolean isReadable() {
        return !over;
    }
}
