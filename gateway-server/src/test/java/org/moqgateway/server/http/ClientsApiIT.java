package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientStatus.State;
import org.moqgateway.client.ClientStatus.Trouble;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.token.KeySource;
import org.moqgateway.moq.token.TokenAlgorithm;
import org.moqgateway.moq.token.TokenClaims;
import org.moqgateway.moq.token.TokenKey;
import org.moqgateway.moq.token.TokenVerifier;
import org.moqgateway.server.config.Setting;

class ClientsApiIT {
    private static final String TOKEN = "the-admin-token";
    private static final Map<Setting, List<String>> WITH_TOKEN =
            Map.of(Setting.ADMIN_TOKEN, List.of(TOKEN));
    private static final Map<Setting, List<String>> LOCAL =
            Map.of(Setting.PUBLIC, List.of("false"));

    @Test
    void tellsHowEachClientIsDoingAndNoSessionId() {
        try (TestServer server = started(WITH_TOKEN)) {
            HttpResponse<String> response = server.send("GET", "/api/clients", "");

            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(response.body()).doesNotContain("THE-SESSION-ID");
            assertThat(Problems.parse(response.body()))
                    .isEqualTo(
                            Problems.parse(
                                    """
                                    {"clients":[
                                    {"name":"cam0","role":"subscribe","url":"https://remote.example/cam0",
                                    "broadcast":"live/cam0","state":"live","since":"2026-11-01T11:59:55Z",
                                    "uptimeSeconds":4.5,"attempts":0,"lastError":null,
                                    "lastErrorSecondsAgo":null,"failing":false,
                                    "nextAttemptSeconds":null,"problems":[],
                                    "bitrateBps":2500000,"whole":true},
                                    {"name":"stage/show","role":"publish",
                                    "url":"https://remote.example/stage/show",
                                    "broadcast":"live/stage/show","state":"retrying",
                                    "since":"2026-11-01T11:59:55Z","uptimeSeconds":0.0,"attempts":3,
                                    "lastError":"nobody answers at https://remote.example/stage/show",
                                    "lastErrorSecondsAgo":5.0,"failing":true,
                                    "nextAttemptSeconds":2.0,
                                    "problems":[{"code":"no-such-video","text":"no video of this name"}],
                                    "bitrateBps":0,"whole":true}],
                                    "control":"token"}
                                    """));
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/clients/cam0, cam0", "/api/clients/stage%2Fshow, stage/show"})
    void tellsOfOneClient(String path, String name) {
        try (TestServer server = started(WITH_TOKEN)) {
            HttpResponse<String> response = server.send("GET", path, "");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Problems.parse(response.body()).get("name").asText()).isEqualTo(name);
            assertThat(server.send("HEAD", path, "").body()).isEmpty();
            assertProblem(server.send("GET", "/api/clients/nobody", ""), 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage/show", "stage%2Fshow", "stage%2fshow"})
    void startsAndStopsAsOftenAsItIsAsked(String name) {
        try (TestServer server = started(WITH_TOKEN)) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> stopped = post(server, name + "/stop", TOKEN);
                assertThat(stopped.statusCode()).isEqualTo(200);
                assertThat(Problems.parse(stopped.body()).get("state").asText())
                        .isEqualTo("stopped");
            }
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> started = post(server, name + "/start", TOKEN);
                assertThat(started.statusCode()).isEqualTo(200);
                assertThat(Problems.parse(started.body()).get("state").asText())
                        .isEqualTo("connecting");
            }
            assertThat(server.clients.state("cam0")).isEqualTo(State.LIVE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, Bearer",
                "Bearer the-admin-tokem, Bearer error=\"invalid_token\"",
                "Bearer the-admin-token-and-more, Bearer error=\"invalid_token\"",
                "Bearer the-admin-toke, Bearer error=\"invalid_token\"",
                "Basic dGhlLWFkbWluLXRva2Vu, Bearer error=\"invalid_token\"",
                "the-admin-token, Bearer error=\"invalid_token\"",
            })
    void asksForTheAdminTokenBeforeItTellsWhetherThereIsSuchAClient(
            @Nullable String authorization, String challenge) {
        try (TestServer server = started(WITH_TOKEN)) {
            String[] headers =
                    authorization == null
                            ? new String[0]
                            : new String[] {"Authorization", authorization};
            for (String path : List.of("cam0/stop", "nobody/stop", "cam0/start?jwt=" + TOKEN)) {
                HttpResponse<String> refused =
                        server.send("POST", "/api/clients/" + path, "", headers);
                assertProblem(refused, 401);
                assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue(challenge);
                assertThat(refused.body()).doesNotContain(TOKEN);
            }
            assertThat(server.clients.state("cam0")).isEqualTo(State.LIVE);
        }
    }

    @Test
    void letsNobodyStopAnythingWhenOtherMachinesMayComeInAndThereIsNoAdminToken() {
        try (TestServer server = started(Map.of())) {
            HttpResponse<String> refused = post(server, "cam0/stop", "guessed");

            assertProblem(refused, 403);
            assertThat(refused.body()).contains("--admin-token-file");
            assertThat(server.clients.state("cam0")).isEqualTo(State.LIVE);
            assertThat(control(server)).isEqualTo("never");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            textBlock =
                    """
                    # Origin; Sec-Fetch-Site; status
                    none; none; 200
                    own; none; 200
                    own; same-origin; 200
                    none; none; 200
                    http://localhost:1; same-site; 403
                    http://localhost:1; none; 403
                    http://localhost; none; 403
                    http://127.0.0.1:1; none; 403
                    https://evil.example; cross-site; 403
                    null; cross-site; 403
                    none; cross-site; 403
                    none; same-site; 403
                    """)
    void needsNoTokenOnItsOwnMachineButNoOtherPageMayAsk(
            @Nullable String origin, @Nullable String site, int status) {
        try (TestServer server = started(LOCAL)) {
            List<String> headers = new ArrayList<>();
            if (origin != null) {
                headers.addAll(
                        List.of(
                                "Origin",
                                origin.equals("own")
                                        ? "http://localhost:" + server.server.port()
                                        : origin));
            }
            if (site != null) {
                headers.addAll(List.of("Sec-Fetch-Site", site));
            }
            HttpResponse<String> answer =
                    server.send(
                            "POST", "/api/clients/cam0/stop", "", headers.toArray(String[]::new));

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(server.clients.state("cam0"))
                    .isEqualTo(status == 200 ? State.STOPPED : State.LIVE);
            assertThat(control(server)).isEqualTo("nothing");
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "127.0.0.1, 200", "evil.example, 403"})
    void letsNoNameThatLeadsHereStopAnythingWhateverPagesMayCome(String host, int status)
            throws Exception {
        Map<Setting, List<String>> anyPage = new EnumMap<>(LOCAL);
        anyPage.put(Setting.CORS_ORIGIN, List.of("*"));
        try (TestServer server = started(anyPage);
                TestServer.RawClient rebound = server.raw()) {
            rebound.writeLines(
                    "POST /api/clients/cam0/stop HTTP/1.1",
                    "Host: " + host + ":" + server.server.port(),
                    "Origin: http://" + host + ":" + server.server.port(),
                    "Sec-Fetch-Site: same-origin",
                    "Content-Length: 0",
                    "Connection: close",
                    "");

            assertThat(rebound.readToEnd()).startsWith("HTTP/1.1 " + status + " ");
            assertThat(server.clients.state("cam0"))
                    .isEqualTo(status == 200 ? State.STOPPED : State.LIVE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    # whoever is not of this machine
                    X-Forwarded-For; 203.0.113.7; false
                    Forwarded; for=203.0.113.7; false
                    Via; 1.1 proxy; false
                    Origin; https://evil.example; false
                    Sec-Fetch-Site; cross-site; false
                    Authorization; Bearer another-token; true
                    Authorization; Bearer the-admin-token; true
                    Sec-Fetch-Site; same-origin; true
                    """)
    void tellsPathsAndErrorsToThisMachineAloneWhereEverybodyMaySeeEverything(
            String header, String value, boolean whole) {
        try (TestServer server = started(WITH_TOKEN)) {
            JsonNode list =
                    Problems.parse(server.send("GET", "/api/clients", "", header, value).body())
                            .get("clients");
            JsonNode one =
                    Problems.parse(
                            server.send("GET", "/api/clients/stage%2Fshow", "", header, value)
                                    .body());

            assertThat(List.of(list.get(1), one))
                    .allSatisfy(
                            client -> {
                                assertThat(client.get("whole").asBoolean()).isEqualTo(whole);
                                assertThat(client.get("url").asText())
                                        .isEqualTo(
                                                whole
                                                        ? "https://remote.example/stage/show"
                                                        : "https://remote.example");
                                assertThat(client.get("lastError").isNull()).isEqualTo(!whole);
                                assertThat(client.get("lastErrorSecondsAgo").asInt()).isEqualTo(5);
                                assertThat(client.get("state").asText()).isEqualTo("retrying");
                            });
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "60, false"})
    void tellsWhetherAnErrorHasEndedAClient(int secondsBefore, boolean failing) {
        try (TestServer server = started(WITH_TOKEN)) {
            server.clients.end(
                    "cam0", new Trouble(TestServer.NOW.minusSeconds(secondsBefore), "an error"));

            JsonNode client = Problems.parse(server.send("GET", "/api/clients/cam0", "").body());

            assertThat(client.get("state").asText()).isEqualTo("ended");
            assertThat(client.get("failing").asBoolean()).isEqualTo(failing);
            assertThat(client.get("lastError").asText()).isEqualTo("an error");
            assertThat(client.get("lastErrorSecondsAgo").asInt()).isEqualTo(secondsBefore);
        }
    }

    @Test
    void tellsPathsAndErrorsToAnAdministratorOfElsewhere() {
        try (TestServer server = started(WITH_TOKEN)) {
            JsonNode client =
                    Problems.parse(
                            server.send(
                                            "GET",
                                            "/api/clients/stage/show",
                                            "",
                                            "X-Forwarded-For",
                                            "203.0.113.7",
                                            "Authorization",
                                            "Bearer " + TOKEN)
                                    .body());

            assertThat(client.get("whole").asBoolean()).isTrue();
            assertThat(client.get("lastError").asText()).contains("nobody answers");
        }
    }

    @Test
    void boundsHowOftenTheAdminTokenIsGuessed() {
        Map<Setting, List<String>> slow = new EnumMap<>(WITH_TOKEN);
        slow.put(Setting.MAX_REQUESTS_PER_SECOND, List.of("1"));
        try (TestServer server = started(slow)) {
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(get(server, "/api/clients", "guess-" + i).statusCode());
            }

            assertThat(answers).startsWith(200, 200).contains(429);
            assertThat(get(server, "/api/clients", TOKEN).statusCode()).isEqualTo(200);
            assertThat(server.send("GET", "/api/clients", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersOtherMethodsWith405() {
        try (TestServer server = started(WITH_TOKEN)) {
            for (String path : List.of("/api/clients/cam0/start", "/api/clients/cam0/stop")) {
                for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
                    HttpResponse<String> refused = server.send(method, path, "");
                    assertProblem(refused, 405);
                    assertThat(refused.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
                }
            }
            for (String path : List.of("/api/clients", "/api/clients/cam0")) {
                for (String method : List.of("POST", "PUT", "DELETE")) {
                    HttpResponse<String> refused =
                            server.send(method, path, "", "Authorization", "Bearer " + TOKEN);
                    assertProblem(refused, 405);
                    assertThat(refused.headers().firstValue("Allow"))
                            .hasValue("GET, HEAD, OPTIONS");
                }
            }
            assertThat(server.send("OPTIONS", "/api/clients/cam0/stop", "").headers().map())
                    .containsEntry("allow", List.of("POST, OPTIONS"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "cam0%00", "..", "cam0/", "/cam0", "%2e%2e", "CAM0", "stage"})
    void knowsNoClientOfAnotherName(String name) {
        try (TestServer server = started(WITH_TOKEN)) {
            assertThat(post(server, name + "/stop", TOKEN).statusCode()).isIn(400, 404);
            assertThat(server.send("GET", "/api/clients/" + name, "").statusCode()).isIn(400, 404);
        }
    }

    @Test
    void showsTheClientsToThoseWhoMaySeeEverythingAndToTheAdministrator() throws Exception {
        TokenKey key = TokenKey.generate(TokenAlgorithm.HS256);
        AccessPolicy access =
                AccessPolicy.restricted(
                        new TokenVerifier(KeySource.single(key)),
                        List.of("anon"),
                        List.of("anon"),
                        InstantSource.fixed(TestServer.NOW));
        try (TestServer server = TestServer.start(access, WITH_TOKEN)) {
            server.clients.add("cam0", ClientRole.SUBSCRIBE, State.LIVE);
            String some = key.sign(TokenClaims.of("demo", List.of(), List.of("")));
            String all = key.sign(TokenClaims.of("", List.of(), List.of("")));

            for (String path : List.of("/api/clients", "/api/clients/cam0")) {
                assertProblem(server.send("GET", path, ""), 401);
                assertProblem(get(server, path, some), 403);
                assertThat(get(server, path, all).statusCode()).isEqualTo(200);
                assertThat(get(server, path, TOKEN).statusCode()).isEqualTo(200);
            }
            assertProblem(post(server, "cam0/stop", all), 401);
            assertThat(server.clients.state("cam0")).isEqualTo(State.LIVE);
        }
    }

    @Test
    void tellsSecretsToNobody() {
        try (TestServer server = started(WITH_TOKEN)) {
            for (String path : List.of("/api/clients", "/api/config", "/api/clients/cam0", "/")) {
                assertThat(server.send("GET", path, "").body()).doesNotContain(TOKEN);
            }
        }
    }

    private static TestServer started(Map<Setting, List<String>> flags) {
        TestServer server = TestServer.start(flags);
        server.clients.add("cam0", ClientRole.SUBSCRIBE, State.LIVE);
        server.clients.add("stage/show", ClientRole.PUBLISH, State.RETRYING);
        return server;
    }

    private static String control(TestServer server) {
        return Problems.parse(server.send("GET", "/api/clients", "").body())
                .get("control")
                .asText();
    }

    private static HttpResponse<String> get(TestServer server, String path, String token) {
        return server.send("GET", path, "", "Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> post(TestServer server, String path, String token) {
        return server.send("POST", "/api/clients/" + path, "", "Authorization", "Bearer " + token);
    }
}
