package org.moqgateway.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.kwik.KwikQuicServer;
import org.moqgateway.moq.transport.kwik.KwikServerConfig;
import org.moqgateway.moq.transport.netty.NettyQuicServer;
import org.moqgateway.moq.transport.netty.QuicServerConfig;
import org.moqgateway.moq.transport.quic.QuicFront;
import org.moqgateway.moq.transport.tls.Fingerprint;
import org.moqgateway.moq.transport.tls.SelfSigned;

/// WebTransport with a browser, on both QUIC stacks.
@Timeout(120)
// The scripts are easier to read apart from the code that fills them in.
@SuppressWarnings({"InlineFormatString", "AnnotateFormatMethod"})
class WebTransportIT {
    private static final List<String> PROTOCOLS = List.of("moq-lite-05", "moq-lite-04");
    private static final SelfSigned IDENTITY = SelfSigned.forHosts(List.of());

    /// Opens a session, which stays in `window.session`, and answers its protocol.
    private static final String OPEN =
            """
            (async () => {
              const value = new Uint8Array('%s'.match(/../g).map(hex => parseInt(hex, 16)));
              const session = new WebTransport('%s', {
                protocols: [%s], serverCertificateHashes: [{ algorithm: 'sha-256', value }] });
              window.session = session;
              window.incoming = session.incomingUnidirectionalStreams.getReader();
              window.closing = session.closed.then(
                info => info.closeCode + ' ' + info.reason, error => 'lost: ' + error);
              window.closing.catch(() => {});
              try { await session.ready; } catch (error) { return 'refused: ' + error; }
              return session.protocol;
            })()\
            """;

    private static final String ECHO =
            """
            (async () => {
              const stream = await window.session.createBidirectionalStream();
              const writer = stream.writable.getWriter();
              const text = '%s'.repeat(%d);
              await writer.write(new TextEncoder().encode(text));
              await writer.close();
              return (await new Response(stream.readable).text()) === text;
            })()\
            """;

    /// Sends a command. Whether its stream ends well is not asked: it may end the session.
    private static final String COMMAND =
            """
            (async () => {
              const stream = await window.session.createUnidirectionalStream();
              const writer = stream.getWriter();
              await writer.write(new TextEncoder().encode('%s'));
              writer.close().catch(() => {});
            })()\
            """;

    /// Reads the next stream of the server's.
    private static final String HEAR =
            """
            (async () => {
              const reader = (await window.incoming.read()).value.getReader();
              let text = '';
              try {
                for (let part = await reader.read(); !part.done; part = await reader.read()) {
                  text += new TextDecoder().decode(part.value);
                }
                return text;
              } catch (error) { return 'reset ' + error.streamErrorCode; }
            })()\
            """;

    /// Begins a stream that the server stops, and answers how it heard of that.
    private static final String BE_STOPPED =
            """
            (async () => {
              const writer = (await window.session.createUnidirectionalStream()).getWriter();
              // The stop may come before the write is done, which then fails of it too.
              writer.write(new TextEncoder().encode('unwelcome')).catch(() => {});
              return await writer.closed.then(() => 'closed', e => 'stopped ' + (e.streamErrorCode ?? e.name));
            })()\
            """;

    private static final int STOPS = 5;

    private static final String RESET =
            """
            (async () => {
              const stream = await window.session.createBidirectionalStream();
              const writer = stream.writable.getWriter();
              await writer.write(new TextEncoder().encode('half'));
              await new Promise(resolve => setTimeout(resolve, 100));
              await writer.abort(new WebTransportError({ streamErrorCode: 31 }));
            })()\
            """;

    private static final String DATAGRAM =
            """
            (async () => {
              const writer = window.session.datagrams.writable.getWriter();
              await writer.write(new TextEncoder().encode('%s'));
              const { value } = await window.session.datagrams.readable.getReader().read();
              return new TextDecoder().decode(value);
            })()\
            """;

    /// Who serves.
    enum Stack {
        NETTY,
        KWIK
    }

    private static Chromium chromium;
    private static HttpServer origin;

    @BeforeAll
    static void launch() throws IOException {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext(
                "/",
                exchange -> {
                    byte[] page =
                            "<!doctype html><title>-</title>".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("content-type", "text/html");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        origin.start();
        chromium = Chromium.launch();
    }

    @AfterAll
    static void close() {
        chromium.close();
        origin.stop(0);
    }

    /// A server and a page of the browser.
    private record Meeting(
            EchoSessions sessions, InetSocketAddress address, Runnable stop, BrowserPage page)
            implements AutoCloseable {
        static Meeting at(Stack stack) throws IOException {
            EchoSessions sessions = new EchoSessions();
            QuicFront front = new QuicFront(QuicLimits.DEFAULT, PROTOCOLS, sessions);
            List<String> tokens = front.applicationProtocols();
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            BrowserPage page =
                    chromium.open("http://127.0.0.1:" + origin.getAddress().getPort() + "/");
            return switch (stack) {
                case NETTY -> {
                    NettyQuicServer server =
                            NettyQuicServer.bind(
                                    any,
                                    new QuicServerConfig(IDENTITY, tokens, QuicLimits.DEFAULT),
                                    front);
                    yield new Meeting(sessions, server.localAddress(), server::close, page);
                }
                case KWIK -> {
                    KwikQuicServer server =
                            KwikQuicServer.bind(
                                    any,
                                    new KwikServerConfig(IDENTITY, tokens, QuicLimits.DEFAULT),
                                    front);
                    yield new Meeting(sessions, server.localAddress(), server::close, page);
                }
            };
        }

        @Nullable Object open(String target, String protocols) {
            String hash = Fingerprint.sha256(IDENTITY.get().certificate());
            String url = "https://127.0.0.1:" + address.getPort() + target;
            return page.evaluate(OPEN.formatted(hash, url, protocols));
        }

        @Nullable Object run(String script, Object... arguments) {
            return page.evaluate(script.formatted(arguments));
        }

        @Override
        public void close() {
            page.close();
            stop.run();
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @ParameterizedTest
    @EnumSource
    void agreesOnTheBrowsersFavouriteProtocol(Stack stack) throws Exception {
        try (Meeting meeting = Meeting.at(stack)) {
            assertThat(meeting.open("/anon?jwt=x", "'moq-lite-99', 'moq-lite-04', 'moq-lite-05'"))
                    .isEqualTo("moq-lite-04");
            assertThat(next(meeting.sessions().targets)).isEqualTo("127.0.0.1 /anon?jwt=x");
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesStreamsAndDatagramsBothWays(Stack stack) throws Exception {
        try (Meeting meeting = Meeting.at(stack)) {
            meeting.open("/", "'moq-lite-05'");
            assertThat(meeting.run(ECHO, "echo", 1)).isEqualTo(true);
            assertThat(meeting.run(ECHO, "0123456789", 200_000)).isEqualTo(true);
            meeting.run(COMMAND, "say hello");
            assertThat(meeting.run(HEAR)).isEqualTo("hello");
            assertThat(meeting.run(DATAGRAM, "ping")).isEqualTo("ping");
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesTheCodesOfResetsAndStops(Stack stack) throws Exception {
        try (Meeting meeting = Meeting.at(stack)) {
            meeting.open("/", "'moq-lite-05'");
            meeting.run(COMMAND, "reset");
            assertThat(meeting.run(HEAR)).isEqualTo("reset 9");
            assertThat(stops(meeting)).contains("stopped 7");
            meeting.run(RESET);
            assertThat(next(meeting.sessions().codes)).isEqualTo(31);
        }
    }

    /// What the browser heard of some stops. It learns of each in two ways of its own, the code and
    /// the end of a pipe, and when the pipe is first its error has no code.
    private static Set<String> stops(Meeting meeting) throws Exception {
        Set<String> heard = new HashSet<>();
        for (int i = 0; i < STOPS; i++) {
            meeting.run(COMMAND, "stop");
            assertThat(meeting.run(HEAR)).isEqualTo("ready");
            heard.add(String.valueOf(meeting.run(BE_STOPPED)));
        }
        assertThat(heard).isSubsetOf("stopped 7", "stopped NetworkError");
        return heard;
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheBrowserWhyASessionEnds(Stack stack) throws Exception {
        try (Meeting meeting = Meeting.at(stack)) {
            meeting.open("/", "'moq-lite-05'");
            meeting.run(COMMAND, "close");
            assertThat(meeting.run("window.closing")).isEqualTo("5 enough");
        }
    }

    @ParameterizedTest
    @EnumSource
    void hearsWhyTheBrowserEndsASession(Stack stack) throws Exception {
        try (Meeting meeting = Meeting.at(stack)) {
            meeting.open("/", "'moq-lite-05'");
            meeting.run("window.session.close({ closeCode: 12, reason: 'bye' })");
            assertThat(next(meeting.sessions().endings))
                    .isEqualTo(new CloseReason(CloseReason.By.PEER, 12, "bye"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesSessions(Stack stack) throws Exception {
        try (Meeting meeting = Meeting.at(stack)) {
            assertThat(String.valueOf(meeting.open("/closed", "'moq-lite-05'")))
                    .startsWith("refused: WebTransportError");
            assertThat(String.valueOf(meeting.open("/", "'moq-lite-99'")))
                    .startsWith("refused: WebTransportError");
        }
    }
}
