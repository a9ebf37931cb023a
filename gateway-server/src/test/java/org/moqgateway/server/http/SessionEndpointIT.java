package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.server.config.Setting;

/// RFC 9725 §4.1 to §4.3: what a session URL answers.
class SessionEndpointIT {
    private static final String CANDIDATE =
            "a=ice-ufrag:old1\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n";

    private static TestServer server;
    private String location = "";
    private String etag = "";

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        HttpResponse<String> created = server.offer("/whip/live", "v=0\r\n");
        location = created.headers().firstValue("Location").orElseThrow();
        etag = created.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void takesATrickleWith204AndNoEntityTag() {
        HttpResponse<String> response = server.patch(location, CANDIDATE, "If-Match", etag);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("ETag")).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(session().patches).containsExactly(CANDIDATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"*\""})
    void answersARestartWith200AndANewEntityTag(String any) {
        HttpResponse<String> response = server.patch(location, FakeBroker.RESTART, "If-Match", any);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(FakeBroker.RESTART_ANSWER);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/trickle-ice-sdpfrag");
        assertThat(response.headers().firstValue("ETag").orElseThrow())
                .matches("\"[^\"]+\"")
                .isNotEqualTo(etag);
    }

    @Test
    void refusesTheOldEntityTagAfterARestart() {
        String fresh =
                server.patch(location, FakeBroker.RESTART, "If-Match", "*")
                        .headers()
                        .firstValue("ETag")
                        .orElseThrow();

        assertProblem(server.patch(location, CANDIDATE, "If-Match", etag), 412);
        assertThat(server.patch(location, CANDIDATE, "If-Match", fresh).statusCode())
                .isEqualTo(204);
    }

    @Test
    void asksForAMissingPreconditionWith428() {
        assertProblem(server.patch(location, CANDIDATE), 428);
        assertProblem(server.patch(location, FakeBroker.RESTART), 428);
        assertThat(session().patches).isEmpty();
    }

    @Test
    void neverMatchesAWeakEntityTag() {
        assertProblem(server.patch(location, CANDIDATE, "If-Match", "W/" + etag), 412);
    }

    @Test
    void findsItsEntityTagInAList() {
        assertThat(server.patch(location, CANDIDATE, "If-Match", "\"other\", " + etag).statusCode())
                .isEqualTo(204);
    }

    @Test
    void refusesAnotherTypeWith415AndSaysWhatItTakes() {
        HttpResponse<String> response =
                server.send(
                        "PATCH",
                        location,
                        CANDIDATE,
                        "Content-Type",
                        "application/sdp",
                        "If-Match",
                        etag);

        assertProblem(response, 415);
        assertThat(response.headers().firstValue("Accept-Patch"))
                .hasValue("application/trickle-ice-sdpfrag");
    }

    @Test
    void refusesAMalformedFragmentWith400AndKeepsTheSession() {
        assertProblem(server.patch(location, "malformed", "If-Match", etag), 400);
        assertThat(server.patch(location, CANDIDATE, "If-Match", etag).statusCode()).isEqualTo(204);
    }

    @Test
    void endsOnDeleteAndIsGoneAfterwards() {
        assertThat(server.send("DELETE", location, "").statusCode()).isEqualTo(200);
        assertProblem(server.send("DELETE", location, ""), 404);
        assertProblem(server.patch(location, CANDIDATE, "If-Match", etag), 404);
        assertProblem(server.send("GET", location, ""), 404);
    }

    @Test
    void ignoresEntityTagsOnDelete() {
        assertThat(server.send("DELETE", location, "", "If-Match", "\"stale\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void hasNoRepresentation() {
        HttpResponse<String> response = server.send("GET", location, "");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(server.send("HEAD", location, "").statusCode()).isEqualTo(204);
    }

    @Test
    void tellsHowItIsDoingToWhoAsksForJson() {
        HttpResponse<String> response =
                server.send("GET", location, "", "Accept", "application/json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(Problems.parse(response.body()).get("problems"))
                .isEqualTo(
                        Problems.parse(
                                """
                                [{"code":"b-frames","text":"the video uses B-frames"}]
                                """));
        assertThat(Problems.parse(response.body()).get("state").asText()).isEqualTo("connected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void answersOtherMethodsWith405AndAllow(String method) {
        HttpResponse<String> response = server.send(method, location, "");

        assertProblem(response, 405);
        assertThat(response.headers().firstValue("Allow"))
                .hasValue("PATCH, DELETE, GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/session/x",
                "/session/AAAAAAAAAAAAAAAAAAAAAA",
                "/session/AAAAAAAAAAAAAAAAAAAAAA/x",
                "/session/%00",
                "/session/..%2f"
            })
    void knowsNoOtherSession(String path) {
        assertThat(server.send("DELETE", path, "").statusCode()).isIn(400, 404);
        assertThat(server.patch(path, CANDIDATE, "If-Match", "*").statusCode()).isIn(400, 404);
    }

    @Test
    void saysThatItHangsUpAfterARequestItCannotRead() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines("DELETE /session/%00 HTTP/1.1", "Host: localhost", "");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\r\nConnection: close\r\n")
                    .contains("\"status\":400");
        }
    }

    @Test
    void letsOnlyTheTokenThatOpenedItUseIt() {
        HttpResponse<String> created =
                server.offer("/whip/live", "v=0\r\n", "Authorization", "Bearer one");
        String url = created.headers().firstValue("Location").orElseThrow();

        assertProblem(server.send("DELETE", url, "", "Authorization", "Bearer two"), 403);
        assertProblem(server.send("DELETE", url, ""), 403);
        assertProblem(
                server.patch(url, CANDIDATE, "If-Match", "*", "Authorization", "Bearer two"), 403);
        assertThat(server.send("DELETE", url, "", "Authorization", "Bearer one").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "DELETE"})
    void limitsHowOftenOneAddressMayAsk(String method) {
        try (TestServer own =
                TestServer.start(Map.of(Setting.MAX_REQUESTS_PER_SECOND, List.of("1")))) {
            List<Integer> statuses =
                    IntStream.range(0, 10)
                            .mapToObj(i -> own.send(method, "/session/AAAAAAAAAAAAAAAAAAAAAA", ""))
                            .map(HttpResponse::statusCode)
                            .toList();

            assertThat(statuses).startsWith(404, 404, 404).contains(429);
        }
    }

    @Test
    void tellsWhatItTakesOnOptions() {
        HttpResponse<String> response = server.send("OPTIONS", location, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Accept-Patch"))
                .hasValue("application/trickle-ice-sdpfrag");
        assertThat(response.headers().firstValue("Allow"))
                .hasValue("PATCH, DELETE, GET, HEAD, OPTIONS");
    }

    private FakeBroker.FakeSession session() {
        return server.broker.at(location);
    }
}
