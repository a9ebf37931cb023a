package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.server.config.Setting;

/// Threat 14: a slow or silent client costs a connection for a moment, and nothing else.
@Timeout(60)
class SlowClientIT {
    @Test
    void ends408AHeaderThatDripsForLongerThanTheDeadline() throws Exception {
        try (TestServer server = TestServer.start(TestServer.FAST);
                TestServer.RawClient client = server.raw()) {
            client.writeLines("GET /health HTTP/1.1");
            drip(client, "X-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("application/problem+json");
        }
    }

    @Test
    void ends408AnOpenConnectionThatNeverAsks() throws Exception {
        try (TestServer server = TestServer.start(TestServer.FAST);
                TestServer.RawClient client = server.raw()) {
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void holdsTheSecondRequestOfAConnectionToTheSameDeadline() throws Exception {
        try (TestServer server = TestServer.start(TestServer.FAST);
                TestServer.RawClient client = server.raw()) {
            client.writeLines("GET /health HTTP/1.1", "Host: x", "");
            client.writeLines("", "", "GET /health HTTP/1.1");
            drip(client, "X-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 408 ");
        }
    }

    @Test
    void ends408ABodyThatNeverComes() throws Exception {
        try (TestServer server = TestServer.start(TestServer.FAST);
                TestServer.RawClient client = server.raw()) {
            offerHeader(client);

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("\"status\":408");
            assertThat(server.broker.live).isEmpty();
        }
    }

    @Test
    void ends408ABodyThatDripsForLongerThanTheDeadline() throws Exception {
        try (TestServer server = TestServer.start(TestServer.FAST);
                TestServer.RawClient client = server.raw()) {
            offerHeader(client);
            drip(client, "v".repeat(60));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void servesOthersWhileSlowOnesWait() throws Exception {
        try (TestServer server = TestServer.start(TestServer.FAST)) {
            List<TestServer.RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                slow.add(server.raw());
                offerHeader(slow.getLast());
            }

            assertThat(server.send("GET", "/health", "").statusCode()).isEqualTo(200);
            for (TestServer.RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void boundsHalfOpenConnectionsOfOneAddressAndForgetsThem() throws Exception {
        // So patient that whoever is not refused is still there when the others have been told.
        HttpLimits patient =
                new HttpLimits(
                        128 * 1024,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        16,
                        Duration.ofSeconds(10));
        try (TestServer server = TestServer.start(patient)) {
            List<TestServer.RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                clients.add(server.raw());
            }
            // Only when all have been looked at can none of them take the last request's place.
            awaitEnded(clients, 60 - 16);
            awaitConnections(server, 16);

            for (TestServer.RawClient client : clients) {
                client.close();
            }
            awaitConnections(server, 0);
            assertThat(server.send("GET", "/health", "").statusCode()).isEqualTo(200);
        }
    }

    /// Waits until the server has ended so many of these silent connections.
    private static void awaitEnded(List<TestServer.RawClient> clients, int wanted)
            throws Exception {
        Set<TestServer.RawClient> ended = new HashSet<>();
        for (int i = 0; i < 100 && ended.size() < wanted; i++) {
            for (TestServer.RawClient client : clients) {
                if (!ended.contains(client) && ended(client)) {
                    ended.add(client);
                }
            }
        }
        assertThat(ended).hasSize(wanted);
    }

    private static boolean ended(TestServer.RawClient client) throws IOException {
        client.socket().setSoTimeout(1);
        try {
            return client.socket().getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void boundsConnectionsOfOneAddress() throws Exception {
        try (TestServer server =
                TestServer.start(Map.of(Setting.MAX_CONNECTIONS_PER_ADDRESS, List.of("3")))) {
            List<TestServer.RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(server.raw());
                clients.getLast().writeLines("GET /health HTTP/1.1", "Host: x", "");
                assertThat(clients.getLast().socket().getInputStream().read()).isEqualTo('H');
            }
            try (TestServer.RawClient fourth = server.raw()) {
                assertThat(answer(fourth)).isEmpty();
            }
            for (TestServer.RawClient client : clients) {
                client.close();
            }
            awaitConnections(server, 0);

            assertThat(server.send("GET", "/health", "").statusCode()).isEqualTo(200);
        }
    }

    private static void offerHeader(TestServer.RawClient client) throws IOException {
        client.writeLines(
                "POST /whip/live HTTP/1.1",
                "Host: x",
                "Content-Type: application/sdp",
                "Content-Length: 1000",
                "");
    }

    /// One byte every 30 ms, until the text or the server's patience ends.
    private static void drip(TestServer.RawClient client, String text) throws Exception {
        try {
            for (int i = 0; i < text.length(); i++) {
                client.write(text.substring(i, i + 1));
                if (client.socket().getInputStream().available() > 0 && i > 40) {
                    return;
                }
                Thread.sleep(Duration.ofMillis(30));
            }
        } catch (SocketException e) {
            // The server has closed its end; what it said before is still there to be read.
        }
    }

    private static String answer(TestServer.RawClient client) {
        try {
            client.writeLines("GET /health HTTP/1.1", "Host: x", "Connection: close", "");
            return client.readToEnd();
        } catch (IOException e) {
            return "";
        }
    }

    private static void awaitConnections(TestServer server, int atMost)
            throws InterruptedException {
        for (int i = 0; i < 200 && server.server.connections() > atMost; i++) {
            Thread.sleep(Duration.ofMillis(25));
        }
        assertThat(server.server.connections()).isLessThanOrEqualTo(atMost);
    }
}
