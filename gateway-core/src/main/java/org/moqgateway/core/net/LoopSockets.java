package org.moqgateway.core.net;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The sockets of one loop: one for IPv4 and one for IPv6, or one for both.
final class LoopSockets {

    private final NettyLoop loop;
    private final MuxCounters counters;
    private final boolean segmentation;
    private volatile @Nullable Channel four;
    private volatile @Nullable Channel six;

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
    void add(BindPlan.Target target, Channel channel) {
        boolean both = target.family() == null;
        if (both || !(target.address() instanceof Inet6Address)) {
            four = channel;
        }
        if (both || target.address() instanceof Inet6Address) {
            six = channel;
        }
    }

    /// The socket that reaches this destination, or null.
    @Nullable Channel towards(InetSocketAddress destination) {
        return destination.getAddress() instanceof Inet6Address ? six : four;
    }
}
