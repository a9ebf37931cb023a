package org.moqgateway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The program as a process of its own: banner, signals, exit codes, log lines.
@Timeout(120)
class ServeIT {
    private static final Pattern URL = Pattern.compile("http://localhost:(\\d+)/");

    @Test
    void announcesItselfServesAndEndsWithZeroOnSigterm() throws Exception {
        Process process = start("--listen", "localhost:0");
        try (BufferedReader output = process.inputReader()) {
            String banner = readUntil(output, "WHEP players");
            int port = port(banner);
            assertThat(banner)
                    .contains("/whip/live", "Bearer Token", "ffmpeg", "/play/live", "UDP port");
            assertThat(get(port, "/health")).isEqualTo("ok\n");

            long asked = System.nanoTime();
            process.toHandle().destroy();

            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsInTimeWhileAClientKeepsItsConnection() throws Exception {
        Process process = start("--listen", "localhost:0");
        try (BufferedReader output = process.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            int port = port(readUntil(output, "WHEP players"));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
                            .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

            process.toHandle().destroy();

            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void writesNothingButJsonLinesWhenAsked() throws Exception {
        Process process = start("--listen", "localhost:0", "--log-format", "json");
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            // FFmpeg's library is looked for meanwhile, and what was found may be told first.
            do {
                String line = output.readLine();
                assertThat(line).as("no word of serving after %s", lines).isNotNull();
                lines.add(line);
            } while (!lines.getLast().contains("serving http://localhost:"));
            process.toHandle().destroy();
            output.lines().forEach(lines::add);

            ObjectMapper json = new ObjectMapper();
            for (String line : lines) {
                assertThat(json.readTree(line).get("message")).as(line).isNotNull();
            }
            assertThat(process.waitFor()).isEqualTo(ExitCode.OK);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsWithTwoAtABadSetting() throws Exception {
        Process process = start("--log-level", "loud");

        assertThat(process.waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("log-level")
                .doesNotContain("\tat ");
    }

    private static Process start(String... args) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }

    private static String readUntil(BufferedReader output, String mark) throws IOException {
        StringBuilder text = new StringBuilder();
        String line = output.readLine();
        while (line != null) {
            text.append(line).append('\n');
            if (line.contains(mark)) {
                return text.toString();
            }
            line = output.readLine();
        }
        throw new AssertionError("the process ended after:\n" + text);
    }

    private static int port(String banner) {
        Matcher matcher = URL.matcher(banner);
        assertThat(matcher.find()).as(banner).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
