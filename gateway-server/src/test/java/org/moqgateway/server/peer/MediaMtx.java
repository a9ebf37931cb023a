package org.moqgateway.server.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The media server that others wrote, open to everybody on loopback. One instance is one running
/// process.
public final class MediaMtx implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(15);

    private final Process process;
    private final int port;

    private MediaMtx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// The program named by the environment variable `MEDIAMTX`.
    public static Optional<Path> program() {
        return Optional.ofNullable(System.getenv("MEDIAMTX"))
                .map(Path::of)
                .filter(Files::isExecutable);
    }

    /// Starts it on free ports and waits until it answers.
    ///
    /// @param folder for its settings and its log
    /// @throws IllegalStateException when it does not start
    public static MediaMtx start(Path folder) {
        try {
            return FreePort.start(port -> start(folder, port));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MediaMtx start(Path folder, int port)
            throws FreePort.TakenException, IOException {
        Path settings =
                Files.writeString(
                        folder.resolve("mediamtx.yml"),
                        """
                        rtsp: false
                        rtmp: false
                        hls: false
                        srt: false
                        moq: false
                        webrtcAddress: 127.0.0.1:%1$d
                        webrtcLocalUDPAddress: 127.0.0.1:%1$d
                        webrtcIPsFromInterfaces: false
                        webrtcAdditionalHosts: [127.0.0.1]
                        paths:
                          all_others:
                        """
                                .formatted(port));
        Path log = folder.resolve("mediamtx.txt");
        Process process =
                new ProcessBuilder(program().orElseThrow().toString(), settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        MediaMtx server = new MediaMtx(process, port);
        server.awaitAnswer(log);
        return server;
    }

    private void awaitAnswer(Path log) throws FreePort.TakenException, IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(player("none"))).build();
        long end = System.nanoTime() + START.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!answers(client, request)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw failure(Files.readString(log));
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static IllegalStateException failure(String output) throws FreePort.TakenException {
        var failure = new IllegalStateException("MediaMTX does not answer: " + output);
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

    /// Its own player.
    public String player(String path) {
        return "http://127.0.0.1:" + port + "/" + path + "/";
    }

    /// Its WHIP endpoint.
    public String whip(String path) {
        return player(path) + "whip";
    }

    /// Its WHEP endpoint.
    public String whep(String path) {
        return player(path) + "whep";
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
