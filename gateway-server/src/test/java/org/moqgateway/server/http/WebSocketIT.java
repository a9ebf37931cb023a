package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.Side;
import org.moqgateway.moq.transport.TransportKind;

/// The HTTP server's side of a WebSocket, down to the bytes of the handshake.
@Timeout(60)
class WebSocketIT {
    private static final List<String> OURS = List.of("moq-lite-05");

    private final BlockingQueue<IncomingSession> incoming = new LinkedBlockingQueue<>();
    private WebSocketEndpoints endpoints;

    @BeforeEach
    void start() throws IOException {
        endpoints = new WebSocketEndpoints(incoming::add);
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    private IncomingSession knocked() throws InterruptedException {
        IncomingSession session = incoming.poll(10, TimeUnit.SECONDS);
        assertThat(session).isNotNull();
        return session;
    }

    private CompletableFuture<Connection> dialling(String path) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return endpoints.dial(
                                "ws://localhost:" + endpoints.address().getPort() + path,
                                endpoints.address(),
                                List.of("moq-lite-09", "moq-lite-05"));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /// A WebSocket handshake by hand.
    private Socket handshake(String... fields) throws IOException {
        return handshakeAt("/anon", fields);
    }

    private Socket handshakeAt(String target, String... fields) throws IOException {
        Socket socket = new Socket("localhost", endpoints.address().getPort());
        socket.setSoTimeout(10_000);
        String request =
                "GET "
                        + target
                        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + String.join("", fields)
                        + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Test
    void saysWhoKnocksAndWaitsForTheDecision() throws Exception {
        CompletableFuture<Connection> dialling = dialling("/anon/a%20b?jwt=abc");
        IncomingSession session = knocked();
        assertThat(session.kind()).isEqualTo(TransportKind.WEBSOCKET);
        assertThat(session.target()).isEqualTo("/anon/a%20b?jwt=abc");
        assertThat(session.host()).isEqualTo("localhost");
        assertThat(session.protocols()).containsExactly("moq-lite-05");
        assertThat(session.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThat(dialling).isNotDone();
        Connection server = session.accept("moq-lite-05");
        Side client = new Side(dialling.get(10, TimeUnit.SECONDS));
        Side other = new Side(server);
        client.connection.close(5, "");
        assertThat(other.ended().code()).isEqualTo(5);
    }

    @Test
    void tellsTheCodeOfACloseThatComesBeforeTheUpgradeIsDone() throws Exception {
        CompletableFuture<Connection> dialling = dialling("/anon");
        knocked().accept("moq-lite-05").close(77, "full");
        Side client = new Side(dialling.get(10, TimeUnit.SECONDS));
        assertThat(client.ended()).isEqualTo(new CloseReason(CloseReason.By.PEER, 77, "full"));
    }

    @Test
    void tellsTheStatusOfARefusal() throws Exception {
        CompletableFuture<Connection> dialling = dialling("/secret");
        knocked().reject(403, 2, "not for you");
        assertThatThrownBy(() -> dialling.get(10, TimeUnit.SECONDS))
                .rootCause()
                .isInstanceOfSatisfying(
                        DialRefusedException.class,
                        refused -> assertThat(refused.httpStatus()).isEqualTo(403));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    # target; status; what the answer's header holds
                    /anon; 401; WWW-Authenticate: Bearer
                    /anon?x=1&jwt=; 401; WWW-Authenticate: Bearer
                    /anon?jwt=a.b.c; 401; WWW-Authenticate: Bearer error="invalid_token"
                    /anon?jwt=a.b.c; 403; WWW-Authenticate: Bearer error="insufficient_scope"
                    /anon; 429; Retry-After: 1
                    /anon; 503; Retry-After: 5
                    """)
    void saysWhyItRefusesAndWhatWouldHelp(String target, int status, String field)
            throws Exception {
        try (Socket socket =
                handshakeAt(target, "Sec-WebSocket-Protocol: qmux-01.moq-lite-05\r\n")) {
            knocked().reject(status, 0, "it is not for you");
            String head = head(socket);
            assertThat(head)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsIgnoringCase("\r\n" + field + "\r\n")
                    .contains("application/problem+json");
            int length = Integer.parseInt(contentLength(head));
            byte[] body = socket.getInputStream().readNBytes(length);
            assertThat(
                            Problems.parse(new String(body, StandardCharsets.UTF_8))
                                    .get("detail")
                                    .asText())
                    .isEqualTo("It is not for you.");
        }
    }

    private static String contentLength(String head) {
        Matcher field = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n").matcher(head);
        assertThat(field.find()).as(head).isTrue();
        return field.group(1);
    }

    @Test
    void choosesTheNewestFramingAndNoExtension() throws Exception {
        try (Socket socket =
                handshake(
                        "Sec-WebSocket-Protocol: webtransport, qmux-00.moq-lite-05,"
                                + " qmux-01.moq-lite-05\r\n",
                        "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            knocked().accept("moq-lite-05");
            String head = head(socket);
            assertThat(head).startsWith("HTTP/1.1 101").contains("qmux-01.moq-lite-05");
            assertThat(head).doesNotContain("deflate");
        }
    }

    @Test
    void refusesAClientThatOffersNothingOfOurs() throws Exception {
        for (String offer :
                List.of(
                        "",
                        "Sec-WebSocket-Protocol: webtransport, qmux-01\r\n",
                        "Sec-WebSocket-Protocol: qmux-01.moqt-20\r\n")) {
            try (Socket socket = handshake(offer)) {
                assertThat(head(socket)).startsWith("HTTP/1.1 400");
            }
        }
        assertThat(incoming).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/health, 200", "/, 404", "/play/live, 404", "/whip/live, 404"})
    void answersEverybodyElseAsARelayAloneDoes(String path, int status) throws Exception {
        URI uri = URI.create("http://localhost:" + endpoints.address().getPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(status);
        }
    }

    private CloseReason reasonAfter(byte... frame) throws Exception {
        try (Socket socket = handshake("Sec-WebSocket-Protocol: qmux-01.moq-lite-05\r\n")) {
            Side server = new Side(knocked().accept("moq-lite-05"));
            assertThat(head(socket)).startsWith("HTTP/1.1 101");
            socket.getOutputStream().write(frame);
            return server.ended();
        }
    }

    @Test
    void endsASessionThatBreaksTheBinding() throws Exception {
        // a text message "a", masked with zeros
        assertThat(
                        reasonAfter(
                                        (byte) 0x81,
                                        (byte) 0x81,
                                        (byte) 0,
                                        (byte) 0,
                                        (byte) 0,
                                        (byte) 0,
                                        (byte) 'a')
                                .by())
                .isEqualTo(CloseReason.By.TRANSPORT);
        // a binary message that says to be 2^63-1 bytes long
        byte ff = (byte) 0xff;
        assertThat(
                        reasonAfter(
                                        (byte) 0x82,
                                        ff,
                                        (byte) 0x7f,
                                        ff,
                                        ff,
                                        ff,
                                        ff,
                                        ff,
                                        ff,
                                        ff,
                                        (byte) 0,
                                        (byte) 0,
                                        (byte) 0,
                                        (byte) 0)
                                .by())
                .isEqualTo(CloseReason.By.TRANSPORT);
        // a binary message with a STREAM frame before the transport parameters
        CloseReason early =
                reasonAfter(
                        (byte) 0x82,
                        (byte) 0x84,
                        (byte) 0,
                        (byte) 0,
                        (byte) 0,
                        (byte) 0,
                        (byte) 0x0e,
                        (byte) 2,
                        (byte) 0,
                        (byte) 0);
        assertThat(early.reason()).contains("first");
    }

    @Test
    void endsASessionAtTheFirstPieceOfATextMessage() throws Exception {
        // a text message's first fragment "a" without FIN, and one without anything in it
        for (byte[] frame :
                List.of(
                        new byte[] {0x01, (byte) 0x81, 0, 0, 0, 0, 'a'},
                        new byte[] {0x01, (byte) 0x80, 0, 0, 0, 0})) {
            CloseReason reason = reasonAfter(frame);
            assertThat(reason.by()).isEqualTo(CloseReason.By.TRANSPORT);
            assertThat(reason.reason()).contains("text");
        }
    }

    @Test
    void closesTheSocketOfATextMessageThatNeverEnds() throws Exception {
        try (Socket socket = handshake("Sec-WebSocket-Protocol: qmux-01.moq-lite-05\r\n")) {
            knocked().accept("moq-lite-05");
            assertThat(head(socket)).startsWith("HTTP/1.1 101");
            byte[] piece = {0x00, (byte) 0x81, 0, 0, 0, 0, 'a'};
            socket.getOutputStream().write(new byte[] {0x01, (byte) 0x81, 0, 0, 0, 0, 'a'});
            for (int i = 0; i < 100; i++) {
                socket.getOutputStream().write(piece);
            }
            String last =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            // a close frame of 2 + 30 bytes, status 1000: QMux's own close before it has the code
            assertThat(last).endsWith("\u0088 \u0003\u00e8text messages are not for QMux");
        }
    }

    @Test
    void anOpenSocketOutlivesTheDeadlineOfRequestHeaders() throws Exception {
        try (WebSocketEndpoints hasty =
                new WebSocketEndpoints(OURS, QuicLimits.DEFAULT, TestServer.FAST)) {
            Side client = new Side(dialled(hasty));
            Side server = new Side(hasty.accepted());
            // Three header deadlines; the guard looks four times a second.
            assertThatThrownBy(() -> server.awaitClose(Duration.ofMillis(2100)))
                    .isInstanceOf(TimeoutException.class);
            client.run(() -> client.connection.openUni().finish());
            server.next().awaitFinished(0);
            client.connection.close(0, "");
            assertThat(server.ended().code()).isZero();
        }
    }

    /// Once more when the machine held up the header itself for longer than the deadline.
    private static Connection dialled(WebSocketEndpoints hasty) throws Exception {
        while (true) {
            try {
                return hasty.dial(hasty.address(), OURS, hasty.trust());
            } catch (DialRefusedException tooSlow) {
                assertThat(tooSlow.httpStatus()).isEqualTo(408);
            }
        }
    }
}
