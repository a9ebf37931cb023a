package org.moqgateway.core.net;

import java.net.InetSocketAddress;

/// Sends datagrams from the port of a [UdpMux].
///
/// Meant for the peer's own loop, where it copies once into a pooled buffer; from any other thread
/// the datagram is copied and handed to the loop, in order, which suits a handshake but not media.
public interface PacketSender {

    /// Queues one datagram until [#flush()]. Consecutive datagrams to one destination with equal
    /// lengths (the last one may be shorter) leave in one system call where the kernel can segment
    /// (GSO).
    ///
    /// @param buffer lent for the call: its bytes are copied
    /// @param destination where to; never null, resolved
    void send(byte[] buffer, int offset, int length, InetSocketAddress destination);

    /// Writes what was queued. What the socket does not take at once is dropped and counted, never
    /// kept.
    void flush();
}
