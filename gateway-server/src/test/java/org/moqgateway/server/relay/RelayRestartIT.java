package org.moqgateway.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.server.config.Setting;

/// A relay that goes and comes back, under somebody who has a link to it.
@Timeout(60)
class RelayRestartIT {
    private static final String LIVE = "live/clock";

    @Test
    void mediaIsBackAfterARestart() throws Exception {
        RelayNode relay = RelayNode.start(Map.of());
        int port = relay.port();
        try (RelayNode gateway =
                        RelayNode.start(Map.of(Setting.CLUSTER_CONNECT, List.of(relay.url())));
                Ticker clock = new Ticker(gateway.origin(), LIVE)) {
            relay.awaitAnnounced(LIVE);
            relay.close();
            gateway.awaitLink(LinkStatus.State.WAITING);
            RelayNode.pause(Duration.ofSeconds(2));

            try (RelayNode restarted = RelayNode.start(port, Map.of())) {
                restarted.awaitAnnounced(LIVE);
                try (Listener listener = new Listener(restarted.origin(), LIVE)) {
                    listener.read(1);
                }
            }
            assertThat(gateway.link().sessions()).isEqualTo(2);
            assertThat(clock).isNotNull();
        } finally {
            relay.close();
        }
    }
}
