package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.server.http.Problems.assertProblem;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Threat 14: an offer is at most 128 KiB, whatever its sender claims.
class BodyLimitIT {
    private static final int LIMIT = 128 * 1024;

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
    void takesABodyOfExactlyTheLimit() {
        assertThat(server.offer("/whip/live", "v".repeat(LIMIT)).statusCode()).isEqualTo(201);
    }

    @Test
    void refusesADeclaredLengthWithoutReadingTheBody() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(post("/whip/live", "Content-Length: " + (LIMIT + 1)));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ").contains("\"status\":413");
        }
    }

    @Test
    void refusesAHugeDeclaredLength() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(post("/whep/live", "Content-Length: 9223372036854775807"));

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void stopsReadingAChunkedBodyAtTheLimit() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(post("/whip/live", "Transfer-Encoding: chunked"));
            String chunk = "v".repeat(0x4000);
            try {
                for (int i = 0; i < 64; i++) {
                    client.writeLines("4000", chunk);
                }
            } catch (SocketException e) {
                // The server has closed its end, which is the point.
            }

            assertThat(readWhatIsLeft(client)).doesNotContain("HTTP/1.1 201");
        }
        assertThat(server.broker.live)
                .allSatisfy((id, session) -> assertThat(session.broadcast()).isEqualTo("live"));
    }

    @Test
    void answers413ToAChunkedBodyJustOverTheLimit() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(post("/whip/live", "Transfer-Encoding: chunked"));
            client.writeLines(Integer.toHexString(LIMIT + 1), "v".repeat(LIMIT + 1), "0", "");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void takesNoMoreThanTheDeclaredLength() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(post("/whip/live", "Content-Length: 5"));
            client.write("v=0\r\nGARBAGE THAT IS NO REQUEST\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 201 ").contains("HTTP/1.1 400 ");
        }
    }

    @Test
    void refusesLengthAndChunkedTogether() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(
                    post("/whip/live", "Content-Length: 5", "Transfer-Encoding: chunked"));
            client.writeLines("0", "");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void refusesBadChunks() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines(post("/whip/live", "Transfer-Encoding: chunked"));
            client.writeLines("zz", "v=0", "0", "");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void boundsFragmentsToo() {
        String location =
                server.offer("/whip/live", "v=0\r\n")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();

        assertProblem(server.patch(location, "a".repeat(LIMIT + 1), "If-Match", "*"), 413);
    }

    @Test
    void refusesAHugeHeader() throws Exception {
        try (TestServer.RawClient client = server.raw()) {
            client.writeLines("GET /health HTTP/1.1", "Host: x", "X: " + "y".repeat(20_000), "");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 431 ")
                    .contains("application/problem+json");
        }
    }

    private static String[] post(String path, String... framing) {
        String[] lines = new String[framing.length + 4];
        lines[0] = "POST " + path + " HTTP/1.1";
        lines[1] = "Host: x";
        lines[2] = "Content-Type: application/sdp";
        System.arraycopy(framing, 0, lines, 3, framing.length);
        lines[framing.length + 3] = "";
        return lines;
    }

    private static String readWhatIsLeft(TestServer.RawClient client) {
        try {
            return client.readToEnd();
        } catch (IOException e) {
            return "";
        }
    }
}
