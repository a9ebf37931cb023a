package org.moqgateway.server.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One operating system process tree of headless Chromium with a profile of its own, deleted at
/// the end.
///
/// The process is started here rather than by Playwright, so that a test can kill it without a
/// word, and so that its flags are these and no others.
final class ChromiumProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(5);
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /// Fake camera (a moving disc with a clock) and microphone (a beep each second), permissions
    /// granted, sound without a gesture. The sandbox wants privileges that containers lack.
    static final List<String> FLAGS =
            List.of(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--autoplay-policy=no-user-gesture-required");

    private final Process process;
    private final Path profile;
    private final Thread lastResort = new Thread(this::kill, "chromium-last-resort");

    private ChromiumProcess(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
    }

    static ChromiumProcess start() {
        try {
            Path profile = Files.createTempDirectory("chromium-profile");
            List<String> command = new ArrayList<>();
            command.add(executable().toString());
            command.addAll(FLAGS);
            command.add("--remote-debugging-port=0");
            command.add("--user-data-dir=" + profile);
            command.add("about:blank");
            File log = profile.resolve("output.log").toFile();
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log)
                            .start();
            ChromiumProcess chromium = new ChromiumProcess(process, profile);
            Runtime.getRuntime().addShutdownHook(chromium.lastResort);
            return chromium;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The browser named by the environment variable `CHROMIUM`, or else the first of the usual
    /// names on the path.
    static Path executable() {
        return Optional.ofNullable(System.getenv("CHROMIUM"))
                .map(Path::of)
                .or(ChromiumProcess::onPath)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no Chromium: install one of "
                                                + NAMES
                                                + " or name it in the variable CHROMIUM"));
    }

    private static Optional<Path> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
        return NAMES.stream()
                .flatMap(
                        name ->
                                Stream.of(path.split(File.pathSeparator, -1))
                                        .map(dir -> Path.of(dir, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Waits until the DevTools protocol answers; the URL is for `connectOverCDP`.
    String devToolsUrl() {
        Path portFile = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (Files.exists(portFile)) {
                    List<String> lines = Files.readAllLines(portFile);
                    // The port and the path of the socket; the second is written last.
                    if (lines.size() == 2) return "http://127.0.0.1:" + lines.getFirst();
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        String output = output();
        close();
        throw new IllegalStateException("Chromium did not start: " + output);
    }

    private String output() {
        try {
            return Files.readString(profile.resolve("output.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Ends the whole tree at once: no page hears of it, no farewell goes out on the network.
    void kill() {
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            // A leftover of a dying process in the temporary folder is no reason to fail a test.
            profile.toFile().deleteOnExit();
        }
    }
}
