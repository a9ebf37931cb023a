package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.SDP;
import static org.moqgateway.client.http.Dialling.endpoint;
import static org.moqgateway.client.http.RawServer.reply;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.client.http.Notices.Notice;
import org.slf4j.LoggerFactory;

/// A server that does wrong does so at each attempt, of which there may be four a second.
@Timeout(60)
class NoticesTest {
    private final List<String> loud = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.moqgateway.client.http");
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                        loud.add(event.getFormattedMessage());
                    }
                }
            };

    @BeforeEach
    void listen() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        logger.setLevel(null);
        logger.detachAppender(appender);
    }

    private static RawServer.Reply created(String headers) {
        return reply(201, headers, ANSWER);
    }

    private void offerThrice(String headers, String... paths) throws Exception {
        try (RawServer server = RawServer.answering(it -> created(headers));
                OkHttpSignalling signalling = new OkHttpSignalling("1")) {
            for (int i = 0; i < 3; i++) {
                for (String path : paths) {
                    signalling.offer(endpoint(server.uri(path)), OFFER).delete();
                }
            }
        }
    }

    @Test
    void tellsEachFaultOfAnEndpointOnce() throws Exception {
        offerThrice("", "/whip");

        assertThat(loud).hasSize(2);
        assertThat(loud.get(0)).contains("calls its SDP ''");
        assertThat(loud.get(1)).contains("names no session URL");
    }

    @Test
    void tellsItOfEachEndpoint() throws Exception {
        offerThrice(SDP, "/one", "/two");

        assertThat(loud).hasSize(2);
        assertThat(loud.get(0)).contains("/one names no session URL");
        assertThat(loud.get(1)).contains("/two names no session URL");
    }

    @Test
    void tellsOnceOfASessionUrlThatIsNotFollowed() throws Exception {
        offerThrice(SDP + "Location: http://169.254.169.254/latest\r\n", "/whip");

        assertThat(loud).hasSize(1);
        assertThat(loud.getFirst()).contains("http://169.254.169.254/latest cannot be used");
    }

    @Test
    void countsIceServersInOneLine() throws Exception {
        String link = "Link: " + "<x>;rel=ice-server, ".repeat(300) + "\r\n";
        offerThrice(SDP + "Location: /s\r\n" + link.repeat(10), "/whip");

        assertThat(loud).hasSize(1);
        assertThat(loud.getFirst())
                .startsWith("3000 of the links or ICE servers")
                .endsWith(": x is neither STUN nor TURN");
    }

    @Test
    void tellsOnceOfSessionsThatCannotBeEnded() throws Exception {
        try (RawServer server =
                        RawServer.answering(
                                it ->
                                        it.method().equals("POST")
                                                ? created(SDP + "Location: /s\r\n")
                                                : out -> {
                                                    throw new IOException("that is all");
                                                });
                OkHttpSignalling signalling = new OkHttpSignalling("1")) {
            for (int i = 0; i < 3; i++) {
                signalling.offer(endpoint(server.uri("/whip")), OFFER).delete();
            }
        }

        assertThat(loud).hasSize(1);
        assertThat(loud.getFirst()).contains("could not end the session");
    }

    @Test
    void remembersABoundedNumberOfEndpoints() {
        Notices notices = new Notices();
        for (int i = 0; i <= Notices.MOST_ENDPOINTS; i++) {
            assertThat(level(notices, i)).isEqualTo(org.slf4j.event.Level.WARN);
        }
        assertThat(level(notices, 1)).isEqualTo(org.slf4j.event.Level.DEBUG);
        assertThat(level(notices, 0)).isEqualTo(org.slf4j.event.Level.WARN);
    }

    private static org.slf4j.event.Level level(Notices notices, int number) {
        Endpoint endpoint = endpoint(URI.create("http://a.example/" + number));
        return notices.level(endpoint, Notice.TYPE, org.slf4j.event.Level.WARN);
    }
}
