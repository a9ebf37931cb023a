package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogProducer;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.media.jcodec.JcodecKeyframeDecoder;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.token.KeySource;
import org.moqgateway.moq.token.TokenAlgorithm;
import org.moqgateway.moq.token.TokenClaims;
import org.moqgateway.moq.token.TokenKey;
import org.moqgateway.moq.token.TokenVerifier;
import org.moqgateway.server.snapshot.LocalDecoders;
import org.moqgateway.server.snapshot.Snapshots;

class SnapshotIT {
    private static final String H264 = "avc3.64000d";
    private static final String PATH = "/snapshot/live/cam0.jpg";
    private static final int IVF_HEADERS = 44;

    private final AtomicInteger decoded = new AtomicInteger();
    private TestServer server = start(new JcodecKeyframeDecoder(), AccessPolicy.open());

    private TestServer start(KeyframeDecoder decoder, AccessPolicy access) {
        KeyframeDecoder counting =
                (keyframe, width) -> {
                    decoded.incrementAndGet();
                    return decoder.decode(keyframe, width);
                };
        return TestServer.start(access, new Snapshots(counting, Optional.empty()));
    }

    private void restart(KeyframeDecoder decoder, AccessPolicy access) {
        server.close();
        server = start(decoder, access);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesTheNewestKeyframeAsJpeg() {
        TrackProducer track = publish("live/cam0", H264);
        group(track, bytes("quadrants-high.h264"));

        HttpResponse<byte[]> response = server.fetch(PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("max-age=1");
        BufferedImage image = image(response.body());
        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(180);
        assertColour(image, 80, 45, 0xff0000);
        assertColour(image, 240, 45, 0x00ff00);
        assertColour(image, 80, 135, 0x0000ff);
        assertColour(image, 240, 135, 0xffff00);
    }

    @ParameterizedTest
    @CsvSource({"'', 640, 360", "?width=160, 160, 90", "?width=1920, 1280, 720"})
    void scalesDownToAWidth(String query, int width, int height) {
        group(publish("live/cam0", H264), bytes("quadrants-hd.h264"));

        BufferedImage image = image(server.fetch(PATH + query).body());

        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertColour(image, width / 4, height / 4, 0xff0000);
    }

    @Test
    void decodesAKeyframeOnceWhoeverAsks() {
        TrackProducer track = publish("live/cam0", H264);
        group(track, bytes("quadrants-high.h264"));

        for (int i = 0; i < 5; i++) {
            assertThat(server.fetch(PATH).statusCode()).isEqualTo(200);
        }
        assertThat(decoded).hasValue(1);

        group(track, bytes("quadrants-hd.h264"));
        assertThat(image(server.fetch(PATH).body()).getWidth()).isEqualTo(640);
        assertThat(decoded).hasValue(2);
    }

    @Test
    void servesAnotherPictureWhenTheBroadcastBeginsAnew() {
        group(publish("live/cam0", H264), bytes("quadrants-high.h264"));
        assertThat(image(server.fetch(PATH).body()).getWidth()).isEqualTo(320);

        group(publish("live/cam0", H264), bytes("quadrants-hd.h264"));

        assertThat(image(server.fetch(PATH).body()).getWidth()).isEqualTo(640);
    }

    @Test
    void answers304ToWhoHasThePicture() {
        group(publish("live/cam0", H264), bytes("quadrants-high.h264"));
        String etag = server.fetch(PATH).headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> again = server.fetch(PATH, "If-None-Match", etag);

        assertThat(etag).matches("\"[0-9a-f]{24}\"");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void takesTheRenditionThatFits() {
        BroadcastProducer broadcast = server.origin.createBroadcast("live/cam0");
        group(broadcast.createTrack(TrackInfo.live("low", 0)), bytes("quadrants-high.h264"));
        group(broadcast.createTrack(TrackInfo.live("high", 0)), bytes("quadrants-hd.h264"));
        catalog(
                broadcast,
                Catalog.EMPTY
                        .withVideo("low", VideoRendition.of(RenditionCommon.of(H264), 320, 180))
                        .withVideo("high", VideoRendition.of(RenditionCommon.of(H264), 1280, 720)));

        assertThat(image(server.fetch(PATH + "?width=160").body()).getWidth()).isEqualTo(160);
        assertThat(image(server.fetch(PATH + "?width=320").body()).getWidth()).isEqualTo(320);
        assertThat(image(server.fetch(PATH).body()).getWidth()).isEqualTo(640);
        assertThat(image(server.fetch(PATH + "?width=1920").body()).getWidth()).isEqualTo(1280);
    }

    @Test
    void servesEveryCodecWhereFfmpegIs() {
        restart(LocalDecoders.find().pictures(), AccessPolicy.open());
        byte[] ivf = bytes("quadrants-vp8.ivf");
        group(publish("live/vp8", "vp8"), Arrays.copyOfRange(ivf, IVF_HEADERS, ivf.length));
        group(publish("live/interlaced", H264), bytes("quadrants-interlaced.h264"));

        assertColour(image(server.fetch("/snapshot/live/vp8.jpg").body()), 240, 135, 0xffff00);
        assertColour(
                image(server.fetch("/snapshot/live/interlaced.jpg").body()), 240, 135, 0xffff00);
    }

    @ParameterizedTest
    @CsvSource({"vp8, quadrants-vp8.ivf", "avc3.4d400d, quadrants-interlaced.h264"})
    void answers415AndSaysWhatIsMissing(String codec, String file) {
        group(publish("live/cam0", codec), bytes(file));

        HttpResponse<String> response = server.send("GET", PATH, "");

        assertProblem(response, 415);
        assertThat(response.body()).contains(codec).contains("FFmpeg's library is missing");
    }

    @Test
    void answers404WithoutBroadcastOrVideo() {
        BroadcastProducer soundOnly = server.origin.createBroadcast("live/radio");
        catalog(soundOnly, Catalog.EMPTY);
        server.origin.createBroadcast("live/bare");

        assertProblem(server.send("GET", PATH, ""), 404);
        assertProblem(server.send("GET", "/snapshot/live/radio.jpg", ""), 404);
        assertProblem(server.send("GET", "/snapshot/live/bare.jpg", ""), 404);
        assertProblem(server.send("GET", "/snapshot/live/cam0.png", ""), 404);
    }

    @Test
    void answers503UntilAKeyframeComes() {
        TrackProducer track = publish("live/cam0", H264);

        HttpResponse<String> early = server.send("GET", PATH, "");
        assertProblem(early, 503);
        assertThat(early.headers().firstValue("Retry-After")).hasValue("1");

        group(track, bytes("quadrants-high.h264"));
        assertThat(server.fetch(PATH).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?width=0", "?width=641", "?width=-1", "?width=wide", "?width="})
    void answers400ToAWidthThatIsNone(String query) {
        assertProblem(server.send("GET", PATH + query, ""), 400);
    }

    @Test
    void answers502ToAKeyframeThatIsDamaged() {
        byte[] whole = bytes("quadrants-high.h264");
        group(publish("live/cam0", H264), Arrays.copyOf(whole, whole.length / 2));

        assertProblem(server.send("GET", PATH, ""), 502);
        assertProblem(server.send("GET", PATH, ""), 502);
        assertThat(decoded).hasValue(1);
    }

    @Test
    void answersHeadAndPreflightAndNoOtherMethod() {
        group(publish("live/cam0", H264), bytes("quadrants-high.h264"));

        HttpResponse<String> head = server.send("HEAD", PATH, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(server.send("OPTIONS", PATH, "").headers().firstValue("Allow"))
                .hasValue("GET, HEAD, OPTIONS");
        assertProblem(server.send("POST", PATH, ""), 405);
    }

    @Test
    void showsABroadcastToThoseAloneWhoMayWatchIt() throws Exception {
        TokenKey key = TokenKey.generate(TokenAlgorithm.HS256);
        restart(
                new JcodecKeyframeDecoder(),
                AccessPolicy.restricted(
                        new TokenVerifier(KeySource.single(key)),
                        List.of("anon"),
                        List.of("anon"),
                        () -> TestServer.NOW));
        group(publish("live/cam0", H264), bytes("quadrants-high.h264"));
        String viewer = key.sign(TokenClaims.of("live", List.of(), List.of("cam0")));
        String publisher = key.sign(TokenClaims.of("live", List.of("cam0"), List.of()));

        assertProblem(server.send("GET", PATH, ""), 401);
        assertProblem(server.send("GET", PATH + "?jwt=" + publisher, ""), 403);
        assertThat(server.fetch(PATH + "?jwt=" + viewer).statusCode()).isEqualTo(200);
        assertThat(server.fetch(PATH, "Authorization", "Bearer " + viewer).statusCode())
                .isEqualTo(200);
    }

    private TrackProducer publish(String name, String codec) {
        BroadcastProducer broadcast = server.origin.createBroadcast(name);
        TrackProducer track = broadcast.createTrack(TrackInfo.live("video", 0));
        catalog(
                broadcast,
                Catalog.EMPTY.withVideo(
                        "video", VideoRendition.of(RenditionCommon.of(codec), 320, 180)));
        return track;
    }

    private static void catalog(BroadcastProducer broadcast, Catalog catalog) {
        assertThat(new CatalogProducer(broadcast).publish(catalog, 0, System.nanoTime())).isTrue();
    }

    private static void group(TrackProducer track, byte[] keyframe) {
        GroupProducer group = track.appendGroup(System.nanoTime());
        group.write(LegacyContainer.encode(0, keyframe));
        group.write(LegacyContainer.encode(33_000, "no keyframe".getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(String file) {
        try (InputStream in = SnapshotIT.class.getResourceAsStream("/media/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage image(byte[] jpeg) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(jpeg)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertColour(BufferedImage image, int x, int y, int expected) {
        int actual = image.getRGB(x, y);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(actual >> shift & 0xff)
                    .as("%06x at %d,%d", actual & 0xffffff, x, y)
                    .isCloseTo(expected >> shift & 0xff, Offset.offset(14));
        }
    }
}
