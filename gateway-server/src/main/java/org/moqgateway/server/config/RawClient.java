package org.moqgateway.server.config;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was written for one client, unchecked, and where.
///
/// @param source where: `clients[1] in gateway.yaml`, `the command line`
/// @param settings what was written
record RawClient(String source, Map<ClientSetting, RawSetting> settings) {
    RawClient {
        settings = settings.isEmpty() ? Map.of() : new EnumMap<ClientSetting, RawSetting>(settings);
    }

    @Nullable RawSetting get(ClientSetting setting) {
        return settings.get(setting);
    }

    boolean has(ClientSetting setting) {
        return settings.containsKey(setting);
    }
}
