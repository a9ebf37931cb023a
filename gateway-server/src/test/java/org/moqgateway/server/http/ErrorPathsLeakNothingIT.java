package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.server.config.Setting;

/// Threat 13: every refusal a thousand times over leaves threads, descriptors and sessions as they
/// were.
@Timeout(300)
class ErrorPathsLeakNothingIT {
    private static final int TIMES = 1000;
    private static final String ADMIN = "Authorization: Bearer the-admin-token\r\n";

    /// Method, path, header lines, body.
    private record Bad(int status, String method, String path, String headers, String body) {
        String text() {
            return method
                    + " "
                    + path
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + body.length()
                    + "\r\n"
                    + headers
                    + "\r\n"
                    + body;
        }
    }

    @Test
    void everyRefusalAThousandTimesLeavesNothingBehind() throws Exception {
        Map<Setting, List<String>> flags = Map.of(Setting.ADMIN_TOKEN, List.of("the-admin-token"));
        try (TestServer server = TestServer.start(flags)) {
            String location =
                    server.offer("/whip/live", "v=0\r\n")
                            .headers()
                            .firstValue("Location")
                            .orElseThrow();
            List<Bad> all = all(location);
            for (Bad bad : all) {
                repeat(server, bad, 20);
            }
            long threads = Thread.getAllStackTraces().size();
            long descriptors = descriptors();

            for (Bad bad : all) {
                repeat(server, bad, TIMES);
            }

            assertThat(server.broker.live).hasSize(1);
            assertThat((long) Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 4);
            assertThat(settled(descriptors + 4)).isLessThanOrEqualTo(descriptors + 4);
        }
    }

    private static List<Bad> all(String location) {
        String sdp = "Content-Type: application/sdp\r\n";
        String fragment = "Content-Type: application/trickle-ice-sdpfrag\r\n";
        return List.of(
                new Bad(400, "POST", "/whip/live", sdp, "MALFORMED_SDP"),
                new Bad(400, "POST", "/whip/%0a", sdp, "v=0"),
                new Bad(400, "PATCH", location, fragment + "If-Match: *\r\n", "malformed"),
                new Bad(401, "POST", "/api/clients/cam0/stop", "", ""),
                new Bad(404, "POST", "/api/clients/nobody/start", ADMIN, ""),
                new Bad(404, "GET", "/api/clients/nobody", "", ""),
                new Bad(405, "GET", "/api/clients/nobody/stop", "", ""),
                new Bad(404, "GET", "/nothing", "", ""),
                new Bad(404, "DELETE", "/session/AAAAAAAAAAAAAAAAAAAAAA", "", ""),
                new Bad(405, "PUT", "/whip/live", "", ""),
                new Bad(409, "POST", "/whep/live", sdp, "NOT_LIVE"),
                new Bad(412, "PATCH", location, fragment + "If-Match: \"x\"\r\n", "a"),
                new Bad(415, "POST", "/whip/live", "", "v=0"),
                new Bad(422, "POST", "/whip/live", sdp, "NO_COMMON_CODEC"),
                new Bad(428, "PATCH", location, fragment, "a"),
                new Bad(503, "POST", "/whip/live", sdp, "TOO_MANY_SESSIONS"));
    }

    /// Half of them on one connection, half each on its own.
    private static void repeat(TestServer server, Bad bad, int times) throws IOException {
        String expected = "HTTP/1.1 " + bad.status() + " ";
        for (int i = 0; i < times / 2; i++) {
            try (TestServer.RawClient client = server.raw()) {
                client.write(bad.text().replace("Host: x", "Host: x\r\nConnection: close"));
                assertThat(client.readToEnd()).startsWith(expected);
            }
        }
        try (TestServer.RawClient client = server.raw()) {
            for (int i = 0; i < times / 2; i++) {
                client.write(bad.text());
            }
            client.writeLines("GET /health HTTP/1.1", "Host: x", "Connection: close", "");
            String answers = client.readToEnd();
            assertThat(answers.split(expected, -1)).as(bad.toString()).hasSize(times / 2 + 1);
        }
    }

    /// The server closes its ends a moment after the client has read them.
    private static long settled(long wanted) throws Exception {
        long now = descriptors();
        for (int i = 0; i < 100 && now > wanted; i++) {
            Thread.sleep(50);
            now = descriptors();
        }
        return now;
    }

    private static long descriptors() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(folder)) {
            return open.count();
        }
    }
}
