package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.server.config.Setting;

/// The Fetch standard's cross-origin protocol, as RFC 9725 §4.2 asks for.
class CorsIT {
    @BeforeAll
    static void allowOriginHeader() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/whip/live", "/whep/live"})
    void answersAPreflightForTheEndpoint(String path) {
        try (TestServer server =
                TestServer.start(Map.of(Setting.ICE_SERVER, List.of("stun:stun.example.net")))) {
            HttpResponse<String> response = preflight(server, path, "POST");

            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            assertThat(response.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
                    .contains("POST");
            assertThat(words(response, "Access-Control-Allow-Headers"))
                    .contains("Authorization", "Content-Type", "If-Match", "Link");
            assertThat(response.headers().firstValue("Accept-Post")).hasValue("application/sdp");
            assertThat(response.headers().firstValue("Link")).isEmpty();
        }
    }

    @Test
    void answersAPreflightForASessionThatMayHaveEnded() {
        try (TestServer server = TestServer.start()) {
            HttpResponse<String> response =
                    preflight(server, "/session/AAAAAAAAAAAAAAAAAAAAAA", "PATCH");

            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(words(response, "Access-Control-Allow-Methods")).contains("PATCH", "DELETE");
        }
    }

    @Test
    void tellsIceServersToWhoAsksBeforeTheOffer() {
        try (TestServer server =
                TestServer.start(Map.of(Setting.ICE_SERVER, List.of("stun:stun.example.net")))) {
            HttpResponse<String> response = server.send("OPTIONS", "/whip/live", "");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Accept-Post")).hasValue("application/sdp");
            assertThat(response.headers().firstValue("Link"))
                    .hasValue("<stun:stun.example.net>; rel=\"ice-server\"");
        }
    }

    @Test
    void letsPagesReadTheProtocolsHeaders() {
        try (TestServer server = TestServer.start()) {
            for (HttpResponse<String> response :
                    List.of(
                            server.offer("/whip/live", "v=0\r\n", "Origin", "https://a.example"),
                            server.offer("/whep/live", "NOT_LIVE", "Origin", "https://a.example"),
                            server.send("GET", "/nothing", "", "Origin", "https://a.example"))) {
                assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                        .hasValue("*");
                assertThat(words(response, "Access-Control-Expose-Headers"))
                        .contains("Location", "ETag", "Link", "Accept-Patch", "Retry-After");
            }
        }
    }

    @Test
    void namesOnlyAllowedOrigins() {
        try (TestServer server =
                TestServer.start(
                        Map.of(
                                Setting.CORS_ORIGIN,
                                List.of("https://a.example", "http://b.example:8080")))) {
            HttpResponse<String> ours =
                    server.offer("/whip/live", "v=0\r\n", "Origin", "https://A.example");
            HttpResponse<String> foreign =
                    server.offer("/whip/live", "v=0\r\n", "Origin", "https://evil.example");

            assertThat(ours.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("https://A.example");
            assertThat(ours.headers().firstValue("Vary")).hasValue("Origin");
            assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(foreign.headers().firstValue("Vary")).hasValue("Origin");
        }
    }

    private static HttpResponse<String> preflight(TestServer server, String path, String method) {
        return server.send(
                "OPTIONS",
                path,
                "",
                "Origin",
                "https://a.example",
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "content-type,authorization");
    }

    private static List<String> words(HttpResponse<String> response, String header) {
        return Arrays.asList(response.headers().firstValue(header).orElse("").split(", ", -1));
    }
}
