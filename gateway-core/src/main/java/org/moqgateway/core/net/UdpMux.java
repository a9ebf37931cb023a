package org.moqgateway.core.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/// One UDP port shared by every peer.
///
/// A STUN Binding request goes to the peer whose ufrag its USERNAME starts with; everything else
/// goes by its source address, which a peer binds after it has authenticated a request from there.
/// The rest is counted and dropped. Any thread may call any method.
public final class UdpMux implements AutoCloseable {

    private UdpMux() {}

    /// Binds the port for many peers, one socket per loop and address where the kernel can share a
    /// port.
    ///
    /// @throws IOException naming address and port when one of them is in use or not of this host
    public static UdpMux bind(MediaLoops loops, UdpMuxConfig config) throws IOException {
        if (config.segmentation()) {
            throw new IOException("not bound: " + loops.loops().size() + " " + config);
        }
        return new UdpMux();
    }

    /// Binds a port of its own for one peer, on one loop: every datagram goes to `handler`, which
    /// is attached at once.
    ///
    /// @throws IOException naming address and port when one of them is in use or not of this host
    public static UdpMux bindSingle(MediaLoops loops, UdpMuxConfig config, PeerHandler handler)
            throws IOException {
        if (config.segmentation()) {
            throw new IOException("not bound: " + loops.loops().size() + " " + config + handler);
        }
        return new UdpMux();
    }

    /// The bound port, the same for every address.
    public int port() {
        return 0;
    }

    /// The bound addresses, IPv4 first.
    public List<InetSocketAddress> localAddresses() {
        return List.of();
    }

    /// Adds a peer.
    ///
    /// @param localUfrag the ufrag in our description of that peer's session
    /// @throws IllegalArgumentException if the ufrag is taken
    public Registration register(String localUfrag, PeerHandler handler) {
        if (handler != null) {
            throw new IllegalArgumentException(localUfrag + handler);
        }
        return (Registration) (Object) localUfrag;
    }

    /// The counters, summed over all loops.
    public UdpMuxStats stats() {
        return new UdpMuxStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// Peers registered now.
    public int registrations() {
        return 0;
    }

    /// Source addresses bound now.
    public int boundAddresses() {
        return 0;
    }

    /// Closes the sockets and forgets every peer. Idempotent.
    @Override
    public void close() {}

    /// A peer's place in the mux. Any thread may call any method.
    public interface Registration extends AutoCloseable {

        /// Routes datagrams from this address to the peer, taking it from any other. Call it only
        /// for an address that sent an authenticated request. At most 16 per peer: the oldest makes
        /// room.
        void bindAddress(InetSocketAddress address);

        /// Stops routing this address to the peer; ignored if it is not the peer's.
        void unbindAddress(InetSocketAddress address);

        /// Adds a second ufrag, for an ICE restart.
        ///
        /// @throws IllegalArgumentException if the ufrag is taken
        void addUfrag(String localUfrag);

        /// Forgets a ufrag, after an ICE restart; ignored if it is not the peer's.
        void removeUfrag(String localUfrag);

        /// Removes the peer with all its ufrags and addresses. Idempotent. A datagram that is
        /// already on its way may still reach the handler when called from another thread.
        @Override
        void close();
    }
}
