package org.moqgateway.core.net;

import java.net.InetSocketAddress;

/// A local way to send and receive datagrams: a UDP socket, a TCP connection that frames them (RFC
/// 4571), or what a TURN server has allocated. It lives on one loop, whose thread calls the
/// listener and, but for [#close], everything here.
public interface DatagramPath extends PacketSender, AutoCloseable {

    /// What comes of a path, on its loop.
    interface Listener {
        /// One datagram.
        ///
        /// @param buffer lent for the call, and may be changed in place between `offset` and its
        ///     end; at least 64 bytes of room follow `offset + length`
        /// @param source who sent it: behind a relay the peer, not the relay
        /// @param nowNanos [System#nanoTime()] of the batch it was read with
        void datagram(
                DatagramPath path,
                byte[] buffer,
                int offset,
                int length,
                InetSocketAddress source,
                long nowNanos);

        /// The network told that something sent did not arrive: nobody listens there (ICMP), as far
        /// as the platform tells.
        void unreachable(DatagramPath path, long nowNanos);

        /// The path is gone: the connection was closed, the relay let the allocation go. The last
        /// call.
        ///
        /// @param why for people
        void lost(DatagramPath path, String why);
    }

    /// The address that peers see or may send to: the bound one, the local end of a connection, the
    /// relayed one.
    InetSocketAddress localAddress();

    /// Frees it. Idempotent, any thread; the listener hears nothing more.
    @Override
    void close();
}
