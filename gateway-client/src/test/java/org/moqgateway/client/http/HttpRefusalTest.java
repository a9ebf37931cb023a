package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.endpoint;
import static org.moqgateway.client.http.RawServer.reply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.client.http.SignallingException.Kind;

class HttpRefusalTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final OkHttpSignalling signalling =
            new OkHttpSignalling("1", HostLookup.SYSTEM, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        signalling.close();
    }

    private SignallingException answering(int status, String headers, String body) {
        try (RawServer server = RawServer.answering(it -> reply(status, headers, body))) {
            SignallingException failure =
                    catchThrowableOfType(
                            SignallingException.class,
                            () -> {
                                var unused =
                                        signalling.offer(
                                                endpoint(server.uri("/whip?jwt=secret")), OFFER);
                            });
            assertThat(server.received()).hasSize(1);
            assertThat(failure)
                    .hasMessageStartingWith(server.uri("/whip").toString())
                    .hasMessageNotContaining("secret");
            return failure;
        }
    }

    /// RFC 9725 §4.1: a status that is not known counts as the first of its hundred.
    @ParameterizedTest
    @CsvSource({
        "400, REFUSED",
        "401, UNAUTHORIZED",
        "402, REFUSED",
        "403, UNAUTHORIZED",
        "404, NOT_FOUND",
        "405, REFUSED",
        "406, REFUSED",
        "408, REFUSED",
        "409, NOT_READY",
        "410, NOT_FOUND",
        "415, REFUSED",
        "421, REFUSED",
        "422, REFUSED",
        "429, OVERLOADED",
        "451, REFUSED",
        "499, REFUSED",
        "500, OVERLOADED",
        "501, OVERLOADED",
        "502, OVERLOADED",
        "503, OVERLOADED",
        "599, OVERLOADED",
        "202, BROKEN",
        "204, BROKEN",
        "600, BROKEN",
        "999, BROKEN"
    })
    void givesEachStatusItsKind(int status, Kind kind) {
        SignallingException failure = answering(status, "", "");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasMessageContaining(" answered " + status);
    }

    @Test
    void tellsTheDetailOfAProblem() {
        assertThat(
                        answering(
                                422,
                                "Content-Type: application/problem+json\r\n",
                                "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":422,"
                                        + "\"more\":{\"detail\":\"inner\"},"
                                        + "\"detail\":\"no codec\\nin common\"}"))
                .hasMessageEndingWith(": no codec in common");
        assertThat(
                        answering(
                                400,
                                "Content-Type: application/problem+json; charset=utf-8\r\n",
                                "{\"title\":\"Bad offer\", \"detail\":"))
                .hasMessageEndingWith(": Bad offer");
        assertThat(
                        answering(400, "Content-Type: application/problem+json\r\n", "[[[[[[")
                                .getMessage())
                .endsWith("does not take our request");
    }

    @Test
    void tellsTheFirstLineOfText() {
        assertThat(answering(503, "Content-Type: text/plain\r\n", "\r\n too many\tsessions \nx"))
                .hasMessageEndingWith(": too many sessions");
    }

    @Test
    void tellsNothingOfAPage() {
        assertThat(answering(502, "Content-Type: text/html\r\n", "<html>Bad gateway</html>"))
                .hasMessageNotContaining("gateway<")
                .hasMessageNotContaining("html");
    }

    @Test
    void boundsAndCleansWhatTheServerSays() {
        String said = "a\u001b[31m\u202eevil\u0000" + "x".repeat(100_000);
        String message =
                String.valueOf(answering(400, "Content-Type: text/plain\r\n", said).getMessage());

        assertThat(message).contains(": a[31mevilxxx").hasSizeLessThan(400);
        assertThat(message.chars()).noneMatch(Character::isISOControl).doesNotContain(0x202e);
    }

    @Test
    void tellsWhatTheServerAsksFor() {
        assertThat(answering(401, "WWW-Authenticate: Bearer realm=\"cameras\"\r\n", ""))
                .hasMessageContaining("asks for Bearer realm=\"cameras\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "120, 120",
        "99999999999999999999, 86400",
        "100000, 86400",
        "'Sat, 21 Nov 2026 12:01:30 GMT', 90",
        "'Saturday, 21-Nov-26 12:01:30 GMT', 90",
        "'Sat Nov 21 12:01:30 2026', 90",
        "'Sat, 21 Nov 2026 11:00:00 GMT', 0",
        "'Sat, 21 Nov 2099 11:00:00 GMT', 86400"
    })
    void readsHowLongToWait(String value, long seconds) {
        for (int status : new int[] {404, 409, 410, 503}) {
            assertThat(answering(status, "Retry-After: " + value + "\r\n", "").retryAfter())
                    .hasValue(Duration.ofSeconds(seconds));
        }
    }

    @ParameterizedTest
    @CsvSource({"-5", "soon", "1.5", "''", "'Sat, xx Nov 2026 12:01:30 GMT'"})
    void ignoresAWaitThatIsNone(String value) {
        assertThat(answering(503, "Retry-After: " + value + "\r\n", "").retryAfter()).isEmpty();
    }
}
