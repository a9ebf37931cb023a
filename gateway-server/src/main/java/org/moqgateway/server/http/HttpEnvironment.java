package org.moqgateway.server.http;

import java.time.InstantSource;

/// What a test replaces around the server.
///
/// @param limits sizes and deadlines
/// @param webRoot class path folder of the pages, with a leading and without a trailing slash
/// @param clock tells how old a broadcast is
record HttpEnvironment(HttpLimits limits, String webRoot, InstantSource clock) {
    static HttpEnvironment standard() {
        return new HttpEnvironment(HttpLimits.standard(), "/web", InstantSource.system());
    }
}
