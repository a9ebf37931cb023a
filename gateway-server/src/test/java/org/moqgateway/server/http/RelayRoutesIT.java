package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.tls.Fingerprint;

/// What a relay serves over HTTP, as upstream's doc/bin/relay/http.md has it.
class RelayRoutesIT {
    private static final Duration IN_VAIN = Duration.ofMillis(700);

    private TestServer server = TestServer.start(AccessPolicy.open());
    private TrackProducer track = track(server, "demo/my-stream", "video");

    private static TrackProducer track(TestServer server, String broadcast, String name) {
        BroadcastProducer producer = server.origin.createBroadcast(broadcast);
        return producer.createTrack(TrackInfo.live(name, 0));
    }

    /// As patient with everything but a fetch as another server.
    private static TestServer fetching(Duration deadline) {
        HttpLimits standard = HttpLimits.standard();
        return TestServer.start(
                new HttpLimits(
                        standard.maxBodyBytes(),
                        standard.headerDeadline(),
                        standard.bodyDeadline(),
                        standard.idleTimeout(),
                        standard.maxHalfOpenPerAddress(),
                        deadline));
    }

    @BeforeEach
    void twoGroups() {
        group("first");
        group("second", "third");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    /announced; demo/my-stream demo/other prime
                    /announced/; demo/my-stream demo/other prime
                    /announced/demo; my-stream other
                    /announced/demo/; my-stream other
                    /announced/demo/my-stream; ''
                    /announced/dem; ''
                    /announced/nobody; ''
                    """)
    void listsWhatIsAnnouncedBelowAPrefix(String path, String names) {
        server.origin.createBroadcast("demo/other");
        server.origin.createBroadcast("prime");

        HttpResponse<String> response = server.send("GET", path, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(names.replace(' ', '\n'));
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void listsNoNameThatLooksLikeSeveral() {
        server.origin.createBroadcast("demo/x\nprime");
        server.origin.createBroadcast("demo/y\rz");

        assertThat(server.send("GET", "/announced", "").body()).isEqualTo("demo/my-stream");
        assertThat(server.send("GET", "/announced/demo", "").body()).isEqualTo("my-stream");
    }

    @ParameterizedTest
    @CsvSource({
        "/fetch/demo/my-stream/video, secondthird",
        "/fetch/demo/my-stream/video?group=latest, secondthird",
        "/fetch/demo/my-stream/video?group=1, secondthird",
        "/fetch/demo/my-stream/video?group=0, first",
    })
    void fetchesTheFramesOfAGroup(String path, String content) {
        HttpResponse<String> response = server.send("GET", path, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(content);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @ParameterizedTest
    @CsvSource({
        "/fetch/video, 400",
        "/fetch/demo/my-stream/video?group=newest, 400",
        "/fetch/demo/my-stream/video?group=-1, 400",
        "/fetch/demo//video, 400",
        "/fetch/nobody/video, 404",
        "/fetch/demo/my-stream/audio, 404",
        "/fetch/demo/my-stream/video?group=99, 404",
    })
    void saysWhatIsWrongWithAFetch(String path, int status) {
        assertProblem(server.send("GET", path, ""), status);
    }

    @Test
    void givesUpOnAGroupThatDoesNotCome() {
        try (TestServer impatient = fetching(IN_VAIN)) {
            track(impatient, "demo/silent", "video");

            assertProblem(impatient.send("GET", "/fetch/demo/silent/video", ""), 504);
        }
    }

    @Test
    void breaksOffAGroupThatDoesNotEndInTime() {
        try (TestServer impatient = fetching(IN_VAIN)) {
            GroupProducer open = track(impatient, "demo", "video").appendGroup(System.nanoTime());
            open.write(frame("never ends"));

            assertThat(catchThrowable(() -> impatient.send("GET", "/fetch/demo/video", "")))
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void breaksOffAGroupThatHasAlwaysMoreToGive() {
        try (TestServer impatient = fetching(Duration.ZERO)) {
            GroupProducer group = track(impatient, "demo", "video").appendGroup(System.nanoTime());
            group.write(frame("one"));
            group.write(frame("two"));
            group.finish();

            assertThat(catchThrowable(() -> impatient.send("GET", "/fetch/demo/video", "")))
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void tellsTheFingerprintOfTheCertificate() {
        HttpResponse<String> response = server.send("GET", "/certificate.sha256", "");

        assertThat(response.body())
                .isEqualTo(Fingerprint.sha256(server.identity.get().certificate()))
                .matches("[0-9a-f]{64}");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void tellsTheFiguresToPrometheus() {
        HttpResponse<String> response = server.send("GET", "/metrics", "");

        assertThat(response.body()).isEqualTo("# figures\n");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain;")
                .contains("version=0.0.4");
    }

    @Test
    void tellsHowTheLinksAreDoing() {
        server.links =
                List.of(
                        new LinkStatus(
                                "https://relay.example/anon",
                                LinkStatus.State.UP,
                                Instant.EPOCH,
                                2,
                                TransportKind.WEBTRANSPORT,
                                "moq-lite-05",
                                null),
                        new LinkStatus(
                                "https://other.example/",
                                LinkStatus.State.WAITING,
                                Instant.EPOCH,
                                0,
                                null,
                                null,
                                "refused"));

        assertThat(Problems.parse(server.send("GET", "/api/relay", "").body()))
                .isEqualTo(
                        Problems.parse(
                                """
                                {"links":[
                                {"url":"https://relay.example/anon","state":"up",
                                "since":"1970-01-01T00:00:00Z","sessions":2,"protocol":"moq-lite-05",
                                "transport":"webtransport"},
                                {"url":"https://other.example/","state":"waiting",
                                "since":"1970-01-01T00:00:00Z","sessions":0,"lastFailure":"refused"}]}
                                """));
        assertThat(Problems.parse(server.send("GET", "/health?details", "").body()))
                .isEqualTo(
                        Problems.parse(
                                """
                                {"status":"ok","links":{"connecting":0,"up":1,"waiting":1,"closed":0},
                                "ffmpeg":null}
                                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/announced",
                "/announced/demo",
                "/fetch/demo/my-stream/video",
                "/certificate.sha256",
                "/metrics"
            })
    void answersHeadWithoutABodyAndOtherMethodsWith405(String path) {
        HttpResponse<String> head = server.send("HEAD", path, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();

        HttpResponse<String> post = server.send("POST", path, "");
        assertProblem(post, 405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    }

    private void group(String... frames) {
        GroupProducer group = track.appendGroup(System.nanoTime());
        for (String text : frames) {
            group.write(frame(text));
        }
        group.finish();
    }

    private static Frame frame(String text) {
        return new Frame(0, text.getBytes(StandardCharsets.UTF_8));
    }
}
