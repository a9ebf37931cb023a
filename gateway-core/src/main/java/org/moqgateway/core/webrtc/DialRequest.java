package org.moqgateway.core.webrtc;

import java.time.Duration;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.transport.IceTransportSettings;

/// What a session that we dial is for.
public sealed interface DialRequest {
    /// How the peer may be reached.
    IceTransportSettings transport();

    /// How long the offer may wait for candidates of STUN and TURN servers; those of this host are
    /// always in it.
    Duration gathering();

    /// The peer sends, we fill a broadcast: what a WHEP client does.
    ///
    /// @param into the broadcast, of the same dialer
    record Pull(HeldBroadcast into, IceTransportSettings transport, Duration gathering)
            implements DialRequest {}

    /// We send a broadcast to the peer: what a WHIP client does. It is live already.
    ///
    /// @param broadcast its path
    /// @param renditions which of its renditions
    record Push(
            String broadcast,
            RenditionChoice renditions,
            IceTransportSettings transport,
            Duration gathering)
            implements DialRequest {}
}
