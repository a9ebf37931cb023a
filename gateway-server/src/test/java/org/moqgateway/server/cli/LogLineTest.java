package org.moqgateway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static final String FORGED =
            "name \"x\"\r\n12:00:00.000 INFO  Forged: \u001b[31mline\\";

    @Test
    void keepsATextEventOnOneLine() {
        String line = new TextLine().doLayout(event(FORGED, new IllegalStateException("why")));

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line)
                .doesNotContain("\r", "\u001b")
                .contains("WARN  Some: name \"x\"")
                .contains("IllegalStateException: why");
    }

    @Test
    void writesOneJsonObjectALine() throws Exception {
        String line = new JsonLine().doLayout(event(FORGED, new IllegalStateException("why")));

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.get("time").asText()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(json.get("level").asText()).isEqualTo("WARN");
        assertThat(json.get("logger").asText()).isEqualTo("org.example.Some");
        assertThat(json.get("message").asText()).isEqualTo(FORGED);
        assertThat(json.get("fault").asText()).contains("IllegalStateException: why");
    }

    private static LoggingEvent event(String message, @Nullable Throwable fault) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent(
                        "here",
                        context.getLogger("org.example.Some"),
                        Level.WARN,
                        message,
                        fault,
                        null);
        event.setInstant(Instant.parse("2026-11-01T12:00:00Z"));
        return event;
    }
}
