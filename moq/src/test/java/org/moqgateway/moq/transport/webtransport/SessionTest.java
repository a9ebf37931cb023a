package org.moqgateway.moq.transport.webtransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// A client and a server of ours, joined in memory.
final class SessionTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final MemoryConnection.Pair pair = MemoryConnection.Pair.of("h3");
    private final List<IncomingSession> incoming = new ArrayList<>();
    private final CompletableFuture<Connection> opened = new CompletableFuture<>();
    private final Recorder atServer = new Recorder();
    private final Recorder atClient = new Recorder();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void dial(String... protocols) {
        DialTarget target =
                new DialTarget(
                        URI.create("https://example.org:4443/anon?jwt=x"),
                        new InetSocketAddress(0),
                        List.of(protocols),
                        new TlsTrust.Anything(),
                        Duration.ofSeconds(5));
        WebTransportServer.serve(
                pair.server(),
                QuicLimits.DEFAULT,
                List.of("moq-lite-05", "moq-lite-04"),
                incoming::add);
        new ClientConnection(pair.client(), QuicLimits.DEFAULT, target, opened).begin();
        pair.loop().run();
    }

    /// Both ends of a session that is open.
    private record Ends(Connection client, Connection server) {}

    private Ends open() throws Exception {
        dial("moq-lite-04", "moq-lite-05");
        Connection server = incoming.getFirst().accept("moq-lite-04");
        server.start(atServer);
        pair.loop().run();
        Connection client = opened.get();
        client.start(atClient);
        pair.loop().run();
        return new Ends(client, server);
    }

    @Test
    void agreesOnAProtocolOfTheClients() throws Exception {
        Ends ends = open();
        IncomingSession session = incoming.getFirst();
        assertThat(session.kind()).isEqualTo(TransportKind.WEBTRANSPORT);
        assertThat(session.target()).isEqualTo("/anon?jwt=x");
        assertThat(session.host()).isEqualTo("example.org");
        assertThat(session.protocols()).containsExactly("moq-lite-04", "moq-lite-05");
        assertThat(ends.client().protocol()).isEqualTo("moq-lite-04");
        assertThat(ends.server().protocol()).isEqualTo("moq-lite-04");
        assertThat(ends.server().target()).isEqualTo("/anon?jwt=x");
        assertThat(ends.client().kind()).isEqualTo(TransportKind.WEBTRANSPORT);
    }

    @Test
    void carriesStreamsBothWays() throws Exception {
        Ends ends = open();
        SendStream up = ends.client().openUni();
        up.write(bytes("up"));
        up.finish();
        BidiStream down = ends.server().openBidi();
        Recorder.Heard reply = new Recorder.Heard(down);
        down.write(bytes("question"));
        pair.loop().run();
        assertThat(atServer.uni(0).text()).isEqualTo("up");
        assertThat(atServer.uni(0).finished).isTrue();
        Recorder.Heard question = atClient.bidi.getFirst();
        assertThat(question.text()).isEqualTo("question");
        question.bidi().write(bytes("answer"));
        question.bidi().finish();
        pair.loop().run();
        assertThat(reply.text()).isEqualTo("answer");
        assertThat(reply.finished).isTrue();
    }

    @Test
    void translatesResetAndStopCodes() throws Exception {
        Ends ends = open();
        SendStream first = ends.client().openUni();
        SendStream second = ends.client().openUni();
        List<Long> stops = new ArrayList<>();
        second.onStopped(stops::add);
        first.write(bytes("x"));
        second.write(bytes("y"));
        first.reset(42);
        pair.loop().run();
        assertThat(atServer.uni(0).resetCode).isEqualTo(42);
        atServer.uni(1).stream.stop(77);
        pair.loop().run();
        assertThat(stops).containsExactly(77L);
        assertThat(second.writable()).isFalse();
    }

    @Test
    void passesTheSendOrderThrough() throws Exception {
        Ends ends = open();
        ends.client().openUni().sendOrder(5);
        assertThat(pair.client().lastOpened().order).isEqualTo(5);
    }

    @Test
    void carriesDatagrams() throws Exception {
        Ends ends = open();
        assertThat(ends.client().maxDatagramBytes()).isEqualTo(1199);
        assertThat(ends.client().sendDatagram(ByteBuffer.wrap(bytes("one")))).isTrue();
        assertThat(ends.server().sendDatagram(ByteBuffer.wrap(bytes("two")))).isTrue();
        assertThat(ends.server().sendDatagram(ByteBuffer.allocate(1200))).isFalse();
        pair.loop().run();
        assertThat(atServer.datagrams).containsExactly("one");
        assertThat(atClient.datagrams).containsExactly("two");
    }

    @Test
    void tellsCodeAndReasonOfAClose() throws Exception {
        Ends ends = open();
        ends.client().openUni().write(bytes("open"));
        ends.client().close(9, "enough");
        pair.loop().run();
        assertThat(atServer.closed).isEqualTo(new CloseReason(CloseReason.By.PEER, 9, "enough"));
        assertThat(atClient.closed).isEqualTo(new CloseReason(CloseReason.By.LOCAL, 9, "enough"));
        assertThat(atServer.uni(0).resetCode).as("no callback after closed").isEqualTo(-1);
        assertThat(pair.client().ending()).as("the HTTP/3 connection ends too").isNotNull();
    }

    @Test
    void closesFromTheServer() throws Exception {
        Ends ends = open();
        ends.server().close(3, "go");
        pair.loop().run();
        assertThat(atClient.closed).isEqualTo(new CloseReason(CloseReason.By.PEER, 3, "go"));
        assertThat(pair.server().ending()).isNotNull();
    }

    @Test
    void endsWithTheRawConnection() throws Exception {
        open();
        pair.client().close(ErrorCodes.toHttp3(6), "gone");
        pair.loop().run();
        assertThat(atServer.closed).isEqualTo(new CloseReason(CloseReason.By.PEER, 6, "gone"));
        assertThat(atClient.closed)
                .extracting(reason -> reason == null ? null : reason.by())
                .isEqualTo(CloseReason.By.TRANSPORT);
    }

    @Test
    void doesNothingAfterTheEnd() throws Exception {
        Ends ends = open();
        ends.client().close(0, "");
        pair.loop().run();
        SendStream late = ends.client().openUni();
        late.write(bytes("late"));
        late.finish();
        assertThat(late.writable()).isFalse();
        assertThat(ends.client().sendDatagram(ByteBuffer.allocate(1))).isFalse();
        ends.client().close(1, "again");
        pair.loop().run();
        assertThat(atClient.closed).extracting(r -> r == null ? -1 : r.code()).isEqualTo(0L);
    }

    @Test
    void turnsAwayWithAStatus() {
        dial("moq-lite-05");
        incoming.getFirst().reject(403, 1, "no");
        pair.loop().run();
        assertThatThrownBy(opened::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DialRefusedException.class, e -> assertThat(e.httpStatus()).isEqualTo(403));
        assertThat(pair.client().ending()).isNotNull();
    }

    @Test
    void turnsAwayWithoutACommonProtocol() {
        dial("moq-lite-99");
        assertThat(incoming).isEmpty();
        assertThatThrownBy(opened::get).rootCause().hasMessageContaining("400");
    }

    @Test
    void turnsAwayWhoeverIsNotDecidedUpon() {
        dial("moq-lite-05");
        pair.loop().pass(11 * SECOND_NANOS);
        assertThatThrownBy(opened::get).rootCause().hasMessageContaining("503");
        Connection late = incoming.getFirst().accept("moq-lite-05");
        late.start(atServer);
        pair.loop().run();
        assertThat(atServer.closed).isNotNull();
    }

    @Test
    void failsTheDialWhenTheConnectionIsLost() {
        dial("moq-lite-05");
        pair.server().close(0x101, "broken");
        pair.loop().run();
        assertThatThrownBy(opened::get).rootCause().hasMessageContaining("broken");
    }

    @Test
    void keepsStreamsUntilTheSessionIsStarted() throws Exception {
        dial("moq-lite-05");
        Connection server = incoming.getFirst().accept("moq-lite-05");
        pair.loop().run();
        Connection client = opened.get();
        SendStream early = client.openUni();
        early.write(bytes("early "));
        early.write(bytes("bird"));
        early.finish();
        SendStream cancelled = client.openUni();
        cancelled.reset(5);
        pair.loop().run();
        server.start(atServer);
        pair.loop().run();
        assertThat(atServer.uni(0).text()).isEqualTo("early bird");
        assertThat(atServer.uni(0).finished).isTrue();
        assertThat(atServer.uni(1).resetCode).isEqualTo(5);
    }

    @Test
    void givesUpAConnectionWithoutASession() {
        WebTransportServer.serve(
                pair.server(), QuicLimits.DEFAULT, List.of("moq-lite-05"), incoming::add);
        pair.client().start(atClient);
        pair.loop().pass(9 * SECOND_NANOS);
        assertThat(pair.server().ending()).isNull();
        pair.loop().pass(2 * SECOND_NANOS);
        assertThat(pair.server().ending())
                .isEqualTo(new CloseReason(CloseReason.By.LOCAL, Http3.NO_ERROR, "no session"));
    }
}
