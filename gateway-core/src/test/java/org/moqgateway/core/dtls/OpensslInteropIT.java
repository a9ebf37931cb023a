package org.moqgateway.core.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpProfile;

/// Handshakes with the `openssl` program, both roles; skipped where there is none.
class OpensslInteropIT {

    private static final DtlsCertificate OURS = DtlsCertificate.generate();
    private static final Pattern KEYING_MATERIAL =
            Pattern.compile("Keying material: ([0-9A-Fa-f]+)");
    private static final int EXPORTED_BYTES = 56;

    @TempDir private Path folder = Path.of("");
    private final DtlsPeer peer = new DtlsPeer();
    private final List<Process> processes = new ArrayList<>();
    private final DatagramSocket socket = socket();

    @BeforeEach
    void requireOpenssl() throws Exception {
        boolean present;
        try {
            present = run("openssl", "version").contains("OpenSSL");
        } catch (IOException e) {
            present = false;
        }
        assumeTrue(present, "no openssl here");
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
        socket.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ec, SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80, AEAD_AES_128_GCM",
        "ec, SRTP_AEAD_AES_256_GCM, AEAD_AES_256_GCM",
        "rsa, SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80",
    })
    void servesOpensslAsAClient(String keyType, String offered, SrtpProfile expected)
            throws Exception {
        DtlsFingerprint fingerprint = certificate(keyType);
        pump();
        peer.start(DtlsPeer.settings(DtlsRole.SERVER, OURS, fingerprint));
        Process client =
                start(
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + socket.getLocalPort(),
                        "-use_srtp",
                        offered);
        assertSameKeys(client, peer.keys(), expected);
        peer.connection().close();
        assertThat(peer.next()).isEqualTo(new DtlsPeer.Closed(false));
    }

    @ParameterizedTest
    @CsvSource({"ec, SRTP_AEAD_AES_128_GCM", "rsa, SRTP_AES128_CM_SHA1_80"})
    void connectsToOpensslAsAServer(String keyType, String offered) throws Exception {
        DtlsFingerprint fingerprint = certificate(keyType);
        int port = freePort();
        Process server =
                start(
                        "s_server",
                        "-accept",
                        Integer.toString(port),
                        "-use_srtp",
                        offered,
                        "-Verify",
                        "1");
        assertThat(lineWith(server, "ACCEPT")).isNotNull();
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        peer.wire(datagram -> send(datagram, target));
        pump();
        peer.start(DtlsPeer.settings(DtlsRole.CLIENT, OURS, fingerprint));
        SrtpKeyingMaterial keys = peer.keys();
        assertSameKeys(server, keys, keys.profile());
        peer.connection().close();
        assertThat(peer.connection().awaitEnd(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void refusesAnOpensslClientWithoutSrtp() throws Exception {
        DtlsFingerprint fingerprint = certificate("ec");
        pump();
        peer.start(DtlsPeer.settings(DtlsRole.SERVER, OURS, fingerprint));
        start("s_client", "-connect", "127.0.0.1:" + socket.getLocalPort());
        assertThat(peer.next()).isEqualTo(new DtlsPeer.Failed(DtlsFailure.NO_SRTP_PROFILE));
    }

    private void assertSameKeys(Process openssl, SrtpKeyingMaterial keys, SrtpProfile expected)
            throws IOException {
        assertThat(keys.profile()).isEqualTo(expected);
        Matcher matcher = KEYING_MATERIAL.matcher(lineWith(openssl, "Keying material: "));
        assertThat(matcher.find()).isTrue();
        byte[] exported = HexFormat.of().parseHex(matcher.group(1).toLowerCase(Locale.ROOT));
        // The exporter's output does not depend on its length, in TLS 1.2 (RFC 5705 §4).
        int keyBytes = expected.keyBytes();
        assertThat(keys.clientKey()).isEqualTo(Arrays.copyOf(exported, keyBytes));
        if (2 * keyBytes <= exported.length) {
            assertThat(keys.serverKey())
                    .startsWith(
                            Arrays.copyOfRange(
                                    exported, keyBytes, Math.min(exported.length, 2 * keyBytes)));
        }
    }

    private DtlsFingerprint certificate(String keyType) throws Exception {
        List<String> key =
                keyType.equals("ec")
                        ? List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
                        : List.of("-newkey", "rsa:2048");
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
        command.addAll(key);
        command.addAll(
                List.of("-keyout", file("key.pem"), "-out", file("cert.pem"), "-subj", "/CN=x"));
        run(command.toArray(String[]::new));
        String print =
                run(
                        "openssl",
                        "x509",
                        "-in",
                        file("cert.pem"),
                        "-noout",
                        "-fingerprint",
                        "-sha256");
        return new DtlsFingerprint("sha-256", print.substring(print.indexOf('=') + 1).strip());
    }

    private Process start(String program, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                program,
                                "-dtls1_2",
                                "-cert",
                                file("cert.pem"),
                                "-key",
                                file("key.pem"),
                                "-keymatexport",
                                "EXTRACTOR-dtls_srtp",
                                "-keymatexportlen",
                                Integer.toString(EXPORTED_BYTES)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }

    private static String lineWith(Process process, String text) throws IOException {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            all.append(line).append('\n');
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("openssl never said '" + text + "': " + all);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /// Brings datagrams to the connection until the socket is closed; answers go to who sent last.
    private void pump() {
        Thread.ofVirtual()
                .start(
                        () -> {
                            byte[] buffer = new byte[4096];
                            while (!socket.isClosed()) {
                                DatagramPacket in = new DatagramPacket(buffer, buffer.length);
                                try {
                                    socket.receive(in);
                                } catch (IOException e) {
                                    return;
                                }
                                InetSocketAddress from = (InetSocketAddress) in.getSocketAddress();
                                peer.wire(datagram -> send(datagram, from));
                                peer.offer(Arrays.copyOf(buffer, in.getLength()));
                            }
                        });
    }

    private void send(byte[] datagram, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, to));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int freePort() {
        try (DatagramSocket free = socket()) {
            return free.getLocalPort();
        }
    }

    private static DatagramSocket socket() {
        try {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
