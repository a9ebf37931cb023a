package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.server.config.Setting;

/// A gateway with one of its two endpoints alone.
class ServerRolesIT {
    @ParameterizedTest
    @CsvSource({"whip, whep, publishers over WHIP", "whep, whip, players over WHEP"})
    void hasNothingUnderTheEndpointThatIsSwitchedOff(String off, String on, String detail) {
        try (TestServer server = TestServer.start(Map.of(Setting.ROLES, List.of(on)))) {
            for (String method : List.of("POST", "OPTIONS", "HEAD", "GET", "PUT")) {
                HttpResponse<String> refused =
                        server.send(
                                method,
                                "/" + off + "/live/cam0",
                                "",
                                "Content-Type",
                                "application/sdp");
                assertThat(refused.statusCode()).as(method).isEqualTo(404);
                if (!method.equals("HEAD")) {
                    assertProblem(refused, 404);
                    assertThat(refused.body()).contains(detail, "--roles");
                }
            }
            assertThat(server.broker.live).isEmpty();
            assertThat(server.offer("/" + on + "/live/cam0", "v=0\r\n").statusCode())
                    .isEqualTo(201);
        }
    }

    @ParameterizedTest
    @CsvSource({"whip, whep", "whep, whip"})
    void tellsTheEndpointsThatThereAre(String off, String on) {
        try (TestServer server = TestServer.start(Map.of(Setting.ROLES, List.of(on)))) {
            JsonNode config = Problems.parse(server.send("GET", "/api/config", "").body());

            assertThat(config.has(off + "Url")).isFalse();
            assertThat(config.get(on + "Url").asText()).endsWith("/" + on + "/");
            assertThat(config.get("adminToken").asBoolean()).isFalse();
        }
    }
}
