package org.moqgateway.core.transport;

import java.util.List;
import org.moqgateway.core.ice.IceServer;

/// What a dialled way may use.
///
/// @param servers STUN and TURN servers that are asked from the start
/// @param relayOnly whether only relayed candidates are told and used
/// @param loopbackAllowed whether candidates of the peer may be on this machine: so when its HTTP
///     endpoint is. Link-local addresses are never reached, nor what is no host at all; private
///     ones are, since cameras live there
public record IceTransportSettings(
        List<IceServer> servers, boolean relayOnly, boolean loopbackAllowed) {
    /// Copies the list.
    public IceTransportSettings {
        servers = List.copyOf(servers);
    }
}
