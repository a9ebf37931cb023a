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
public record ClientFigures(ClientControl clients) {
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
                    asked -> sum(asked, role, ClientStatus::bitrateBps));
            GatewayMetrics.counter(
                    registry,
                    "moq.gateway.clients.reconnects",
                    "Sessions of clients that went live after an earlier one had.",
                    tags,
                    clients,
                    asked -> sum(asked, role, ClientStatus::reconnects));
        }
    }

    private static long count(ClientControl clients, ClientRole role, ClientStatus.State state) {
        return sum(clients, role, client -> client.state() == state ? 1 : 0);
    }

    private static long sum(
            ClientControl clients, ClientRole role, ToLongFunction<ClientStatus> figure) {
        return clients.statuses().stream()
                .filter(client -> client.role() == role)
                .mapToLong(figure)
                .sum();
    }
}
