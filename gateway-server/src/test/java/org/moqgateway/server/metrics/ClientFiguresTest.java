package org.moqgateway.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moqgateway.client.ClientControl;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.client.ClientStatus.State;

class ClientFiguresTest {
    @Test
    void sumsTheClientsOfARole() {
        ClientControl clients =
                new Fixed(
                        List.of(
                                client("a", ClientRole.SUBSCRIBE, State.LIVE, 2, 1_000),
                                client("b", ClientRole.SUBSCRIBE, State.LIVE, 3, 500),
                                client("c", ClientRole.PUBLISH, State.RETRYING, 7, 0)));
        MeterRegistry registry = new SimpleMeterRegistry();

        new ClientFigures(clients).register(registry);

        FunctionCounter pulled =
                registry.get("moq.gateway.clients.reconnects")
                        .tag("role", "subscribe")
                        .functionCounter();
        FunctionCounter pushed =
                registry.get("moq.gateway.clients.reconnects")
                        .tag("role", "publish")
                        .functionCounter();
        Gauge bitrate =
                registry.get("moq.gateway.clients.bitrate.bps").tag("role", "subscribe").gauge();
        Gauge live =
                registry.get("moq.gateway.clients")
                        .tags("role", "subscribe", "state", "live")
                        .gauge();
        Gauge retrying =
                registry.get("moq.gateway.clients")
                        .tags("role", "subscribe", "state", "retrying")
                        .gauge();
        assertThat(pulled.count()).isEqualTo(5);
        assertThat(pushed.count()).isEqualTo(7);
        assertThat(bitrate.value()).isEqualTo(1_500);
        assertThat(live.value()).isEqualTo(2);
        assertThat(retrying.value()).isZero();
    }

    private static ClientStatus client(
            String name, ClientRole role, State state, long reconnects, long bitrateBps) {
        return new ClientStatus(
                name,
                role,
                "https://remote.example/" + name,
                name,
                state,
                Instant.EPOCH,
                Optional.empty(),
                0,
                reconnects,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                bitrateBps);
    }

    private record Fixed(List<ClientStatus> statuses) implements ClientControl {
        @Override
        public Optional<ClientStatus> status(String name) {
            return Optional.empty();
        }

        @Override
        public boolean start(String name) {
            return false;
        }

        @Override
        public boolean stop(String name) {
            return false;
        }
    }
}
