package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.SessionStats;
import org.moqgateway.server.browser.Chromium;
import org.moqgateway.server.browser.PlayPage;
import org.moqgateway.server.browser.PublishPage;

/// Publisher and viewer both behind a bad network, with real sockets and real browsers.
@Timeout(120)
class LossyNetworkIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAME = "field";

    @Test
    void picturesKeepMovingOverALossyNetworkAndTheRepairIsCounted() {
        LossyProxy.Conditions bad = new LossyProxy.Conditions(0.05, 0.01, 30, 42);
        try (RunningGateway gateway = new RunningGateway();
                LossyProxy uplink = new LossyProxy(gateway.udpPort(), bad);
                LossyProxy downlink = new LossyProxy(gateway.udpPort(), bad);
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.through(gateway.udpPort(), uplink.port())
                                .publishPage(gateway.url(), NAME, "bitrate=800")) {
            publisher.start();
            publisher.awaitLive(SOON);
            gateway.awaitLive(NAME, 2, SOON);
            try (PlayPage player =
                    browser.through(gateway.udpPort(), downlink.port())
                            .playPage(gateway.url(), NAME, "stats")) {
                player.awaitPlaying(SOON);
                int moving = 0;
                for (int i = 0; i < 8; i++) {
                    moving += player.videoMoves() ? 1 : 0;
                    player.pause(Duration.ofSeconds(1));
                }
                assertThat(moving)
                        .as("seconds with moving pictures, of 8")
                        .isGreaterThanOrEqualTo(6);
                assertThat(uplink.lost()).isPositive();
                assertThat(downlink.lost()).isPositive();
                assertThat(stats(gateway, SessionKind.WHIP).nacks()).isPositive();
                assertThat(stats(gateway, SessionKind.WHIP).retransmitted()).isPositive();
                assertThat(stats(gateway, SessionKind.WHEP).nacks()).isPositive();
                assertThat(stats(gateway, SessionKind.WHEP).retransmitted()).isPositive();
            }
        }
    }

    private static SessionStats stats(RunningGateway gateway, SessionKind kind) {
        return gateway.sessions().stream()
                .filter(session -> session.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}
