package org.moqgateway.server.http;

import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.server.config.GatewaySettings;

/// What stands before the endpoints.
///
/// @param access who may publish and play
/// @param rate how often one address may ask
/// @param cors which pages may read the answer
/// @param pages which pages may ask
record Guards(RequestAccess access, RequestRate rate, Cors cors, PageGuard pages) {
    static Guards of(GatewaySettings settings, AccessPolicy policy) {
        return new Guards(
                new RequestAccess(policy),
                new RequestRate(settings.connections().maxRequestsPerSecond(), System::nanoTime),
                new Cors(settings.webOrigins()),
                new PageGuard(settings.webOrigins()));
    }
}
