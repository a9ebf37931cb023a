package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.webrtc.SessionKind;

/// draft-ietf-wish-whep: what a WHEP endpoint answers beyond what it shares with WHIP.
class WhepEndpointIT {
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
        HttpResponse<String> response = server.offer("/whep/live", "v=0\r\n");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(FakeBroker.ANSWER);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/sdp");
        assertThat(response.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
        assertThat(response.headers().firstValue("Accept-Patch"))
                .hasValue("application/trickle-ice-sdpfrag");
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(server.broker.at(location).kind()).isEqualTo(SessionKind.WHEP);
    }

    @Test
    void answersANameThatIsNotLiveWith409AndRetryAfter() {
        HttpResponse<String> response = server.offer("/whep/live", "NOT_LIVE");

        assertProblem(response, 409);
        assertThat(response.headers().firstValueAsLong("Retry-After")).hasValue(1);
    }

    @Test
    void answersHeadAsAnSdpEndpoint() {
        HttpResponse<String> response = server.send("HEAD", "/whep/live", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/sdp");
    }

    @Test
    void refusesOtherTypesWith415() {
        assertProblem(
                server.send("POST", "/whep/live", "{}", "Content-Type", "application/json"), 415);
    }

    @Test
    void refusesMalformedSdpWith400() {
        assertProblem(server.offer("/whep/live", "MALFORMED_SDP"), 400);
    }

    @ParameterizedTest
    @CsvSource({"'', 7, 7", "?spatial=0, 0, 7", "?temporal=1, 7, 1", "?temporal=2&spatial=1, 1, 2"})
    void passesTheLayersOfTheUrlOn(String query, int spatial, int temporal) {
        assertThat(server.offer("/whep/live" + query, "v=0\r\n").statusCode()).isEqualTo(201);
        assertThat(server.broker.layersWanted).isEqualTo(new LayerLimit(spatial, temporal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spatial=8",
                "spatial=-1",
                "spatial=",
                "temporal=x",
                "temporal=1&temporal=2",
                "temporal=01"
            })
    void refusesLayersThatThereCannotBeWith400(String query) {
        HttpResponse<String> response = server.offer("/whep/live?" + query, "v=0\r\n");

        assertProblem(response, 400);
        assertThat(response.body()).contains("must be one layer from 0 to 7");
    }

    @Test
    void passesTheRenditionsOfTheUrlOn() {
        server.offer("/whep/live", "v=0\r\n");
        assertThat(server.broker.renditionsWanted).isEqualTo(RenditionChoice.ANY);
        server.offer("/whep/live?video=0.avc3&audio=&height=720", "v=0\r\n");
        assertThat(server.broker.renditionsWanted)
                .isEqualTo(
                        new RenditionChoice(
                                Optional.of("0.avc3"), OptionalInt.of(720), Optional.of("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "height=0",
                "height=",
                "height=-1",
                "height=16385",
                "video=a%07",
                "height=720&height=360",
                "video=a&video=b",
                "audio=&audio="
            })
    void refusesRenditionsThatThereCannotBeWith400(String query) {
        assertProblem(server.offer("/whep/live?" + query, "v=0\r\n"), 400);
    }

    @Test
    void takesNamesOfRenditionsOfTheLengthThatSettingsTake() {
        String name = "v".repeat(256);

        server.offer("/whep/live?video=" + name, "v=0\r\n");
        assertThat(server.broker.renditionsWanted.videoName()).hasValue(name);
        assertProblem(server.offer("/whep/live?video=v" + name, "v=0\r\n"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE"})
    void answersOtherMethodsWith405AndAllow(String method) {
        HttpResponse<String> response = server.send(method, "/whep/live", "");

        assertProblem(response, 405);
        assertThat(response.headers().firstValue("Allow")).hasValue("POST, OPTIONS, HEAD");
    }
}
