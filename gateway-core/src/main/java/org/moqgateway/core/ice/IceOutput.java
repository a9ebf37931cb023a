package org.moqgateway.core.ice;

import java.net.InetSocketAddress;

/// What an ICE agent wants done, called while it handles a datagram or a timer.
public interface IceOutput {

    /// Sends a STUN message.
    ///
    /// @param buffer lent for the call
    void send(byte[] buffer, int offset, int length, InetSocketAddress destination);

    /// The first authenticated message came from this address: datagrams from there belong to the
    /// peer.
    void validated(InetSocketAddress address);

    /// The peer is now reached at this address. Called for the first validated address, when the
    /// controlling side nominates, and on each change.
    ///
    /// @param nominated false while it is only the first address that works
    void selected(InetSocketAddress address, boolean nominated);

    /// An ICE restart is complete: a pair was nominated with the new credentials and the old ones
    /// are no longer accepted.
    ///
    /// @param oldUfrag our ufrag before the restart
    void restarted(String oldUfrag);
}
