package org.moqgateway.core.net;

import java.net.InetSocketAddress;

/// The receiving side of one peer. Its methods but [#holds] run on the peer's loop, one call at a
/// time, and must not block.
public interface PeerHandler {

    /// The peer now lives on `loop`. Called once, before the first datagram.
    ///
    /// @param sender valid until the registration is closed; later sends are dropped
    void attached(MediaLoop loop, PacketSender sender);

    /// One datagram: STUN, DTLS, RTP or RTCP by its first byte (RFC 9443 §2).
    ///
    /// @param buffer lent for the call, and may be changed in place between `offset` and its end
    /// @param offset start of the datagram; at least 64 bytes of room follow `offset + length`
    /// @param source the address it came from, safe to keep
    /// @param nowNanos [System#nanoTime()] of the batch it was read with
    void datagram(byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos);

    /// Whether this peer is alive at an address that it has bound: then no other peer may bind it.
    /// A datagram's source can be forged, so that a request which is authentic for one peer could
    /// otherwise cut another one off. Any thread.
    default boolean holds(InetSocketAddress address) {
        return false;
    }
}
