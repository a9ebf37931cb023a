package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.webrtc.TrackStatus;
import org.moqgateway.server.browser.Chromium;
import org.moqgateway.server.browser.ColourPicture;
import org.moqgateway.server.browser.PageStats;
import org.moqgateway.server.browser.PlayPage;
import org.moqgateway.server.browser.PublishPage;

/// Chromium publishes with every codec that it has, and plays it: what the player shows is held
/// against what the camera saw.
@Timeout(120)
class CodecMatrixIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PICTURE = "&size=640x360&microphone=none&bitrate=1500";

    /// What conversion between colour spaces and a lossy encoder may change a channel by.
    private static final int TOLERANCE = 40;

    private static final String DESCRIPTOR = "#dependency-descriptor-rtp-header-extension";
    private static final double OLDEST_MILLIS = 2_000;

    private static RunningGateway gateway;
    private static Chromium browser;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway();
        browser = Chromium.launch();
    }

    @AfterAll
    static void close() {
        browser.close();
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "42e01f, H264, 0.avc3, avc3.42",
        "vp8, VP8, 0.vp8, vp8",
        "vp9, VP9, 0.vp9, vp09.00",
        "av1, AV1, 0.av1, av01.0"
    })
    void chromiumPlaysThePictureThatChromiumPublishes(
            String id, String codec, String track, String codecString) {
        String name = "matrix/" + id;
        try (PublishPage publisher = publish(name, "codec=" + id)) {
            TrackStatus live = live(name);
            assertThat(live.name()).isEqualTo(track);
            assertThat(live.codec()).startsWith(codecString);
            assertThat(live.width() * 9).as("width of %s", live).isEqualTo(live.height() * 16);
            assertPlays(name, codec);
            assertThat(publisher.nextStats().text("video.codec")).isEqualTo(codec);
            assertThat(publisher.errors()).isEmpty();
        }
        gateway.awaitGone(name, SOON);
    }

    /// Two spatial and three temporal layers in one stream.
    @ParameterizedTest
    @CsvSource({"vp9, VP9", "av1, AV1"})
    void chromiumPlaysThePictureThatChromiumPublishesInLayers(String id, String codec) {
        String name = "layers/" + id;
        try (PublishPage publisher = publish(name, "codec=" + id + "&scalability=L2T3")) {
            TrackStatus live = live(name);
            assertThat(live.height()).as("height of %s", live).isEqualTo(360);
            assertPlays(name, codec);
            PageStats sent = publisher.nextStats();
            assertThat(sent.text("video.codec")).isEqualTo(codec);
            assertThat(sent.text("video.scalabilityMode")).isEqualTo("L2T3");
            assertThat(publisher.errors()).isEmpty();
        }
        gateway.awaitGone(name, SOON);
    }

    /// The page asks for dependency descriptors, which Chromium does not by itself.
    @Test
    void chromiumPlaysTheLayersOfAv1WithAndWithoutDependencyDescriptors() {
        String name = "layers/described";
        try (PublishPage publisher = publish(name, "codec=av1&scalability=L2T3")) {
            try (PlayPage with = browser.playPage(gateway.url(), name, "stats")) {
                assertShows(with, "AV1");
                assertThat(with.answer()).contains(DESCRIPTOR);
            }
            try (PlayPage without =
                    browser.playPageWithoutDescriptors(gateway.url(), name, "stats")) {
                assertShows(without, "AV1");
                assertThat(without.answer()).contains("AV1/90000").doesNotContain(DESCRIPTOR);
            }
            assertThat(publisher.nextStats().text("video.scalabilityMode")).isEqualTo("L2T3");
        }
        gateway.awaitGone(name, SOON);
    }

    /// One player throughout: descriptors end with the layers, and begin again with them. Each
    /// publisher takes the name from the one before, so that there is no gap: after three
    /// seconds without a stream the player would make another session.
    @Test
    void chromiumPlaysOnWhenAPublisherWithOtherLayersTakesOver() {
        String name = "layers/change";
        PublishPage publisher = publish(name, "codec=av1&scalability=L2T3");
        try (PlayPage player = browser.playPage(gateway.url(), name, "stats")) {
            assertShows(player, "AV1");
            for (String layers : List.of("L1T1", "L3T3")) {
                PublishPage next = publish(name, "codec=av1&scalability=" + layers);
                publisher.close();
                long closedNanos = System.nanoTime();
                publisher = next;
                awaitPictureSince(closedNanos, player);
                assertShows(player, "AV1");
                assertThat(next.errors()).isEmpty();
            }
            assertThat(player.answer()).contains(DESCRIPTOR);
            assertThat(player.requests())
                    .as("one session")
                    .filteredOn(request -> request.matches("POST .*/whep/.*"))
                    .hasSize(1);
        } finally {
            publisher.close();
        }
        gateway.awaitGone(name, SOON);
    }

    /// Waits for a picture that was taken after a moment.
    private static void awaitPictureSince(long nanos, PlayPage player) {
        double since = 0;
        double age = Double.NaN;
        while (!(age >= 0 && age < since)) {
            assertThat(Duration.ofNanos(System.nanoTime() - nanos))
                    .as("a picture %s ms old is not one of the next publisher", age)
                    .isLessThan(SOON);
            player.pause(Duration.ofMillis(100));
            since = (System.nanoTime() - nanos) / 1e6;
            age = player.pictureAgeMillis();
        }
    }

    private static PublishPage publish(String name, String query) {
        PublishPage publisher =
                browser.publishPageWithColours(gateway.url(), name, query + PICTURE);
        publisher.start();
        publisher.awaitLive(SOON);
        return publisher;
    }

    private static TrackStatus live(String name) {
        List<TrackStatus> tracks = gateway.awaitLive(name, 1, SOON).tracks();
        assertThat(tracks).hasSize(1);
        return tracks.getFirst();
    }

    private static void assertPlays(String name, String codec) {
        try (PlayPage player = browser.playPage(gateway.url(), name, "stats")) {
            assertShows(player, codec);
        }
    }

    private static void assertShows(PlayPage player, String codec) {
        player.awaitPlaying(SOON);
        player.awaitFreshPicture(OLDEST_MILLIS, SOON);
        long before = player.pictureNumber();
        List<ColourPicture.Colour> colours = player.pictureColours();
        assertThat(colours).hasSameSizeAs(ColourPicture.COLOURS);
        for (int i = 0; i < colours.size(); i++) {
            assertThat(colours.get(i).distance(ColourPicture.COLOURS.get(i)))
                    .as("colour %d, shown %s", i, colours.get(i))
                    .isLessThan(TOLERANCE);
        }
        assertThat(player.videoMoves()).isTrue();
        assertThat(player.pictureNumber()).isGreaterThan(before);
        assertThat(player.playerStats().text("video.codec")).isEqualTo(codec);
        assertThat(player.errors()).isEmpty();
    }
}
