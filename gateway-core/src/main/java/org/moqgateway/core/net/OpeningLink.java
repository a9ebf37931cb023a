package org.moqgateway.core.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What links over datagrams and over streams share: the listener is told each thing once, and
/// nothing after the end. Lives on one loop.
abstract class OpeningLink extends ChannelInboundHandlerAdapter implements ServerLink {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);

    private final LinkTarget target;
    private final ServerLink.Listener listener;
    private volatile boolean closed;
    private volatile @Nullable ChannelHandlerContext context;

    OpeningLink(LinkTarget target, ServerLink.Listener listener) {
        this.target = target;
        this.listener = listener;
    }

    LinkTarget target() {
        return target;
    }

    boolean closed() {
        return closed;
    }

    /// The link's place in its pipeline, null before there is one.
    @Nullable ChannelHandlerContext context() {
        return context;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    final void open() {
        if (!closed) {
            guarded(() -> listener.opened(this));
        }
    }

    /// A fault in one listener must not end the loop that serves the others.
    final void deliver(byte[] buffer, int offset, int length, long nowNanos) {
        try {
            if (!closed) {
                listener.message(buffer, offset, length, nowNanos);
            }
        } catch (RuntimeException e) {
            LOG.error("A link's listener failed on a message", e);
        }
    }

    final void unreachable(long nowNanos) {
        if (!closed) {
            guarded(() -> listener.unreachable(nowNanos));
        }
    }

    /// Ends it by itself: the listener is told.
    final void end(String why) {
        if (!closed) {
            close();
            guarded(() -> listener.ended(why));
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("A link's listener failed", e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        end(target.name() + " closed the connection");
    }

    // What becomes of it is told by the channel's end.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void close() {
        closed = true;
        ChannelHandlerContext place = context;
        if (place != null) {
            place.channel().close();
        }
    }
}
