package org.moqgateway.core.turn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsIdentity;

/// A `turnserver` of this machine on loopback, with one user and a certificate of its own. Files
/// and output in a folder of the test's.
public final class Coturn implements AutoCloseable {

    /// The user.
    public static final String USERNAME = "kim";

    /// The password.
    public static final String PASSWORD = "a secret of nobody's";

    private static final int RELAY_PORTS = 200;
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final int port;
    private final int tlsPort;
    private final TlsIdentity identity;

    private Coturn(Process process, int port, int tlsPort, TlsIdentity identity) {
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
        this.identity = identity;
    }

    /// Whether there is such a program on the PATH.
    public static boolean installed() {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "turnserver")));
    }

    /// Starts it on 127.0.0.1.
    ///
    /// @param more further arguments
    public static Coturn start(Path folder, String... more) throws Exception {
        return start(List.of(), "127.0.0.1", folder, more);
    }

    /// Starts it.
    ///
    /// @param prefix what runs it, such as `ip netns exec …`
    public static Coturn start(List<String> prefix, String address, Path folder, String... more)
            throws Exception {
        TlsIdentity identity = SelfSigned.forHosts(List.of("localhost", "127.0.0.1")).get();
        Path certificate = folder.resolve("turn-certificate.pem");
        Path key = folder.resolve("turn-key.pem");
        Files.writeString(certificate, pem("CERTIFICATE", identity.certificate().getEncoded()));
        Files.writeString(key, pem("PRIVATE KEY", identity.key().getEncoded()));
        int port = freePort();
        int tlsPort = freePort();
        int relayPort = ThreadLocalRandom.current().nextInt(20_000, 30_000);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        "turnserver",
                        "-n",
                        "--listening-ip=" + address,
                        "--relay-ip=" + address,
                        "--listening-port=" + port,
                        "--tls-listening-port=" + tlsPort,
                        "--min-port=" + relayPort,
                        "--max-port=" + (relayPort + RELAY_PORTS),
                        "--lt-cred-mech",
                        "--user=" + USERNAME + ":" + PASSWORD,
                        "--realm=example.org",
                        "--allow-loopback-peers",
                        "--no-cli",
                        "--no-rfc5780",
                        "--cert=" + certificate,
                        "--pkey=" + key,
                        "--log-file=stdout",
                        "--pidfile=" + folder.resolve("turn.pid"),
                        "--userdb=" + folder.resolve("turn.db")));
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("turnserver.log").toFile())
                        .start();
        Coturn started = new Coturn(process, port, tlsPort, identity);
        started.awaitPort(prefix, address, port);
        started.awaitPort(prefix, address, tlsPort);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    private void awaitPort(List<String> prefix, String address, int tcpPort) throws Exception {
        List<String> probe = new ArrayList<>(prefix);
        probe.addAll(List.of("bash", "-c", "exec 3<>/dev/tcp/" + address + "/" + tcpPort));
        long giveUp = System.nanoTime() + START.toNanos();
        while (!succeeds(probe)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > giveUp) {
                close();
                throw new AssertionError("turnserver does not listen; see turnserver.log");
            }
        }
    }

    private static boolean succeeds(List<String> command) throws Exception {
        ProcessBuilder.Redirect nowhere = ProcessBuilder.Redirect.DISCARD;
        return new ProcessBuilder(command)
                        .redirectOutput(nowhere)
                        .redirectError(nowhere)
                        .start()
                        .waitFor()
                == 0;
    }

    /// A URI of it with the right user and password.
    public IceServer server(TurnTransport transport) {
        return server(transport, "127.0.0.1", PASSWORD);
    }

    /// A URI of it.
    public IceServer server(TurnTransport transport, String host, @Nullable String password) {
        String url =
                switch (transport) {
                    case UDP -> "turn:" + host + ":" + port;
                    case TCP -> "turn:" + host + ":" + port + "?transport=tcp";
                    case TLS -> "turns:" + host + ":" + tlsPort;
                };
        return new IceServer(url, password == null ? null : USERNAME, password);
    }

    /// Its port for UDP and TCP.
    public int port() {
        return port;
    }

    /// What trusts its certificate and no other.
    public SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("turn", identity.certificate());
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /// Ends the program.
    @Override
    public void close() {
        process.destroy();
        if (!process.onExit().completeOnTimeout(process, 3, TimeUnit.SECONDS).join().isAlive()) {
            return;
        }
        process.destroyForcibly().onExit().join();
    }
}
