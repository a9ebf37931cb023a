package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.server.browser.Chromium;
import org.moqgateway.server.browser.PageStats;
import org.moqgateway.server.browser.PlayPage;
import org.moqgateway.server.browser.PublishPage;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.peer.UpstreamRelay;

/// The pages' MoQ player and publisher in Chromium, over WebTransport: through the relay of the
/// gateway itself and through the one that others wrote.
@Timeout(120)
class MoqPagesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "studio/cam0";
    /// The fake microphone beeps once a second.
    private static final double BEEP = 0.02;

    @BeforeAll
    static void needTheBundle() {
        assumeTrue(
                MoqPagesIT.class.getResource("/web/assets/moq/watch.js") != null,
                "the MoQ player was not bundled: Node.js is not installed");
    }

    @Test
    void whatComesOverWhipIsPlayedOverMoq() {
        try (RunningGateway gateway = RunningGateway.onOnePort(Map.of());
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPage(gateway.url(), NAME, "bitrate=1500&size=640x480")) {
            publisher.start();
            publisher.awaitLive(SOON);
            gateway.awaitLive(NAME, 2, SOON);
            try (PlayPage player =
                    browser.playPage(gateway.url(), NAME, "player=moq&stats&muted=0")) {
                playsPictureAndSound(player);
                assertThat(player.playerStats().text("protocol"))
                        .isEqualTo("moq-lite-05 over WebTransport");
                player.screenshot("play-moq");
                assertThat(player.errors()).isEmpty();
            }
        }
    }

    /// QUIC on another port than HTTP, as with Kwik, `--quic-bind` or another `--udp-bind`.
    @Test
    void findsQuicOnAPortOfItsOwn() {
        try (RunningGateway gateway = new RunningGateway(Map.of());
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPage(
                                gateway.url(), NAME, "publisher=moq&bitrate=1500&size=640x480")) {
            assertThat(gateway.udpPort()).isNotEqualTo(gateway.httpPort());
            publisher.start();
            publisher.awaitLive(SOON);
            try (PlayPage player =
                    browser.playPage(gateway.url(), NAME, "player=moq&stats&muted=0")) {
                player.awaitPlaying(SOON);
                assertThat(player.playerStats().text("protocol")).endsWith(" over WebTransport");
            }
        }
    }

    @Test
    void whatIsPublishedOverMoqIsPlayedOverWhep() {
        try (RunningGateway gateway = RunningGateway.onOnePort(Map.of());
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPage(
                                gateway.url(), NAME, "publisher=moq&bitrate=1500&size=640x480")) {
            publisher.start();
            publisher.awaitLive(SOON);
            try (PlayPage player = browser.playPage(gateway.url(), NAME, "stats&muted=0")) {
                player.awaitPlaying(SOON);
                assertThat(player.videoMoves()).isTrue();
                PlayPage.AudioSamples before = player.audioSamples();
                PlayPage.AudioSamples after = player.audioSamples();
                assertThat(after.count()).isGreaterThan(before.count());
                assertThat(after.energy()).isPositive();
                assertThat(player.playerStats().number("video.width")).isEqualTo(640);
                publisher.screenshot("publish-moq");
                assertThat(player.errors()).isEmpty();
                assertThat(publisher.errors()).isEmpty();
            }
        }
    }

    @Test
    void whatComesOverWhipIsPlayedFromTheRelayThatOthersWrote() {
        assumeTrue(UpstreamRelay.program().isPresent(), "moq-relay is not installed");
        try (UpstreamRelay relay = UpstreamRelay.start();
                RunningGateway gateway =
                        RunningGateway.onOnePort(Map.of(Setting.RELAY, List.of(relay.url())));
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPage(gateway.url(), NAME, "bitrate=1500&size=640x480")) {
            publisher.start();
            publisher.awaitLive(SOON);
            gateway.awaitLive(NAME, 2, SOON);
            try (PlayPage player = browser.playPage(gateway.url(), NAME, playedFrom(relay))) {
                playsPictureAndSound(player);
                assertThat(player.errors()).isEmpty();
            }
        }
    }

    @Test
    void whatIsPublishedAtTheRelayThatOthersWroteIsPlayedOverWhep() {
        assumeTrue(UpstreamRelay.program().isPresent(), "moq-relay is not installed");
        try (UpstreamRelay relay = UpstreamRelay.start();
                RunningGateway gateway =
                        RunningGateway.onOnePort(Map.of(Setting.RELAY, List.of(relay.url())));
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPage(
                                gateway.url(),
                                NAME,
                                "publisher=moq&size=640x480&relay=" + encoded(relay.url()))) {
            publisher.start();
            publisher.awaitLive(SOON);
            try (PlayPage player = browser.playPage(gateway.url(), NAME, "stats&muted=0")) {
                player.awaitPlaying(SOON);
                assertThat(player.videoMoves()).isTrue();
            }
        }
    }

    @Test
    void embeddedMoqPlayerStartsSilentAndOffersTheSound() {
        try (RunningGateway gateway = RunningGateway.onOnePort(Map.of());
                Chromium browser = Chromium.launch();
                PublishPage publisher =
                        browser.publishPage(gateway.url(), NAME, "bitrate=800&size=640x360")) {
            publisher.start();
            gateway.awaitLive(NAME, 2, SOON);
            try (PlayPage player = browser.playPage(gateway.url(), NAME, "player=moq&embed")) {
                player.awaitPlaying(SOON);
                player.await("!document.getElementById('unmute').hidden", SOON);
                assertThat(player.evaluate("document.querySelector('moq-watch').muted"))
                        .isEqualTo(true);
                player.click("#unmute");
                player.await("document.getElementById('unmute').hidden", SOON);
                player.awaitSound(BEEP, SOON);
            }
        }
    }

    private static void playsPictureAndSound(PlayPage player) {
        player.awaitPlaying(SOON);
        assertThat(player.videoMoves()).isTrue();
        player.awaitSound(BEEP, SOON);
        PageStats stats = player.playerStats();
        assertThat(stats.number("video.width")).isEqualTo(640);
        assertThat(stats.number("video.height")).isEqualTo(480);
        assertThat(stats.number("bitrateBps")).isPositive();
        System.getLogger("figures")
                .log(
                        System.Logger.Level.INFO,
                        "MoQ: first frame after {0} ms, {1} ms buffered",
                        stats.number("firstFrameMillis"),
                        stats.number("video.bufferMillis"));
    }

    private static String playedFrom(UpstreamRelay relay) {
        return "player=moq&stats&muted=0&relay=" + encoded(relay.url());
    }

    private static String encoded(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }
}
