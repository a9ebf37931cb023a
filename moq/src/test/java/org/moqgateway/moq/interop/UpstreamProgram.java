package org.moqgateway.moq.interop;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running program of upstream's. What it prints is kept.
final class UpstreamProgram implements AutoCloseable {
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Process process;
    private final List<String> seen = new ArrayList<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private UpstreamProgram(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::readLines);
    }

    /// Where a program is: the environment variable of its name in capitals (`MOQ_RELAY` for
    /// `moq-relay`), or the search path.
    static Optional<Path> find(String name) {
        String variable =
                System.getenv(name.toUpperCase(Locale.ROOT).replace('-', '_') + "_BINARY");
        if (variable != null) {
            return Optional.of(Path.of(variable));
        }
        String path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(path)
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    /// Starts it.
    static UpstreamProgram start(Path binary, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(binary.toString());
        command.addAll(arguments);
        return new UpstreamProgram(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                lines.add(COLOURS.matcher(line).replaceAll(""));
                line = reader.readLine();
            }
        } catch (IOException e) {
            lines.add("cannot read: " + e);
        }
    }

    /// Waits until a line matches, and gives the match.
    Matcher await(Pattern pattern) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("no line like " + pattern + " among " + seen);
            }
            seen.add(line);
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
    }

    /// Everything that was printed and looked at.
    List<String> seen() {
        lines.drainTo(seen);
        return seen;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
