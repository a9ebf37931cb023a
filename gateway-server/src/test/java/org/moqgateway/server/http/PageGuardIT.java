package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.server.config.Setting;

/// What pages of elsewhere may do: nothing with a gateway that has no key and is not public,
/// and what `--cors-origin` says where it is given.
class PageGuardIT {
    private static final Map<Setting, List<String>> LOCAL =
            Map.of(Setting.PUBLIC, List.of("false"));

    @BeforeAll
    static void allowOriginHeader() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/announced",
                "/fetch/live/video",
                "/certificate.sha256",
                "/api/broadcasts",
                "/api/config",
                "/metrics",
                "/nothing"
            })
    void answersNoPageOfElsewhere(String path) throws IOException {
        try (TestServer server = TestServer.start(LOCAL)) {
            HttpResponse<String> foreign =
                    server.send("GET", path, "", "Origin", "https://evil.example");

            assertThat(assertProblem(foreign, 403).get("detail").asText())
                    .contains("--cors-origin https://evil.example");
            assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            // The page's own name points to this machine: then there is no Origin.
            assertThat(get(server, path, "Host: evil.example:8088"))
                    .startsWith("HTTP/1.1 403")
                    .contains("evil.example:8088");
        }
    }

    @Test
    void takesNoOfferOfAPageOfElsewhere() {
        try (TestServer server = TestServer.start(LOCAL)) {
            for (String path : List.of("/whip/live", "/whep/live")) {
                assertProblem(server.offer(path, "v=0\r\n", "Origin", "https://evil.example"), 403);
            }
            assertThat(server.broker.live).isEmpty();
            HttpResponse<String> here =
                    server.offer("/whip/live", "v=0\r\n", "Origin", "http://localhost:3000");
            assertThat(here.statusCode()).isEqualTo(201);
            assertThat(here.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("http://localhost:3000");
        }
    }

    @Test
    void opensNoWebSocketOfAPageOfElsewhere() throws IOException {
        try (TestServer server = TestServer.start(LOCAL)) {
            assertThat(webSocket(server, "Host: localhost", "Origin: https://evil.example"))
                    .startsWith("HTTP/1.1 403")
                    .contains("application/problem+json")
                    .contains("--cors-origin https://evil.example")
                    .doesNotContain("WWW-Authenticate");
            assertThat(
                            webSocket(
                                    server,
                                    "Host: evil.example:8088",
                                    "Origin: http://evil.example:8088"))
                    .startsWith("HTTP/1.1 403")
                    .contains("no name of it");
            // These reach the acceptor, which lets nobody in here.
            for (String origin :
                    List.of("Origin: http://localhost:3000", "Origin: http://[::1]", "X: none")) {
                assertThat(webSocket(server, "Host: localhost", origin))
                        .contains("Nobody is let in here.");
            }
        }
    }

    @Test
    void holdsToTheListOfOriginsEverywhere() throws IOException {
        Map<Setting, List<String>> listed =
                Map.of(Setting.CORS_ORIGIN, List.of("https://player.example"));
        try (TestServer server = TestServer.start(listed)) {
            server.origin.createBroadcast("live");
            for (String path : List.of("/announced", "/certificate.sha256", "/fetch/live/video")) {
                assertThat(allowed(server, path, "https://player.example"))
                        .containsExactly("https://player.example");
                assertThat(allowed(server, path, "https://evil.example")).isEmpty();
            }
            assertThat(webSocket(server, "Host: gw.example", "Origin: https://evil.example"))
                    .startsWith("HTTP/1.1 403")
                    .contains("--cors-origin");
            for (String origin :
                    List.of(
                            "Origin: https://player.example",
                            "Origin: https://gw.example:8088",
                            "X: none")) {
                assertThat(webSocket(server, "Host: gw.example:8088", origin))
                        .contains("Nobody is let in here.");
            }
        }
    }

    private static List<String> allowed(TestServer server, String path, String origin) {
        return server.send("GET", path, "", "Origin", origin)
                .headers()
                .allValues("Access-Control-Allow-Origin");
    }

    private static String webSocket(TestServer server, String... fields) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "Upgrade: websocket",
                                "Connection: Upgrade, close",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                "Sec-WebSocket-Protocol: qmux-01.moq-lite-05"));
        all.addAll(List.of(fields));
        return exchange(server, "/anon", all);
    }

    private static String get(TestServer server, String path, String host) throws IOException {
        return exchange(server, path, List.of(host, "Connection: close"));
    }

    private static String exchange(TestServer server, String path, List<String> fields)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1"));
        lines.addAll(fields);
        lines.add("");
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(lines.toArray(String[]::new));
            return client.readToEnd();
        }
    }
}
