package org.moqgateway.server.e2e;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.moqgateway.server.cli.Main;

/// `moq-gateway …` in a process of its own, on one port of loopback for TCP and UDP, which can be
/// killed as by a power cut and started again.
final class GatewayProcess implements AutoCloseable {
    private static final int MOST_LINES = 50;

    private final List<String> command;
    private final int port;
    private final ConcurrentLinkedDeque<String> lines = new ConcurrentLinkedDeque<>();
    private Process process;

    private GatewayProcess(int port, List<String> command) throws IOException {
        this.port = port;
        this.command = command;
        this.process = running();
    }

    /// Starts it and waits until it can be reached.
    static GatewayProcess start(int port, String... flags) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(),
                                Main.class.getName(),
                                "--listen",
                                "127.0.0.1:" + port,
                                "--udp-bind",
                                "127.0.0.1:" + port));
        command.addAll(List.of(flags));
        GatewayProcess started = new GatewayProcess(port, command);
        started.awaitReachable();
        return started;
    }

    private static String classPath() {
        if (GatewayProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private Process running() throws IOException {
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(() -> read(started));
        return started;
    }

    private void read(Process from) {
        try (BufferedReader reader = from.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(this::keep);
        } catch (IOException | UncheckedIOException end) {
            keep("over: " + end);
        }
    }

    private void keep(String line) {
        lines.add(line);
        if (lines.size() > MOST_LINES) {
            lines.poll();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /// @param dead when the former process was no more
    /// @param reachableNanos when we had reached the new one, as of [System#nanoTime]; others may
    ///     have done so before
    record Restart(Instant dead, long reachableNanos) {}

    /// Kills it, starts it again and waits until it can be reached.
    Restart restart() throws IOException {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
        Instant dead = Instant.now();
        process = running();
        return new Restart(dead, awaitReachable());
    }

    /// Reachable is what answers: a port is open long before.
    private long awaitReachable() {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        HttpRequest health =
                HttpRequest.newBuilder(URI.create(url() + "/health"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end) {
                try {
                    if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                        return System.nanoTime();
                    }
                } catch (IOException notYet) {
                    RunningGateway.pause();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(interrupted);
                }
            }
        }
        throw new AssertionError("the gateway does not serve: " + lines);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
