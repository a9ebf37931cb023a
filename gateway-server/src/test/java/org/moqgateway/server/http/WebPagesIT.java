package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesIT {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/, start", "/play/live/cam0, play", "/publish/live, publish"})
    void servesThePages(String path, String title) {
        HttpResponse<String> response = server.send("GET", path, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("<title>" + title);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                .isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Permissions-Policy").orElseThrow())
                .contains("camera=(self)");
    }

    @Test
    void letsOtherSitesFrameThePlayerAlone() {
        assertThat(policy("/play/live")).endsWith("frame-ancestors *");
        assertThat(policy("/publish/live")).endsWith("frame-ancestors 'self'");
        assertThat(policy("/")).endsWith("frame-ancestors 'self'").contains("script-src 'self'");
    }

    @Test
    void servesAssetsAndTells304WhileTheyAreUnchanged() {
        HttpResponse<String> first = server.send("GET", "/assets/app.js", "");
        assertThat(first.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/javascript");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
        String etag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again =
                server.send("GET", "/assets/app.js", "", "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(
                        server.send("GET", "/assets/app.js", "", "If-None-Match", "\"old\"")
                                .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/nothing.js",
                "/assets/app.class",
                "/assets/.hidden",
                "/assets/a/b.js",
                "/assets/",
                "/publish/",
                "/play"
            })
    void servesNothingElse(String path) {
        assertProblem(server.send("GET", path, ""), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../index.html",
                "/assets/%2e%2e/index.html",
                "/assets/..%2findex.html"
            })
    void staysInsideItsFolder(String path) throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines("GET " + path + " HTTP/1.1", "Host: x", "Connection: close", "");

            assertThat(client.readToEnd())
                    .doesNotStartWith("HTTP/1.1 200")
                    .contains("application/problem+json");
        }
    }

    private static String policy(String path) {
        return server.send("GET", path, "")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
    }
}
