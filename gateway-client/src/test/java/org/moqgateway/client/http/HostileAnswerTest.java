package org.moqgateway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moqgateway.client.http.Dialling.ANSWER;
import static org.moqgateway.client.http.Dialling.CREATED;
import static org.moqgateway.client.http.Dialling.OFFER;
import static org.moqgateway.client.http.Dialling.SDP;
import static org.moqgateway.client.http.Dialling.endpoint;
import static org.moqgateway.client.http.Dialling.within;
import static org.moqgateway.client.http.RawServer.head;
import static org.moqgateway.client.http.RawServer.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.client.http.SignallingException.Kind;

@Timeout(60)
class HostileAnswerTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private final OkHttpSignalling signalling = new OkHttpSignalling("1");
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        signalling.close();
    }

    private SignallingException failure(Endpoint endpoint) {
        return catchThrowableOfType(
                SignallingException.class,
                () -> {
                    var unused = signalling.offer(endpoint, OFFER);
                });
    }

    private SignallingException answering(RawServer.Reply reply) {
        try (RawServer server = RawServer.answering(it -> reply)) {
            return failure(within(server.uri("/whip"), Duration.ofSeconds(10)));
        }
    }

    private SignallingException hanging(RawServer.Reply reply) {
        try (RawServer server = RawServer.answering(it -> reply)) {
            return failure(within(server.uri("/whip"), SHORT));
        }
    }

    /// The server believes that it has a session, and is told that it has none.
    private SignallingException ended(Duration limit, RawServer.Reply reply) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server =
                RawServer.answering(
                        it -> {
                            if (it.method().equals("DELETE")) {
                                assertThat(it.path()).isEqualTo("/session/1");
                                ended.countDown();
                                return reply(200, "", "");
                            }
                            return reply;
                        })) {
            SignallingException failure = failure(within(server.uri("/whip"), limit));
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            return failure;
        }
    }

    private SignallingException ended(RawServer.Reply reply) throws Exception {
        return ended(Duration.ofSeconds(10), reply);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void endsAnEndlessBody() throws Exception {
        byte[] line = bytes("a=x\r\n".repeat(1000));
        SignallingException failure =
                ended(
                        out -> {
                            out.write(head(201, CREATED));
                            out.write(bytes(ANSWER));
                            while (true) {
                                out.write(line);
                            }
                        });

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure.status()).isEqualTo(201);
        assertThat(failure).hasMessageContaining("more than 128 KiB");
    }

    @Test
    void endsAnEndlessBodyInChunks() throws Exception {
        SignallingException failure =
                ended(
                        out -> {
                            out.write(head(201, CREATED + "Transfer-Encoding: chunked\r\n"));
                            while (true) {
                                out.write(bytes("5\r\na=x\r\n\r\n"));
                            }
                        });

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void takesAnAnswerOf128KiB() throws Exception {
        String body = ANSWER + "a".repeat(128 * 1024 - ANSWER.length());
        try (RawServer server = RawServer.answering(it -> reply(201, CREATED, body))) {
            assertThat(signalling.offer(endpoint(server.uri("/whip")), OFFER).description())
                    .isEqualTo(body);
        }
        assertThat(answering(reply(201, CREATED, body + "a")).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void countsWhatAGzipBombInflatesTo() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        SignallingException failure =
                ended(
                        out -> {
                            out.write(
                                    head(
                                            201,
                                            CREATED
                                                    + "Content-Encoding: gzip\r\nContent-Length: "
                                                    + bomb.size()
                                                    + "\r\n"));
                            bomb.writeTo(out);
                        });

        assertThat(bomb.size()).isLessThan(128 * 1024);
        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContaining("more than 128 KiB of body");
    }

    @Test
    void readsACompressedAnswer() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes(ANSWER));
        }
        try (RawServer server =
                RawServer.answering(
                        it ->
                                out -> {
                                    out.write(
                                            head(
                                                    201,
                                                    CREATED
                                                            + "Content-Encoding: gzip\r\n"
                                                            + "Content-Length: "
                                                            + packed.size()
                                                            + "\r\n"));
                                    packed.writeTo(out);
                                })) {
            assertThat(signalling.offer(endpoint(server.uri("/whip")), OFFER).description())
                    .isEqualTo(ANSWER);
        }
    }

    @Test
    void refusesGzipThatIsNone() throws Exception {
        SignallingException failure =
                ended(reply(201, CREATED + "Content-Encoding: gzip\r\n", "this is no gzip"));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void endsHugeHeaders() {
        SignallingException failure =
                answering(
                        out -> {
                            out.write(bytes("HTTP/1.1 201 x\r\n"));
                            while (true) {
                                out.write(bytes("X-Header: " + "x".repeat(1000) + "\r\n"));
                            }
                        });

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContaining("more than an answer may have");
    }

    @Test
    void endsAHeaderWithoutEnd() {
        SignallingException failure =
                answering(
                        out -> {
                            out.write(bytes("HTTP/1.1 201 x\r\nX-Header: "));
                            while (true) {
                                out.write(bytes("x".repeat(1000)));
                            }
                        });

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void refusesMoreHeadersThanAnAnswerNeeds() throws Exception {
        SignallingException failure =
                ended(
                        reply(
                                201,
                                CREATED + ("X-Header: " + "x".repeat(1000) + "\r\n").repeat(70),
                                ANSWER));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContaining("64 KiB of headers");
    }

    @Test
    void endsEndlessInterimAnswers() {
        SignallingException failure =
                answering(
                        out -> {
                            while (true) {
                                out.write(head(103, "Link: <x>\r\n"));
                            }
                        });

        assertThat(failure.kind()).isIn(Kind.BROKEN, Kind.UNREACHABLE);
    }

    @Test
    void aBodyThatDripsEndsWithTheDeadline() throws Exception {
        SignallingException failure =
                ended(
                        SHORT,
                        out -> {
                            out.write(head(201, CREATED + "Content-Length: 1000\r\n"));
                            drip(out);
                        });

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure.status()).isEqualTo(201);
        assertThat(failure).hasMessageContaining("did not end its answer within 600 ms");
    }

    @Test
    void headersThatDripEndWithTheDeadline() {
        SignallingException failure =
                hanging(
                        out -> {
                            out.write(bytes("HTTP/1.1 201 x\r\n"));
                            drip(out);
                        });

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("did not answer within 600 ms");
    }

    private void drip(OutputStream out) throws IOException, InterruptedException {
        do {
            out.write('x');
            out.flush();
        } while (!over.await(20, TimeUnit.MILLISECONDS));
    }

    @Test
    void silenceEndsWithTheDeadline() {
        SignallingException failure = hanging(out -> over.await());

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("did not answer within 600 ms");
    }

    @Test
    void redirectsThatDripEndWithTheDeadlineOfAll() {
        try (RawServer server =
                RawServer.answering(
                        it ->
                                out -> {
                                    if (!over.await(250, TimeUnit.MILLISECONDS)) {
                                        String next = "Location: " + it.path() + "x\r\n";
                                        out.write(head(307, next + "Content-Length: 0\r\n"));
                                    }
                                })) {
            SignallingException failure = failure(within(server.uri("/"), SHORT));

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("did not answer within 600 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTT",
                "HTTP/1.1 201 Created\r\n",
                "HTTP/1.1 201 Created\r\nContent-Le",
                "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nv=0\r\n",
                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nv=0\r\n"
            })
    void aConnectionThatBreaksOffIsLost(String beginning) {
        SignallingException failure =
                answering(
                        out -> {
                            out.write(bytes(beginning));
                            out.flush();
                            throw new IOException("that is all");
                        });

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("broke off in the middle of its answer");
    }

    /// A server that was killed comes back soon, perhaps with the session.
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void endsTheSessionWhoseAnswerBrokeOff(String length) throws Exception {
        SignallingException failure =
                ended(
                        out -> {
                            out.write(head(201, CREATED + length + "\r\n"));
                            out.write(bytes("64\r\nv=0\r\n"));
                            out.flush();
                            throw new IOException("that is all");
                        });

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("broke off in the middle of its answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 201 x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void whatIsNoHttpIsSaid(String answer) {
        SignallingException failure =
                answering(
                        out -> {
                            out.write(bytes(answer));
                            out.flush();
                            throw new IOException("that is all");
                        });

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContaining("does not speak HTTP");
    }

    @Test
    void takesSdpOfAnotherTypeAndSaysSo() throws Exception {
        for (String type :
                new String[] {
                    "",
                    "Content-Type: text/plain\r\n",
                    "Content-Type: application/octet-stream\r\n",
                    "Content-Type: APPLICATION/SDP; charset=utf-8\r\n",
                    "Content-Type: ;;;\r\n"
                }) {
            try (RawServer server =
                    RawServer.answering(it -> reply(201, type + "Location: /s\r\n", ANSWER))) {
                assertThat(signalling.offer(endpoint(server.uri("/whip")), OFFER).description())
                        .isEqualTo(ANSWER);
            }
        }
    }

    @Test
    void namesThePageThatCameInsteadOfAnAnswer() {
        SignallingException failure =
                answering(
                        reply(
                                200,
                                "Content-Type: text/html; charset=utf-8\r\n",
                                "<html>hi</html>"));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContainingAll("no SDP", "text/html", "URL of a page");
    }

    @Test
    void refusesAnEmptyAnswer() {
        assertThat(answering(reply(201, CREATED, ""))).hasMessageContaining("201 with nothing");
        assertThat(answering(reply(204, "", ""))).hasMessageContaining("201 would be");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 406})
    void endsTheSessionThatCameWithoutAnAnswer(int status) throws Exception {
        SignallingException failure = ended(reply(status, CREATED, "sorry"));

        assertThat(failure.status()).isEqualTo(status);
    }

    @Test
    void aMissingOrMalformedSessionUrlIsTolerated() throws Exception {
        for (String location :
                new String[] {"", "Location: http://[::\r\n", "Location: ftp://x\r\n"}) {
            try (RawServer server = RawServer.answering(it -> reply(201, SDP + location, ANSWER))) {
                SignallingSession session =
                        signalling.offer(endpoint(server.uri("/whip?a=b")), OFFER);
                session.delete();

                assertThat(session.description()).isEqualTo(ANSWER);
                assertThat(session.trickle("a=x\r\n")).isFalse();
                assertThat(session.restart("a=x\r\n")).isEmpty();
                assertThat(session.url()).isEqualTo(server.uri("/whip?a=b"));
                assertThat(server.received()).hasSize(1);
            }
        }
    }

    @Test
    void takesForeignCharactersAnywhere() throws Exception {
        String odd = "\u00ff\u0001\u0080";
        try (RawServer server =
                RawServer.answering(
                        it ->
                                reply(
                                        201,
                                        SDP
                                                + "Location: /s\r\nETag: \""
                                                + odd
                                                + "\"\r\nLink: <"
                                                + odd
                                                + ">; rel=\"ice-server\"\r\nX-"
                                                + odd
                                                + ": x\r\n",
                                        ANSWER))) {
            SignallingException failure = null;
            try {
                SignallingSession session = signalling.offer(endpoint(server.uri("/")), OFFER);
                assertThat(session.iceServers()).isEmpty();
                assertThat(session.trickle("a=x\r\n")).isTrue();
            } catch (SignallingException e) {
                failure = e;
            }
            assertThat(failure).isNull();
            assertThat(server.received().getLast().header("If-Match")).isEmpty();
        }
    }

    @Test
    void refusesUrlsThatCannotBeDialled() {
        assertThat(failure(endpoint(URI.create("ftp://a.example/"))))
                .hasMessageContaining("http:// or https://");
        assertThat(failure(endpoint(URI.create("http://me:word@a.example/x?y"))))
                .hasMessageContaining("http://a.example/x must be given without user name");
        assertThat(endpoint(URI.create("http://me:word@a.example/x?y#z")))
                .hasToString("http://a.example/x");
    }
}
