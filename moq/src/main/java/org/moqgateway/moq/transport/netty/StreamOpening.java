package org.moqgateway.moq.transport.netty;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.util.ArrayDeque;
import java.util.Deque;

/// Streams of one kind that we opened and that the peer has yet to allow. Belongs to the loop.
final class StreamOpening {
    private final QuicChannel channel;
    private final QuicStreamType type;
    private final Deque<NettyStream> waiting = new ArrayDeque<>();

    StreamOpening(QuicChannel channel, QuicStreamType type) {
        this.channel = channel;
        this.type = type;
    }

    void open(NettyStream stream) {
        waiting.add(stream);
        openAllowed();
    }

    /// Opens what the peer allows by now, in order. A stream that was reset meanwhile never begins.
    @SuppressWarnings("FutureReturnValueIgnored")
    void openAllowed() {
        while (!waiting.isEmpty() && channel.isActive()) {
            if (waiting.element().over()) {
                waiting.remove();
            } else if (channel.peerAllowedStreams(type) > 0) {
                channel.createStream(type, waiting.remove());
            } else {
                return;
            }
        }
    }
}
