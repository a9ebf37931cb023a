package org.moqgateway.core.ice;

import java.net.InetSocketAddress;

/// What a full agent wants done, called while it handles an input.
public interface IceAgentOutput {

    /// Sends a STUN message.
    ///
    /// @param path one of those that were added
    /// @param buffer lent for the call
    void send(LocalPath path, byte[] buffer, int offset, int length, InetSocketAddress destination);

    /// Media goes this way from now on. Called for the first pair that works and on each change.
    void selected(LocalPath path, InetSocketAddress remote);

    /// An ICE restart is complete: the old credentials are ours no longer.
    void restarted();

    /// An ICE restart came to nothing: media stays on its old way.
    ///
    /// @param ours the credentials that were for it, ours no longer
    void abandoned(IceCredentials ours);

    /// The selected pair has fallen silent: time for a restart. Once for each silence.
    void doubtful();

    /// The end: no pair worked, or the peer is gone. The last call.
    ///
    /// @param connected whether any pair had worked
    /// @param detail for people
    void lost(boolean connected, String detail);
}
