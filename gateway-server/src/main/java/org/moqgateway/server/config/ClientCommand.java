package org.moqgateway.server.config;

import java.util.List;
import java.util.Map;
import org.moqgateway.client.ClientRole;

/// The client that the command line asks for.
///
/// @param role which of the two
/// @param flags its flags, in order, without those of the gateway
public record ClientCommand(ClientRole role, Map<ClientSetting, List<String>> flags) {
    /// Copies the map.
    public ClientCommand {
        flags = Map.copyOf(flags);
    }
}
