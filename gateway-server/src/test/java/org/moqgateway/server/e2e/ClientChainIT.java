package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moqgateway.server.browser.BrowserPage;
import org.moqgateway.server.browser.Chromium;
import org.moqgateway.server.browser.PlayPage;
import org.moqgateway.server.browser.PublishPage;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.peer.MediaMtx;
import org.moqgateway.server.peer.UpstreamRelay;

/// Chromium at both ends, two gateways and the servers of others between them. Prints how much
/// older the picture gets at each hop; all players run side by side in one browser, on one clock.
@Timeout(180)
class ClientChainIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(150);
    private static final int SAMPLES = 60;
    private static final double MOST_MILLIS = 5_000;
    private static final String NAME = "show";

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void others() {
        assumeTrue(MediaMtx.program().isPresent(), "MEDIAMTX names no program");
        assumeTrue(UpstreamRelay.program().isPresent(), "moq-relay is not here");
    }

    private RunningGateway gateway(UpstreamRelay relay, String clients) throws IOException {
        Path settings = Files.createTempFile(folder, "gateway", ".yaml");
        Files.writeString(settings, clients);
        return new RunningGateway(
                Map.of(
                        Setting.CONFIG, List.of(settings.toString()),
                        Setting.RELAY, List.of(relay.url())));
    }

    @Test
    void aBroadcastIsPushedThroughARelayToTheServerOfOthers() throws Exception {
        try (UpstreamRelay relay = UpstreamRelay.start();
                MediaMtx server = MediaMtx.start(folder);
                RunningGateway first = gateway(relay, "{}");
                RunningGateway second =
                        gateway(
                                relay,
                                """
                                clients:
                                  - publish: %s
                                    broadcast: %s
                                """
                                        .formatted(server.whip(NAME), NAME));
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPageWithClock(
                                first.url(), NAME, "start&bitrate=1500&size=640x480")) {
            publisher.awaitLive(SOON);
            second.awaitLive(NAME, 2, SOON);
            try (PlayPage near = browser.playPage(first.url(), NAME, "muted=1");
                    PlayPage relayed = browser.playPage(second.url(), NAME, "muted=1");
                    PlayPage far = browser.playElsewhere(server.whep(NAME))) {
                tell("push: gateway, relay and gateway, MediaMTX", near, relayed, far);
            }
        }
    }

    @Test
    void theServerOfOthersIsPulledAndReachesViewersThroughARelay() throws Exception {
        try (UpstreamRelay relay = UpstreamRelay.start();
                MediaMtx server = MediaMtx.start(folder);
                RunningGateway first =
                        gateway(
                                relay,
                                """
                                clients:
                                  - subscribe: %s
                                    broadcast: %s
                                """
                                        .formatted(server.whep(NAME), NAME));
                RunningGateway second = gateway(relay, "{}");
                Chromium browser = Chromium.launch();
                BrowserPage publisher = browser.publishElsewhere(server.whip(NAME))) {
            assertThat(publisher.errors()).isEmpty();
            first.awaitLive(NAME, 2, SOON);
            try (PlayPage near = browser.playElsewhere(server.whep(NAME));
                    PlayPage pulled = browser.playPage(first.url(), NAME, "muted=1");
                    PlayPage far = browser.playPage(second.url(), NAME, "muted=1")) {
                tell("pull: MediaMTX, gateway, relay and gateway", near, pulled, far);
            }
        }
    }

    /// Prints the median age at each player, the oldest hop last.
    private static void tell(String what, PlayPage... players) {
        List<List<Double>> ages = new ArrayList<>();
        for (PlayPage player : players) {
            player.awaitFreshPicture(MOST_MILLIS, SOON);
            ages.add(new ArrayList<>());
        }
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int i = 0; i < players.length; i++) {
                ages.get(i).add(players[i].pictureAgeMillis());
            }
            players[0].pause(BETWEEN_SAMPLES);
        }
        List<Double> medians = ages.stream().map(ClientChainIT::median).toList();
        System.out.println(what + ": pictures are " + medians + " ms old");
        assertThat(medians).allMatch(median -> median > 0 && median < MOST_MILLIS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
