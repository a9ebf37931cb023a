package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.OFFER;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.client.http.SignallingException.Kind;

/// Against a server that speaks HTTP/2 frame by frame (RFC 9113 §4.1):
///
///     length (24) | type (8) | flags (8) | stream (32) | payload
@Timeout(60)
class Http2Test {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /// OkHttp's first one: 1 is for upgrades.
    private static final int STREAM = 3;

    private final Authority authority = new Authority();
    private final OkHttpSignalling signalling = new OkHttpSignalling("1");

    /// The first of each connection.
    private final Semaphore requests = new Semaphore(0);

    /// Writes the answer.
    @FunctionalInterface
    interface Reply {
        void writeTo(OutputStream out) throws IOException;
    }

    @AfterEach
    void close() {
        signalling.close();
    }

    private SSLServerSocket server(Reply reply) throws IOException {
        SSLServerSocket listening =
                (SSLServerSocket)
                        authority
                                .server(Instant.now().minus(Duration.ofDays(1)))
                                .getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listening.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        listening.setSSLParameters(parameters);
        Thread.ofVirtual().start(() -> serve(listening, reply));
        return listening;
    }

    private void serve(SSLServerSocket listening, Reply reply) {
        while (true) {
            try {
                SSLSocket socket = (SSLSocket) listening.accept();
                Thread.ofVirtual().start(() -> serve(socket, reply));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SSLSocket accepted, Reply reply) {
        try (SSLSocket socket = accepted) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            in.readFully(new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length()]);
            out.write(frame(SETTINGS, 0, 0, new byte[0]));
            boolean asked = false;
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                in.readFully(new byte[length]);
                if (!asked && stream == STREAM && type <= HEADERS && (flags & END_STREAM) != 0) {
                    asked = true;
                    requests.release();
                    reply.writeTo(out);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The client is gone, which is its right.
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HexFormat hex = HexFormat.of();
        out.writeBytes(
                hex.parseHex(
                        String.format(
                                Locale.ROOT,
                                "%06x%02x%02x%08x",
                                payload.length,
                                type,
                                flags,
                                stream)));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /// RFC 7541 §6.2.2: a literal that is not indexed, with its name.
    private static byte[] header(String name, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        for (String word : List.of(name, value)) {
            out.write(word.length());
            out.writeBytes(word.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static byte[] created() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(header(":status", "201"));
        block.writeBytes(header("content-type", "application/sdp"));
        block.writeBytes(header("location", "/session/2"));
        return block.toByteArray();
    }

    private Endpoint endpoint(SSLServerSocket server) {
        return new Endpoint(
                URI.create("https://127.0.0.1:" + server.getLocalPort() + "/whip"),
                Optional.empty(),
                List.of(authority.root()),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20));
    }

    private SignallingException failure(Reply reply) throws IOException {
        try (SSLServerSocket server = server(reply)) {
            return failure(server);
        }
    }

    private SignallingException failure(SSLServerSocket server) {
        return catchThrowableOfType(
                SignallingException.class,
                () -> {
                    var unused = signalling.offer(endpoint(server), OFFER);
                });
    }

    @Test
    void speaksHttp2WhereTheServerDoes() throws Exception {
        Reply reply =
                out -> {
                    out.write(frame(HEADERS, END_HEADERS, STREAM, created()));
                    byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
                    out.write(frame(DATA, END_STREAM, STREAM, body));
                };
        try (SSLServerSocket server = server(reply)) {
            SignallingSession session = signalling.offer(endpoint(server), OFFER);

            assertThat(session.description()).isEqualTo(ANSWER);
            assertThat(session.url().getPath()).isEqualTo("/session/2");
        }
    }

    @Test
    void endsAnEndlessBodyAndTheSessionOverAnotherConnection() throws Exception {
        Reply endless =
                out -> {
                    out.write(frame(HEADERS, END_HEADERS, STREAM, created()));
                    while (true) {
                        out.write(frame(DATA, 0, STREAM, new byte[1000]));
                    }
                };
        try (SSLServerSocket server = server(endless)) {
            assertThat(failure(server).kind()).isEqualTo(Kind.BROKEN);
            assertThat(requests.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void endsHeadersThatGoOnAndOn() throws Exception {
        SignallingException failure =
                failure(
                        out -> {
                            out.write(frame(HEADERS, 0, STREAM, created()));
                            while (true) {
                                out.write(
                                        frame(
                                                CONTINUATION,
                                                0,
                                                STREAM,
                                                header("x", "y".repeat(100))));
                            }
                        });

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
    }
}
