package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.core.webrtc.TrackStatus;

class StatusApiIT {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.broker.status.add(
                new BroadcastStatus(
                        "live/cam0",
                        TestServer.NOW.minusMillis(12_300),
                        List.of(
                                new TrackStatus(
                                        "0.avc3", "video", "avc1.42e01f", 1280, 720, 30, 2_000_000),
                                TrackStatus.audio("0.opus", "opus", 48_000, 2, 64_000)),
                        2,
                        2_100_000,
                        List.of(
                                new SessionProblem(
                                        SessionProblem.Code.AUDIO_NOT_SENDABLE, "no Opus"))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void listsWhatIsLive() {
        HttpResponse<String> response = server.send("GET", "/api/broadcasts", "");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(Problems.parse(response.body()))
                .isEqualTo(
                        Problems.parse(
                                """
                                {"broadcasts":[{"name":"live/cam0","ageSeconds":12.3,"viewers":2,
                                "bitrateBps":2100000,"tracks":[
                                {"name":"0.avc3","kind":"video","codec":"avc1.42e01f","width":1280,"height":720,
                                "frameRate":30.0,"bitrateBps":2000000},
                                {"name":"0.opus","kind":"audio","codec":"opus","sampleRate":48000,"channels":2,
                                "bitrateBps":64000}],
                                "problems":[{"code":"audio-not-sendable","text":"no Opus"}]}]}
                                """));
    }

    @Test
    void tellsTheEndpointsByTheNameThatTheClientUsed() {
        String base = "http://localhost:" + server.server.port();

        var config = Problems.parse(server.send("GET", "/api/config", "").body());

        assertThat(config.get("whipUrl").asText()).isEqualTo(base + "/whip/");
        assertThat(config.get("whepUrl").asText()).isEqualTo(base + "/whep/");
        assertThat(config.get("moqUrl").asText()).isEqualTo("https://localhost:4433/");
        assertThat(config.get("quic"))
                .isEqualTo(Problems.parse("{\"port\":4433,\"selfSigned\":true}"));
        assertThat(config.get("version").asText()).isNotBlank().doesNotContain("$");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "http, localhost:8088, 8088, http://localhost:8088/",
                "http, localhost:8088, 8089, https://localhost:8089/",
                "http, '[::1]:8088', 8089, https://[::1]:8089/",
                "http, '[::1]', 8089, https://[::1]:8089/",
                "http, gw.example, 80, http://gw.example/",
                "https, gw.example, 443, https://gw.example/",
                "https, gw.example, 8088, https://gw.example:8088/",
                "https, gw.example, none, wss://gw.example/",
                "http, localhost:8088, none, ws://localhost:8088/",
            })
    void namesThePortThatQuicHas(
            String scheme, String authority, @Nullable Integer quicPort, String url) {
        assertThat(
                        StatusApi.moqUrl(
                                scheme,
                                authority,
                                quicPort == null ? OptionalInt.empty() : OptionalInt.of(quicPort)))
                .isEqualTo(url);
    }

    @Test
    void isHealthy() {
        HttpResponse<String> response = server.send("GET", "/health", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/api/config",
                "/api/broadcasts",
                "/",
                "/play/live",
                "/assets/app.js"
            })
    void answersHeadWithoutABodyAndOtherMethodsWith405(String path) {
        HttpResponse<String> head = server.send("HEAD", path, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();

        HttpResponse<String> post = server.send("POST", path, "");
        assertProblem(post, 405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/api/nothing", "/session/", "/favicon.ico"})
    void answersUnknownPathsWith404(String path) {
        assertProblem(server.send("GET", path, ""), 404);
    }
}
