package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.token.KeySource;
import org.moqgateway.moq.token.TokenAlgorithm;
import org.moqgateway.moq.token.TokenClaims;
import org.moqgateway.moq.token.TokenException;
import org.moqgateway.moq.token.TokenKey;
import org.moqgateway.moq.token.TokenVerifier;

/// The tokens of MoQ as the bearer tokens of HTTP (RFC 6750, RFC 9725 §4.7).
class BearerAccessIT {
    private static final TokenKey KEY = TokenKey.generate(TokenAlgorithm.HS256);

    private final TestServer server =
            TestServer.start(
                    AccessPolicy.restricted(
                            new TokenVerifier(KeySource.single(KEY)),
                            List.of("anon"),
                            List.of("anon"),
                            InstantSource.fixed(TestServer.NOW)));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            textBlock =
                    """
                    # endpoint; put; get; status
                    /whip/demo/cam0; cam0; none; 201
                    /whip/demo/cam0; ''; none; 201
                    /whip/demo/cam1; cam0; none; 403
                    /whip/demo/cam0; none; ''; 403
                    /whip/other; ''; ''; 403
                    /whep/demo/cam0; none; ''; 201
                    /whep/demo/cam0; none; cam0; 201
                    /whep/demo/cam1; none; cam0; 403
                    /whep/demo/cam0; ''; none; 403
                    /whep/other; ''; ''; 403
                    """)
    void letsPublishWhatMayBePutAndPlayWhatMayBeGot(
            String path, @Nullable String put, @Nullable String get, int status) throws Exception {
        String token =
                KEY.sign(
                        TokenClaims.of(
                                "demo",
                                put == null ? List.of() : List.of(put),
                                get == null ? List.of() : List.of(get)));

        HttpResponse<String> byHeader =
                server.offer(path, "v=0\r\n", "Authorization", "Bearer " + token);
        HttpResponse<String> byQuery = server.offer(path + "?jwt=" + token, "v=0\r\n");

        assertThat(byHeader.statusCode()).isEqualTo(status);
        assertThat(byQuery.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertProblem(byHeader, 403);
            assertThat(byHeader.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer error=\"insufficient_scope\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"/whip/demo/cam0", "/whep/demo/cam0"})
    void asksForATokenBeforeItReadsAnything(String path) {
        HttpResponse<String> response = server.offer(path, "explode");

        assertProblem(response, 401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @ParameterizedTest
    @CsvSource({"Bearer nonsense", "bearer a.b.c"})
    void doesNotBelieveABadToken(String authorization) {
        HttpResponse<String> response =
                server.offer("/whip/demo/cam0", "v=0\r\n", "Authorization", authorization);

        assertProblem(response, 401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer error=\"invalid_token\"");
    }

    @Test
    void needsNoTokenBelowAPublicPrefix() {
        assertThat(server.offer("/whip/anon/cam0", "v=0\r\n").statusCode()).isEqualTo(201);
        assertThat(server.offer("/whep/anon/cam0", "v=0\r\n").statusCode()).isEqualTo(201);
    }

    @Test
    void keepsASessionForTheTokenThatOpenedIt() throws Exception {
        String mine = token(null);
        String other = KEY.sign(TokenClaims.of("", List.of(""), List.of("")));
        String location =
                server.offer("/whip/demo/cam0", "v=0\r\n", "Authorization", "Bearer " + mine)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();

        assertProblem(server.send("DELETE", location, "", "Authorization", "Bearer " + other), 403);
        assertThat(
                        server.send("DELETE", location, "", "Authorization", "Bearer " + mine)
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void keepsASessionForATokenOfTheUrlAsWell() throws Exception {
        String mine = token(null);
        String other = KEY.sign(TokenClaims.of("", List.of(""), List.of("")));

        String byUrl = opened("/whip/demo/cam0?jwt=" + mine);
        assertProblem(server.send("DELETE", byUrl, ""), 403);
        assertProblem(server.send("DELETE", byUrl + "?jwt=" + other, ""), 403);
        assertProblem(server.patch(byUrl, "a=ice-ufrag:x", "If-Match", "*"), 403);
        assertThat(server.send("DELETE", byUrl, "", "Authorization", "Bearer " + mine).statusCode())
                .isEqualTo(200);

        String byHeader = opened("/whip/demo/cam0", "Authorization", "bearer  " + mine);
        assertProblem(server.send("DELETE", byHeader, ""), 403);
        assertThat(server.send("DELETE", byHeader + "?jwt=" + mine, "").statusCode())
                .isEqualTo(200);
    }

    private String opened(String path, String... headers) {
        return server.offer(path, "v=0\r\n", headers)
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    @Test
    void endsASessionWhenItsTokenExpires() throws Exception {
        // The server's clock stands still at NOW: this token is over before it is ever looked at.
        String over = token(TestServer.NOW.minusSeconds(120));
        String lasting = token(TestServer.NOW.plusSeconds(1));
        SessionDeadlines deadlines =
                new SessionDeadlines(server.broker, InstantSource.fixed(TestServer.NOW));
        String open =
                server.offer("/whip/demo/a", "v=0\r\n", "Authorization", "Bearer " + lasting)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();
        String id = open.substring("/session/".length());

        deadlines.opened(id, TestServer.NOW.plusSeconds(1));
        deadlines.sweep();
        assertThat(server.broker.live).containsKey(id);
        deadlines.opened(id, TestServer.NOW);
        deadlines.sweep();
        deadlines.close();

        assertThat(server.broker.live).doesNotContainKey(id);
        assertThat(deadlines.size()).isZero();
        assertProblem(
                server.offer("/whip/demo/b", "v=0\r\n", "Authorization", "Bearer " + over), 401);
    }

    @Test
    void showsOnlyWhatMayBeSeen() throws Exception {
        for (String name : List.of("anon/a", "demo/b", "other/c")) {
            server.broker.status.add(
                    new BroadcastStatus(name, TestServer.NOW, List.of(), 0, 0, List.of()));
            server.origin.createBroadcast(name);
        }
        String demo = KEY.sign(TokenClaims.of("demo", List.of(), List.of("")));

        assertThat(names(server.send("GET", "/api/broadcasts", ""))).containsExactly("anon/a");
        assertThat(names(server.send("GET", "/api/broadcasts?jwt=" + demo, "")))
                .containsExactly("demo/b");
        assertThat(server.send("GET", "/announced?jwt=" + demo, "").body()).isEqualTo("demo/b");
        assertThat(server.send("GET", "/announced/demo?jwt=" + demo, "").body()).isEqualTo("b");
        assertThat(server.send("GET", "/announced/anon", "").body()).isEqualTo("a");
        assertProblem(server.send("GET", "/announced/demo", ""), 401);
        assertProblem(server.send("GET", "/announced/other?jwt=" + demo, ""), 403);
        assertProblem(server.send("GET", "/fetch/demo/b/video", ""), 401);
        assertProblem(server.send("GET", "/fetch/other/c/video?jwt=" + demo, ""), 403);
        assertProblem(server.send("GET", "/api/broadcasts?jwt=a.b.c", ""), 401);
    }

    @Test
    void keepsFiguresAndLinksForThoseWhoMaySeeEverything() throws Exception {
        String demo = KEY.sign(TokenClaims.of("demo", List.of(), List.of("")));
        String all = KEY.sign(TokenClaims.of("", List.of(), List.of("")));

        for (String path : List.of("/metrics", "/api/relay")) {
            assertProblem(server.send("GET", path, ""), 401);
            assertProblem(server.send("GET", path + "?jwt=" + demo, ""), 403);
            assertThat(server.send("GET", path + "?jwt=" + all, "").statusCode()).isEqualTo(200);
        }
        assertThat(server.send("GET", "/health", "").body()).isEqualTo("ok\n");
        assertThat(server.send("GET", "/certificate.sha256", "").statusCode()).isEqualTo(200);
    }

    private static List<String> names(HttpResponse<String> response) {
        return Problems.parse(response.body()).get("broadcasts").findValuesAsText("name");
    }

    private static String token(@Nullable Instant expiry) throws TokenException {
        return KEY.sign(new TokenClaims("demo", List.of(""), List.of(""), expiry, null));
    }
}
