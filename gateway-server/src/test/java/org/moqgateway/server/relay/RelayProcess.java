package org.moqgateway.server.relay;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.moqgateway.server.cli.Main;

/// `moq-gateway relay …` in a process of its own, which can be killed and started again. It shows
/// the same certificate each time.
public final class RelayProcess implements AutoCloseable {
    private static final long START_SECONDS = 30;

    private final List<String> command;
    private final String fingerprint;
    private Process process;

    private RelayProcess(List<String> command, String fingerprint) throws IOException {
        this.command = command;
        this.fingerprint = fingerprint;
        this.process = running();
    }

    /// Starts it and waits until it serves.
    ///
    /// @param folder for its certificate
    public static RelayProcess start(int port, Path folder) throws IOException {
        TlsIdentity identity = SelfSigned.forHosts(List.of()).get();
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
                                "relay",
                                "--listen",
                                "127.0.0.1:" + port));
        try {
            command.add("--tls-cert");
            command.add(pem(folder, "CERTIFICATE", identity.certificate().getEncoded()));
            command.add("--tls-key");
            command.add(pem(folder, "PRIVATE KEY", identity.key().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
        return new RelayProcess(command, Fingerprint.sha256(identity.certificate()));
    }

    private static String pem(Path folder, String what, byte[] der) throws IOException {
        Path file = folder.resolve(what.replace(' ', '-') + ".pem");
        String body = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(
                file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
        return file.toString();
    }

    /// What this process was loaded from, also where a launcher made a class loader of its own.
    private static String classPath() {
        if (RelayProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(RelayProcess::file)
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private static String file(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }

    private Process running() throws IOException {
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> read(started, lines));
        List<String> seen = new ArrayList<>();
        try {
            String line = "";
            while (!line.contains("://")) {
                line = lines.poll(START_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    started.destroyForcibly();
                    throw new IllegalStateException("the relay does not serve: " + seen);
                }
                seen.add(line);
            }
        } catch (InterruptedException interrupted) {
            started.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return started;
    }

    private static void read(Process from, BlockingQueue<String> lines) {
        try (BufferedReader reader = from.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException end) {
            lines.add("over: " + end);
        }
    }

    /// SHA-256 of its certificate.
    public String fingerprint() {
        return fingerprint;
    }

    /// Ends the process as a power cut would.
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }

    /// Starts it on the same port, after [#kill], and waits until it serves.
    public void restart() throws IOException {
        process = running();
    }

    @Override
    public void close() {
        kill();
    }
}
