package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogProducer;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.server.browser.BrowserPage;
import org.moqgateway.server.browser.Chromium;
import org.moqgateway.server.browser.PlayPage;
import org.moqgateway.server.peer.Ffmpeg;

/// What the gateway decodes: pictures of what is live, and audio that browsers do not take.
@Timeout(120)
class DecodedMediaIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "pattern";
    private static final int KEYFRAME_DISTANCE = 30;

    @Test
    void snapshotIsTheNewestKeyframeAndTheLivePageShowsIt() {
        try (RunningGateway gateway = new RunningGateway();
                Ffmpeg ffmpeg = Ffmpeg.publish(gateway.whip(NAME), Ffmpeg.Pattern.standard())) {
            gateway.awaitLive(NAME, 2, SOON);
            long first = number(snapshot(gateway));
            assertThat(first % KEYFRAME_DISTANCE).as("%s", ffmpeg.output()).isZero();
            long later = first;
            while (later == first) {
                RunningGateway.pause();
                later = number(snapshot(gateway));
            }
            assertThat(later - first).isPositive();
            assertThat((later - first) % KEYFRAME_DISTANCE).isZero();
            try (Chromium browser = Chromium.launch();
                    BrowserPage page = browser.open(gateway.url() + "/")) {
                page.await("document.querySelector('.thumb canvas:not([hidden])')", SOON);
                page.screenshot("live-snapshot");
                assertThat(page.errors()).isEmpty();
            }
        }
    }

    @Test
    void aacPlaysInABrowser() {
        try (RunningGateway gateway = new RunningGateway();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
                Chromium browser = Chromium.launch()) {
            TrackProducer track = radio(gateway);
            List<byte[]> frames = frames();
            int[] next = {0};
            long start = System.nanoTime();
            var ticking =
                    clock.scheduleAtFixedRate(
                            () -> {
                                long timestampUs = next[0] * 1024L * 1_000_000 / 48_000;
                                GroupProducer group = track.appendGroup(start);
                                group.write(
                                        LegacyContainer.encode(
                                                timestampUs, frames.get(next[0] % frames.size())));
                                group.finish();
                                next[0]++;
                            },
                            0,
                            1024L * 1_000_000_000 / 48_000,
                            TimeUnit.NANOSECONDS);
            try (PlayPage player = browser.playPage(gateway.url(), "radio", "stats&muted=0")) {
                player.awaitPlaying(SOON);
                player.awaitSound(0.05, SOON);
                assertThat(player.errors()).isEmpty();
            }
            assertThat(ticking.cancel(false)).isTrue();
        }
    }

    private static TrackProducer radio(RunningGateway gateway) {
        TrackProducer[] track = new TrackProducer[1];
        // Whoever hears of the broadcast must find its catalog.
        BroadcastProducer radio =
                gateway.origin()
                        .createBroadcast(
                                "radio",
                                broadcast -> {
                                    track[0] = broadcast.createTrack(TrackInfo.media("audio", 0));
                                    catalog(broadcast);
                                });
        assertThat(radio).isNotNull();
        return track[0];
    }

    private static void catalog(BroadcastProducer broadcast) {
        AudioRendition aac =
                new AudioRendition(
                        RenditionCommon.of("mp4a.40.2").withDescriptionHex("1190"), 48_000, 2);
        CatalogProducer catalog = new CatalogProducer(broadcast);
        assertThat(catalog.publish(Catalog.EMPTY.withAudio("audio", aac), 0, System.nanoTime()))
                .isTrue();
    }

    /// AAC without its ADTS headers of seven bytes.
    private static List<byte[]> frames() {
        byte[] all = bytes("/media/tone-48k-stereo.aac");
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < all.length; ) {
            int size =
                    (all[at + 3] & 3) << 11 | (all[at + 4] & 0xff) << 3 | (all[at + 5] & 0xff) >> 5;
            frames.add(Arrays.copyOfRange(all, at + 7, at + size));
            at += size;
        }
        return frames;
    }

    private static byte[] bytes(String path) {
        try (InputStream in = DecodedMediaIT.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage snapshot(RunningGateway gateway) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.url() + "/snapshot/" + NAME + ".jpg"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(response.body())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The number of a picture of [Ffmpeg#publish]: 32 black or white blocks along its upper edge,
    /// the highest bit first.
    private static long number(BufferedImage picture) {
        assertThat(picture.getWidth()).isEqualTo(640);
        assertThat(picture.getHeight()).isEqualTo(360);
        long number = 0;
        for (int bit = 0; bit < 32; bit++) {
            int white = picture.getRGB(bit * 20 + 10, 16) & 0xff;
            number = number << 1 | (white > 127 ? 1 : 0);
        }
        return number;
    }
}
