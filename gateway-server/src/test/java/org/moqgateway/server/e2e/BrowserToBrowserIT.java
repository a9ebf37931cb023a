package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.server.browser.Chromium;
import org.moqgateway.server.browser.PageStats;
import org.moqgateway.server.browser.PlayPage;
import org.moqgateway.server.browser.PublishPage;

/// Chromium publishes with the publishing page, Chromium plays with the player.
@Timeout(120)
class BrowserToBrowserIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "studio/cam0";

    @Test
    void chromiumPublishesAndChromiumPlaysPictureAndSoundInSync() {
        try (RunningGateway gateway = new RunningGateway();
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPage(gateway.url(), NAME, "bitrate=1500&size=640x480")) {
            publisher.start();
            publisher.awaitLive(SOON);
            BroadcastStatus live = gateway.awaitLive(NAME, 2, SOON);
            assertThat(live.tracks())
                    .extracting(track -> track.name())
                    .containsExactly("0.avc3", "0.opus");

            try (PlayPage player = browser.playPage(gateway.url(), NAME, "stats&muted=0")) {
                player.awaitPlaying(SOON);
                assertThat(player.videoMoves()).isTrue();
                player.awaitSync(40);

                PlayPage.AudioSamples before = player.audioSamples();
                PlayPage.AudioSamples after = player.audioSamples();
                assertThat(after.count()).isGreaterThan(before.count());
                assertThat(after.energy()).isPositive();

                PageStats stats = player.playerStats();
                assertThat(stats.number("video.width")).isEqualTo(640);
                assertThat(stats.number("video.height")).isEqualTo(480);
                assertThat(stats.number("video.fps")).isBetween(10.0, 40.0);
                assertThat(player.errors()).isEmpty();
                assertThat(gateway.live().getFirst().viewers()).isEqualTo(1);
            }
            assertThat(publisher.errors()).isEmpty();
            publisher.stop();
            gateway.awaitGone(NAME, SOON);
        }
    }

    @Test
    void browsersEncoderReachesItsFullBitrateWithinSeconds() {
        try (RunningGateway gateway = new RunningGateway();
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPageWithClock(
                                gateway.url(), NAME, "bitrate=2000&size=640x480")) {
            publisher.start();
            publisher.awaitLive(SOON);
            long start = System.nanoTime();
            publisher.await(
                    "JSON.parse(document.body.dataset.stats ?? '{}').bitrateBps > 1600000",
                    Duration.ofSeconds(10));
            System.getLogger("figures")
                    .log(
                            System.Logger.Level.INFO,
                            "80 % of 2 Mbit/s after {0} ms",
                            (System.nanoTime() - start) / 1_000_000);
        }
    }

    @Test
    void viewerRecoversByItselfWhenThePublisherIsKilledAndComesBack() {
        try (RunningGateway gateway = new RunningGateway();
                Chromium viewerBrowser = Chromium.launch();
                PlayPage player = viewerBrowser.playPage(gateway.url(), NAME, "stats")) {
            player.awaitState("waiting", SOON);
            try (Chromium first = Chromium.launch()) {
                first.publishPage(gateway.url(), NAME, "start");
                player.awaitPlaying(SOON);
                first.kill();
            }
            gateway.awaitGone(NAME, SOON);
            try (Chromium second = Chromium.launch()) {
                second.publishPage(gateway.url(), NAME, "start");
                gateway.awaitLive(NAME, 2, SOON);
                player.awaitPlaying(SOON);
                assertThat(player.videoMoves()).isTrue();
            }
        }
    }
}
