package org.moqgateway.moq.transport.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.net.PortUnreachableException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches a client's connected socket for the word that nobody listens at the other end (ICMP
/// port unreachable). Anybody can say so, hence it is believed when nothing comes from there for a
/// while after it: a server that was killed is noticed long before the connection's idle time is
/// over. Lives on the socket's loop.
final class PortWatch extends ChannelDuplexHandler {
    private static final long DOUBT_MILLIS = 300;

    private final Runnable gone;
    private final ChannelFutureListener written;
    private @Nullable ChannelHandlerContext place;
    private boolean doubted;

    /// @param gone run when nobody is there any more; maybe more than once
    PortWatch(Runnable gone) {
        this.gone = gone;
        this.written =
                future -> {
                    if (future.cause() instanceof PortUnreachableException) {
                        doubt();
                    }
                };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        doubted = false;
        context.fireChannelRead(message);
    }

    // The listener hears of it.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise heard = promise.unvoid();
        heard.addListener(written);
        context.write(message, heard);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof PortUnreachableException) {
            doubt();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    // The loop keeps the task.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void doubt() {
        ChannelHandlerContext here = place;
        if (doubted || here == null) {
            return;
        }
        doubted = true;
        here.executor().schedule(this::decide, DOUBT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void decide() {
        if (doubted) {
            doubted = false;
            gone.run();
        }
    }
}
