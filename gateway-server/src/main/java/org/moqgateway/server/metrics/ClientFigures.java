package org.moqgateway.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToLongFunction;
import org.moqgateway.client.ClientControl;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.server.config.Word;

/// The figures of the client roles.
///
/// @param clients the clients
/// @param reconnects sessions begun anew since the start, of all clients of a role
public record ClientFigures(ClientControl clients, ToLongFunction<ClientRole> reconnects) {
    void register(MeterRegistry registry) {
        for (ClientRole role : ClientRole.values()) {
            for (ClientStatus.State state : ClientStatus.State.values()) {
                GatewayMetrics.gauge(
                        registry,
                        "moq.gateway.clients",
                        "Clients by their role and state.",
                        Tags.of("role", Word.of(role), "state", Word.of(state)),
                        clients,
                        asked -> count(asked, role, state));
            }
            Tags tags = Tags.of("role", Word.of(role));
            GatewayMetrics.gauge(
                    registry,
                    "moq.gateway.clients.bitrate.bps",
                    "Media bits per second of the clients' sessions.",
                    tags,
                    clients,
                    asked ->
                            asked.statuses().stream()
                                    .filter(client -> client.role() == role)
                                    .mapToLong(ClientStatus::bitrateBps)
                                    .sum());
            GatewayMetrics.counter(
                    registry,
                    "moq.gateway.clients.reconnects",
                    "Sessions that clients began anew after one that failed or ended.",
                    tags,
                    clients,
                    _ -> reconnects.applyAsLong(role));
        }
    }

    private static long count(ClientControl clients, ClientRole role, ClientStatus.State state) {
        return clients.statuses().stream()
                .filter(client -> client.role() == role && client.state() == state)
                .count();
    }
}
