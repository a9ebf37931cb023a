package org.moqgateway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command `client` as a process of its own, before endpoints that refuse it.
@Timeout(180)
class ClientCommandIT {
    private static final String TOKEN = "SECRET-BEARER-TOKEN";

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer endpoint;
    private volatile int status = 404;

    ClientCommandIT() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void endsWithOneAndTheReasonWhenItIsRefusedOnce(int refusal) throws Exception {
        status = refusal;
        Process process = start("--once");
        try {
            List<String> output = process.inputReader().lines().toList();
            String errors =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(ExitCode.REFUSED);
            assertThat(errors)
                    .startsWith("moq-gateway: ")
                    .contains(url(), String.valueOf(refusal))
                    .hasLineCount(1);
            assertThat(errors + output).doesNotContain(TOKEN, "key=value");
            assertThat(asked).containsExactly("POST /whep/cam0?key=value Bearer " + TOKEN);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void triesAgainUntilItIsAskedToEnd() throws Exception {
        status = 503;
        Process process = start();
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = new CopyOnWriteArrayList<>();
            // It has nothing to say while it tries again: its next line may be minutes away.
            Thread reader = Thread.ofVirtual().start(() -> output.lines().forEach(lines::add));
            // It asks before it is ready to be ended: that it is, its banner says.
            while (asked.size() < 2 || lines.stream().noneMatch(ClientCommandIT::pulls)) {
                assertThat(reader.join(Duration.ofMillis(20))).as(lines::toString).isFalse();
            }
            process.toHandle().destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
            assertThat(lines)
                    .anyMatch(line -> line.contains("cam0-subscribe pulls " + url() + " into cam0"))
                    .noneMatch(line -> line.contains(TOKEN) || line.contains("key=value"));
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean pulls(String line) {
        return line.contains(" pulls ");
    }

    private String url() {
        return "http://localhost:" + endpoint.getAddress().getPort() + "/whep/cam0";
    }

    private Process start(String... flags) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "client",
                                "--url",
                                url() + "?key=value",
                                "--broadcast",
                                "cam0",
                                "--listen",
                                "localhost:0"));
        command.addAll(List.of(flags));
        command.add("subscribe");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MOQ_GATEWAY_CLIENT_TOKEN", TOKEN);
        return builder.start();
    }
}
