package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.server.config.Setting;

/// RFC 9725 §4.1 and §4.2: what a WHIP endpoint answers.
class WhipEndpointIT {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersAnOfferWith201AndTheSessionUrl() {
        HttpResponse<String> response = server.offer("/whip/live/cam0", "v=0\r\n");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(FakeBroker.ANSWER);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/sdp");
        assertThat(response.headers().firstValue("Accept-Patch"))
                .hasValue("application/trickle-ice-sdpfrag");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).matches("/session/[A-Za-z0-9_-]{22}").doesNotContain("cam0");
        FakeBroker.FakeSession session = server.broker.at(location);
        assertThat(session.kind()).isEqualTo(SessionKind.WHIP);
        assertThat(session.broadcast()).isEqualTo("live/cam0");
    }

    @Test
    void givesTheIceSessionAStrongEntityTag() {
        HttpResponse<String> response = server.offer("/whip/live", "v=0\r\n");

        assertThat(response.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
    }

    @Test
    void sendsNoLinkWithoutIceServers() {
        assertThat(server.offer("/whip/live", "v=0\r\n").headers().allValues("Link")).isEmpty();
    }

    @Test
    void linksEachIceServerWithItsCredentials() {
        try (TestServer own =
                TestServer.start(
                        Map.of(
                                Setting.ICE_SERVER,
                                List.of(
                                        "stun:stun.example.net",
                                        "turn:turn.example.net?transport=udp,username=us\"er,credential=pass")))) {
            HttpResponse<String> response = own.offer("/whip/live", "v=0\r\n");

            assertThat(response.headers().allValues("Link"))
                    .containsExactly(
                            "<stun:stun.example.net>; rel=\"ice-server\"",
                            "<turn:turn.example.net?transport=udp>; rel=\"ice-server\";"
                                    + " username=\"us\\\"er\"; credential=\"pass\";"
                                    + " credential-type=\"password\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/sdp; charset=utf-8",
                "application/sdp; charset=nonesuch",
                "application/sdp; charset=\"\"",
                "Application/SDP",
                " application/sdp ;x=y"
            })
    void takesTheSdpTypeWithParametersInAnyCase(String contentType) {
        assertThat(
                        server.send("POST", "/whip/live", "v=0\r\n", "Content-Type", contentType)
                                .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/sdpx", "x"})
    void refusesOtherTypesWith415AndSaysWhatItTakes(String contentType) {
        HttpResponse<String> response =
                server.send("POST", "/whip/live", "v=0\r\n", "Content-Type", contentType);

        assertProblem(response, 415);
        assertThat(response.headers().firstValue("Accept-Post")).hasValue("application/sdp");
    }

    @Test
    void refusesAMissingTypeWith415() {
        assertProblem(server.send("POST", "/whip/live", "v=0\r\n"), 415);
    }

    @Test
    void refusesACompressedBodyWith415() {
        HttpResponse<String> response =
                server.offer("/whip/live", "v=0\r\n", "Content-Encoding", "gzip");

        assertProblem(response, 415);
        assertThat(response.headers().firstValue("Accept-Encoding")).hasValue("identity");
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED_SDP, 400, ",
        "UNPROCESSABLE_OFFER, 422, ",
        "NO_COMMON_CODEC, 422, ",
        "CONFLICT, 409, 10",
        "TOO_MANY_SESSIONS, 503, 5",
        "SHUTTING_DOWN, 503, 5"
    })
    void answersEachRefusalWithItsStatusAndReason(String refusal, int status, String retryAfter) {
        HttpResponse<String> response = server.offer("/whip/live", refusal);

        assertThat(assertProblem(response, status).get("detail").asText())
                .isEqualTo("Refused: line 3.");
        assertThat(response.headers().firstValue("Retry-After").orElse(null)).isEqualTo(retryAfter);
        assertThat(response.headers().firstValue("Location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "FROB"})
    void answersOtherMethodsWith405AndAllow(String method) {
        HttpResponse<String> response = server.send(method, "/whip/live", "");

        assertProblem(response, 405);
        assertThat(response.headers().firstValue("Allow")).hasValue("POST, OPTIONS, HEAD");
    }

    @Test
    void cantBeUsedToStopABroadcast() {
        String location =
                server.offer("/whip/mine", "v=0\r\n")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();

        assertProblem(server.send("DELETE", "/whip/mine", ""), 405);
        assertProblem(
                server.send("DELETE", "/whip/mine/" + location.substring("/session/".length()), ""),
                405);
        assertThat(server.send("GET", location, "").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "/whip/live%2Fcam0, live/cam0",
        "/whip/caf%C3%A9, café",
        "/whip/a%20b, a b",
        "/whip/live?token=x, live",
        "/whip/a;b=c, a;b=c"
    })
    void decodesTheBroadcastName(String path, String name) {
        String location =
                server.offer(path, "v=0\r\n").headers().firstValue("Location").orElseThrow();

        assertThat(server.broker.at(location).broadcast()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/whip//live",
                "/whip/live/",
                "/whip/live//x",
                "/whip/./live",
                "/whip/../live",
                "/whip/%2e%2e/live",
                "/whip/a/..",
                "/whip/a%00b",
                "/whip/a%0D%0Ab",
                "/whip/%FF",
                "/whip/%2F"
            })
    void refusesNamesThatAreNotNamesWith400(String path) throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.write(
                    "POST "
                            + path
                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\n"
                            + "Content-Length: 4\r\nConnection: close\r\n\r\nv=0\n");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json")
                    .contains("\"status\":400");
        }
    }

    @Test
    void refusesALongNameWith400() {
        assertProblem(server.offer("/whip/" + "a".repeat(257), "v=0\r\n"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/whip", "/whip/"})
    void hasNoEndpointWithoutAName(String path) {
        assertProblem(server.offer(path, "v=0\r\n"), 404);
    }

    @Test
    void servesOnlyTheSetBroadcastAndWhatIsBelowIt() {
        try (TestServer own = TestServer.start(Map.of(Setting.BROADCAST, List.of("live")))) {
            assertThat(own.offer("/whip/live", "v=0\r\n").statusCode()).isEqualTo(201);
            assertThat(own.offer("/whip/live/cam0", "v=0\r\n").statusCode()).isEqualTo(201);
            assertProblem(own.offer("/whip/livestream", "v=0\r\n"), 404);
            assertProblem(own.offer("/whip/other", "v=0\r\n"), 404);
        }
    }

    @Test
    void hidesAnUnexpectedFaultBehind500() {
        HttpResponse<String> response = server.offer("/whip/live", "explode");

        assertProblem(response, 500);
        assertThat(response.body()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void refusesABodyThatIsNotUtf8() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(
                    "POST /whip/live HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/sdp",
                    "Content-Length: 2",
                    "Connection: close",
                    "");
            client.socket().getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xfe});

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("UTF-8");
        }
    }

    @Test
    void limitsHowOftenOneAddressMayAsk() {
        try (TestServer own =
                TestServer.start(Map.of(Setting.MAX_REQUESTS_PER_SECOND, List.of("1")))) {
            List<Integer> statuses =
                    IntStream.range(0, 10)
                            .mapToObj(i -> own.offer("/whip/live", "v=0\r\n").statusCode())
                            .toList();

            assertThat(statuses).startsWith(201, 201, 201).contains(429).doesNotContain(500);
        }
    }
}
