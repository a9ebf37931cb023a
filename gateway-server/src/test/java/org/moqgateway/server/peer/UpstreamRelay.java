package org.moqgateway.server.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The relay that others wrote: `moq-relay` of the Rust registry, open to everybody on loopback.
/// One instance is one running process.
public final class UpstreamRelay implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(15);
    private static final String PROGRAM = "moq-relay";

    private final Process process;
    private final int port;
    private final Path log;

    private UpstreamRelay(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /// The program named by the environment variable `MOQ_RELAY`, or else the one on the path, or
    /// else the one that `./interop` installed.
    public static Optional<Path> program() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin");
        String cache =
                Objects.requireNonNullElse(
                        System.getenv("XDG_CACHE_HOME"),
                        System.getProperty("user.home") + "/.cache");
        Stream<Path> named = Optional.ofNullable(System.getenv("MOQ_RELAY")).map(Path::of).stream();
        Stream<Path> onPath =
                Stream.of(path.split(File.pathSeparator, -1)).map(dir -> Path.of(dir, PROGRAM));
        Stream<Path> installed =
                Stream.of(Path.of(cache, "moq-gateway", "interop", "rust", "bin", PROGRAM));
        return Stream.of(named, onPath, installed)
                .flatMap(each -> each)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Starts it on a free port and waits until it answers.
    ///
    /// @throws IllegalStateException when it does not start
    public static UpstreamRelay start() {
        Path program = program().orElseThrow();
        try {
            return FreePort.start(port -> start(program, port));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static UpstreamRelay start(Path program, int port)
            throws FreePort.TakenException, IOException {
        String address = "127.0.0.1:" + port;
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--listen",
                                address,
                                "--web-http-listen",
                                address,
                                "--listen-tls-generate",
                                "localhost",
                                "--auth-public",
                                "**"));
        Path log = Files.createTempFile(Path.of("target"), PROGRAM, ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        UpstreamRelay relay = new UpstreamRelay(process, port, log);
        relay.awaitAnswer();
        return relay;
    }

    /// What clients dial: `http` makes them fetch the certificate's fingerprint first.
    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /// The same port again, after [#kill].
    public UpstreamRelay restart() {
        try {
            return start(program().orElseThrow(), port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (FreePort.TakenException taken) {
            throw new IllegalStateException(taken);
        }
    }

    private void awaitAnswer() throws FreePort.TakenException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + "certificate.sha256")).build();
        long end = System.nanoTime() + START.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!answers(client, request)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw failure(Files.readString(log));
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static IllegalStateException failure(String output) throws FreePort.TakenException {
        var failure = new IllegalStateException(PROGRAM + " does not answer: " + output);
        if (FreePort.taken(output)) {
            throw new FreePort.TakenException(failure);
        }
        return failure;
    }

    private static boolean answers(HttpClient client, HttpRequest request)
            throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Ends the process as a power cut would.
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }
}
