package org.moqgateway.server.config;

import java.util.Map;

/// What was written for one client, unchecked, and where.
///
/// @param source where: `client 1 of clients in gateway.yaml`, `the command line`
/// @param settings what was written
record RawClient(String source, Map<ClientSetting, RawSetting> settings) {
    RawClient {
        settings = Map.copyOf(settings);
    }
}
