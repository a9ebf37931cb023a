package org.moqgateway.core.ice;

import java.net.InetSocketAddress;

/// A candidate of the peer.
///
/// @param address resolved
/// @param priority as its description says, 1..2^31-1
/// @param stream whether it is reached by a connection (RFC 6544), one [LocalPath#connection]
public record PeerCandidate(InetSocketAddress address, long priority, boolean stream) {

    /// Whether both are one way to the peer; what they say of its priority may differ.
    boolean sameAs(PeerCandidate other) {
        return stream == other.stream && address.equals(other.address);
    }

    /// Whether it is an address at all that datagrams can be sent to.
    boolean usable() {
        return !address.isUnresolved()
                && address.getPort() != 0
                && !address.getAddress().isAnyLocalAddress()
                && !address.getAddress().isMulticastAddress();
    }

    /// The address alone, for people.
    @Override
    public String toString() {
        return address.toString().replaceFirst("^.*/", "");
    }
}
