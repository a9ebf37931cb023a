package org.moqgateway.core.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.netty.SharedQuicPort;

/// One UDP port shared by every peer.
///
/// A STUN Binding request goes to the peer whose ufrag its USERNAME starts with; everything else
/// goes by its source address, which a peer binds after it has authenticated a request from there.
/// Datagrams of QUIC go to its handlers, if [#serveQuic] was called. The rest is counted and
/// dropped. Any thread may call any method.
///
/// The first datagram pins a peer to the loop that read it. The kernel spreads senders over the
/// loops by their address, so that a peer that moves may be read on another loop from then on: its
/// datagrams are copied and handed over.
public final class UdpMux implements AutoCloseable {

    private static final int DATAGRAMS_PER_READ = 32;
    private static final int READS_PER_TURN = 4;
    private static final WriteBufferWaterMark SEND_QUEUE =
            new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final UdpMuxConfig config;
    private final BindPlan plan;
    private final Routes routes;
    private final MuxCounters counters = new MuxCounters();
    private final List<Channel> channels = new ArrayList<>();
    private final List<LoopSockets> loopSockets = new ArrayList<>();

    private UdpMux(UdpMuxConfig config, @Nullable PeerHandler only) throws IOException {
        this.config = config;
        this.plan = BindPlan.of(config.bind());
        this.routes = new Routes(only);
    }

    /// Binds the port for many peers, one socket per loop and address where the kernel can share a
    /// port.
    ///
    /// @throws IOException naming address and port when one of them is in use or not of this host
    public static UdpMux bind(MediaLoops loops, UdpMuxConfig config) throws IOException {
        UdpMux mux = new UdpMux(config, null);
        List<NettyLoop> all = loops.nettyLoops();
        mux.open(loops.epoll(), loops.epoll() ? all : all.subList(0, 1));
        return mux;
    }

    /// Binds a port of its own for one peer, on one loop: every datagram goes to `handler`, which
    /// is attached at once.
    ///
    /// @throws IOException naming address and port when one of them is in use or not of this host
    public static UdpMux bindSingle(MediaLoops loops, UdpMuxConfig config, PeerHandler handler)
            throws IOException {
        UdpMux mux = new UdpMux(config, handler);
        NettyLoop loop = loops.nextLoop();
        LoopSockets sockets = mux.open(loops.epoll(), List.of(loop));
        loop.execute(() -> mux.attachOnly(sockets));
        return mux;
    }

    private void attachOnly(LoopSockets sockets) {
        Peer only = routes.only();
        if (only != null) {
            only.attach(sockets);
        }
    }

    private LoopSockets open(boolean epoll, List<NettyLoop> loops) throws IOException {
        LoopSockets last = null;
        for (NettyLoop loop : loops) {
            boolean segmentation =
                    config.segmentation()
                            && epoll
                            && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
            last = new LoopSockets(loop, counters, segmentation);
            loopSockets.add(last);
            for (BindPlan.Target target : plan.targets()) {
                Channel channel = open(bootstrap(epoll, loops.size() > 1, target), last, target);
                last.add(target, channel.pipeline().context(InboundHandler.class));
                channels.add(channel);
            }
        }
        if (last == null) {
            throw new IOException("no media loop");
        }
        return last;
    }

    private Channel open(Bootstrap bootstrap, LoopSockets sockets, BindPlan.Target target)
            throws IOException {
        ChannelFuture bound =
                bootstrap
                        .group(sockets.loop().eventLoop())
                        .handler(new InboundHandler(sockets, routes))
                        .bind(new InetSocketAddress(target.address(), plan.port()))
                        .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            close();
            throw BindPlan.failure(target.address(), plan.port(), cause);
        }
        return bound.channel();
    }

    private Bootstrap bootstrap(boolean epoll, boolean shared, BindPlan.Target target) {
        int readBytes =
                epoll ? DATAGRAMS_PER_READ * InboundHandler.MOST_BYTES : InboundHandler.MOST_BYTES;
        Bootstrap bootstrap =
                new Bootstrap()
                        .option(ChannelOption.SO_RCVBUF, config.receiveBufferBytes())
                        .option(ChannelOption.SO_SNDBUF, config.sendBufferBytes())
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, SEND_QUEUE)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(readBytes)
                                        .maxMessagesPerRead(DATAGRAMS_PER_READ * READS_PER_TURN));
        if (!epoll) {
            return bootstrap.channelFactory(() -> new NioDatagramChannel(target.family()));
        }
        return bootstrap
                .channelFactory(() -> new EpollDatagramChannel(target.family()))
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, InboundHandler.MOST_BYTES)
                .option(UnixChannelOption.SO_REUSEPORT, shared);
    }

    /// Serves QUIC on this port too, by the first byte of each datagram (RFC 9443 §2). Once. What
    /// peers send takes the way that it takes without.
    ///
    /// @param port close it before this mux, so that its connections can say farewell
    public void serveQuic(SharedQuicPort port) {
        channels.forEach(port::serve);
        loopSockets.forEach(LoopSockets::serveQuic);
    }

    /// The bound port, the same for every address.
    public int port() {
        return plan.port();
    }

    /// The bound addresses, IPv4 first; the wildcard `::` stands for both families.
    public List<InetSocketAddress> localAddresses() {
        return plan.targets().stream()
                .map(target -> new InetSocketAddress(target.address(), plan.port()))
                .toList();
    }

    /// The addresses for host candidates: the bound ones, with a wildcard replaced by this host's
    /// addresses of the families it is bound for.
    public List<InetSocketAddress> hostAddresses() {
        return plan.targets().stream()
                .flatMap(this::expand)
                .map(address -> new InetSocketAddress(address, plan.port()))
                .toList();
    }

    private Stream<InetAddress> expand(BindPlan.Target target) {
        if (!target.address().isAnyLocalAddress()) {
            return Stream.of(target.address());
        }
        boolean both = target.family() == null;
        return HostAddresses.all().stream().filter(a -> both || a instanceof Inet4Address);
    }

    /// Adds a peer.
    ///
    /// @param localUfrag the ufrag in our description of that peer's session
    /// @throws IllegalArgumentException if the ufrag is taken
    public Registration register(String localUfrag, PeerHandler handler) {
        Peer peer = new Peer(routes, handler);
        peer.addUfrag(localUfrag);
        routes.peers.add(peer);
        return peer;
    }

    /// The counters, summed over all loops.
    public UdpMuxStats stats() {
        return counters.snapshot();
    }

    /// Peers registered now.
    public int registrations() {
        return routes.peers.size();
    }

    /// Source addresses bound now.
    public int boundAddresses() {
        return routes.byAddress.size();
    }

    /// Closes the sockets and forgets every peer. Idempotent. Waits for the sockets unless called
    /// on a loop.
    @Override
    public void close() {
        Peer only = routes.only();
        if (only != null) {
            only.close();
        }
        List.copyOf(routes.peers).forEach(Peer::close);
        for (Channel channel : channels) {
            ChannelFuture closed = channel.close();
            if (!channel.eventLoop().inEventLoop()) {
                closed.awaitUninterruptibly();
            }
        }
    }

    /// A peer's place in the mux. Any thread may call any method.
    public interface Registration extends AutoCloseable {

        /// Routes datagrams from this address to the peer, taking it from any other that does not
        /// hold it ([PeerHandler#holds]). Call it for each authenticated request, with the address
        /// it came from. At most 16 per peer: the oldest makes room.
        void bindAddress(InetSocketAddress address);

        /// Stops routing this address to the peer; ignored if it is not the peer's.
        void unbindAddress(InetSocketAddress address);

        /// Adds a second ufrag, for an ICE restart.
        ///
        /// @throws IllegalArgumentException if the ufrag is taken
        void addUfrag(String localUfrag);

        /// Forgets a ufrag, after an ICE restart; ignored if it is not the peer's.
        void removeUfrag(String localUfrag);

        /// Removes the peer with all its ufrags and addresses, and drops what it still sends.
        /// Idempotent. A datagram that is already on its way may still reach the handler when
        /// called from another thread.
        @Override
        void close();
    }
}
