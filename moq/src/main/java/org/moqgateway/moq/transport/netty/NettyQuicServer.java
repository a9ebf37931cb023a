package org.moqgateway.moq.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.moqgateway.moq.transport.RawAcceptor;

/// A QUIC server on a UDP port and loops of its own, with a socket for each loop where the platform
/// can share a port. Any thread.
public final class NettyQuicServer implements AutoCloseable {
    private final QuicSockets sockets;
    private final SharedQuicPort port;
    private final List<Channel> channels;

    private NettyQuicServer(QuicSockets sockets, SharedQuicPort port, List<Channel> channels) {
        this.sockets = sockets;
        this.port = port;
        this.channels = channels;
    }

    /// Whether QUIC by Netty's native library is to be had here.
    public static boolean available() {
        return QuicheCodecs.available();
    }

    /// Binds and serves, on one loop.
    ///
    /// @param bind port 0 picks a free one
    /// @param acceptor gets every connection whose handshake succeeded
    /// @throws IOException naming the address when it is in use or not of this host
    public static NettyQuicServer bind(
            InetSocketAddress bind, QuicServerConfig config, RawAcceptor acceptor)
            throws IOException {
        return bind(bind, 1, config, acceptor);
    }

    /// Binds and serves, on several loops that share the clients.
    ///
    /// @param threads of which there is one alone where a port can't be shared
    /// @throws IOException as above
    public static NettyQuicServer bind(
            InetSocketAddress bind, int threads, QuicServerConfig config, RawAcceptor acceptor)
            throws IOException {
        boolean sharing = threads > 1 && Epoll.isAvailable();
        QuicSockets sockets = new QuicSockets(sharing ? threads : 1, "quic-server");
        SharedQuicPort port = new SharedQuicPort(config, acceptor);
        try {
            List<Channel> channels = new ArrayList<>();
            if (sharing) {
                InetSocketAddress free = free(bind);
                for (int i = 0; i < threads; i++) {
                    channels.add(sockets.bindShared(sockets.next(), free, serving(port)));
                }
            } else {
                channels.add(sockets.bind(sockets.next(), bind, serving(port)));
            }
            return new NettyQuicServer(sockets, port, channels);
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
    }

    /// The address with a port that nobody has, by binding and closing a socket that does not share
    /// it: the kernel would let ours share the port of another server of the same user.
    private static InetSocketAddress free(InetSocketAddress bind) throws IOException {
        try (DatagramSocket probe = new DatagramSocket(bind)) {
            return new InetSocketAddress(bind.getAddress(), probe.getLocalPort());
        } catch (IOException e) {
            throw new IOException("cannot bind UDP " + bind + ": " + e.getMessage(), e);
        }
    }

    private static ChannelInitializer<Channel> serving(SharedQuicPort port) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                port.serve(channel);
            }
        };
    }

    /// The bound address.
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channels.getFirst().localAddress();
    }

    /// Closes every connection with code 0, and the sockets. Idempotent.
    @Override
    public void close() {
        port.close();
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        sockets.close();
    }
}
