package org.moqgateway.client;

import java.time.Duration;
import org.moqgateway.client.http.Endpoint;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.transport.IceTransportSettings;

/// One client as it was asked for, checked.
///
/// @param name unique among the clients of a process; what people start and stop it by
/// @param role which way the media goes
/// @param endpoint the remote
/// @param broadcast the broadcast path, without a leading slash
/// @param renditions what a publisher sends of it
/// @param transport STUN and TURN servers and what may be reached
/// @param linger how long a broadcast stays announced after its remote is gone
/// @param once whether a refusal (401, 403, 404) or the orderly end of the session ends the client
/// @param enabled whether it begins by itself, without being started
public record ClientSettings(
        String name,
        ClientRole role,
        Endpoint endpoint,
        String broadcast,
        RenditionChoice renditions,
        IceTransportSettings transport,
        Duration linger,
        boolean once,
        boolean enabled) {
    private static final Duration GATHERING = Duration.ofMillis(500);

    /// How long the offer waits for the candidates of STUN and TURN servers: not at all without
    /// any.
    public Duration gathering() {
        return transport.servers().isEmpty() ? Duration.ZERO : GATHERING;
    }
}
