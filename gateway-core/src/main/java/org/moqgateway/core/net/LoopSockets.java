package org.moqgateway.core.net;

import io.netty.channel.ChannelHandlerContext;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The sockets of one loop: one for IPv4 and one for IPv6, or one for both.
final class LoopSockets {

    private final NettyLoop loop;
    private final MuxCounters counters;
    private final boolean segmentation;
    private volatile @Nullable ChannelHandlerContext four;
    private volatile @Nullable ChannelHandlerContext six;
    private volatile boolean quic;

    /// @param segmentation whether a segmented packet may be written to these sockets
    LoopSockets(NettyLoop loop, MuxCounters counters, boolean segmentation) {
        this.loop = loop;
        this.counters = counters;
        this.segmentation = segmentation;
    }

    NettyLoop loop() {
        return loop;
    }

    MuxCounters counters() {
        return counters;
    }

    boolean segmentation() {
        return segmentation;
    }

    /// @param target what the channel is bound to
    /// @param socket the place of the mux in the channel's pipeline: what is sent from there passes
    ///     no handler of QUIC's
    void add(BindPlan.Target target, ChannelHandlerContext socket) {
        boolean both = target.family() == null;
        if (both || !(target.address() instanceof Inet6Address)) {
            four = socket;
        }
        if (both || target.address() instanceof Inet6Address) {
            six = socket;
        }
    }

    /// The socket that reaches this destination, or null.
    @Nullable ChannelHandlerContext towards(InetSocketAddress destination) {
        return destination.getAddress() instanceof Inet6Address ? six : four;
    }

    /// Tells that handlers of QUIC's stand behind the mux in the pipelines of these sockets.
    void serveQuic() {
        quic = true;
    }

    boolean quic() {
        return quic;
    }
}
