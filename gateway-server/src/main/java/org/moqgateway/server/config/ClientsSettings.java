package org.moqgateway.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.ClientSettings;

/// The clients of this process and who may start and stop them.
///
/// @param list [Setting#CLIENTS], and the one of the command line at the end
/// @param command the name of the one of the command line, null without one
/// @param adminToken [Setting#ADMIN_TOKEN] or [Setting#ADMIN_TOKEN_FILE], null without one
public record ClientsSettings(
        List<ClientSettings> list, @Nullable String command, @Nullable AdminToken adminToken) {
    /// Copies the list.
    public ClientsSettings {
        list = List.copyOf(list);
    }
}
