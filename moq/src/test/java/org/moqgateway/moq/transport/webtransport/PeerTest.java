package org.moqgateway.moq.transport.webtransport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SendStream;

/// The server against clients that write their bytes themselves.
final class PeerTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final MemoryConnection.Pair pair = MemoryConnection.Pair.of("h3");
    private final List<IncomingSession> incoming = new ArrayList<>();
    private final Recorder client = new Recorder();
    private final Recorder atServer = new Recorder();
    private boolean settingsSent;

    @BeforeEach
    void serve() {
        WebTransportServer.serve(
                pair.server(), QuicLimits.DEFAULT, List.of("a", "b"), incoming::add);
        pair.client().start(client);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] headers(List<Field> fields) {
        return Bytes.frame(Http3.FRAME_HEADERS, FieldSection.encode(fields));
    }

    private static byte[] request() {
        return headers(Message.connect("host", "/path", List.of("a")));
    }

    /// A request for a session; the settings, without which no server looks at it, go first.
    private byte[] connect() {
        if (!settingsSent) {
            settingsSent = true;
            uni("00 04 00");
        }
        return request();
    }

    private SendStream uni(String bytes) {
        SendStream stream = pair.client().openUni();
        stream.write(hex(bytes));
        return stream;
    }

    private Recorder.Heard bidi(byte[] bytes) {
        BidiStream stream = pair.client().openBidi();
        Recorder.Heard answer = new Recorder.Heard(stream);
        stream.write(bytes);
        return answer;
    }

    private Connection acceptFirst() {
        Connection session = incoming.getFirst().accept("a");
        session.start(atServer);
        pair.loop().run();
        return session;
    }

    @Test
    void letsInWhoeverSendsOneByteAtATime() {
        BidiStream stream = pair.client().openBidi();
        Recorder.Heard answer = new Recorder.Heard(stream);
        for (byte b : connect()) {
            stream.write(new byte[] {b});
        }
        pair.loop().run();
        acceptFirst();
        assertThat(answer.bytes.toByteArray()).isEqualTo(headers(Message.accepted("a")));
        for (byte b : Bytes.closeSession(8, "bye")) {
            stream.write(new byte[] {b});
        }
        pair.loop().run();
        assertThat(atServer.closed).isEqualTo(new CloseReason(CloseReason.By.PEER, 8, "bye"));
        assertThat(answer.finished).isTrue();
    }

    @Test
    void looksAtNoRequestBeforeTheSettings() {
        bidi(request());
        bidi(request());
        pair.loop().run();
        assertThat(incoming).isEmpty();
        uni("00 04 02 33 01");
        pair.loop().run();
        assertThat(incoming).hasSize(2);
        assertThat(acceptFirst().maxDatagramBytes()).isPositive();
    }

    @Test
    void waitsNotForEverForSettings() {
        bidi(request());
        pair.loop().pass(11 * SECOND_NANOS);
        assertThat(pair.server().ending()).isNotNull();
    }

    @Test
    void takesACleanEndForACloseWithoutError() {
        Recorder.Heard request = bidi(connect());
        pair.loop().run();
        acceptFirst();
        request.bidi().finish();
        pair.loop().run();
        assertThat(atServer.closed).isEqualTo(new CloseReason(CloseReason.By.PEER, 0, ""));
    }

    @Test
    void takesAResetForALoss() {
        Recorder.Heard request = bidi(connect());
        pair.loop().run();
        acceptFirst();
        request.bidi().reset(Http3.REQUEST_CANCELLED);
        pair.loop().run();
        assertThat(Objects.requireNonNull(atServer.closed).by())
                .isEqualTo(CloseReason.By.TRANSPORT);
    }

    @Test
    void servesSeveralSessionsOnOneConnection() {
        bidi(connect());
        bidi(connect());
        pair.loop().run();
        acceptFirst();
        Recorder second = new Recorder();
        incoming.get(1).accept("a").start(second);
        uni("4054 04 78");
        pair.loop().run();
        assertThat(atServer.uni).isEmpty();
        assertThat(second.uni(0).text()).isEqualTo("x");
    }

    @Test
    void refusesMoreSessionsThanItTakes() {
        for (int i = 0; i < ServerConnection.MAX_SESSIONS; i++) {
            bidi(connect());
        }
        Recorder.Heard last = bidi(connect());
        pair.loop().run();
        assertThat(incoming).hasSize(ServerConnection.MAX_SESSIONS);
        assertThat(last.bytes.toByteArray()).isEqualTo(headers(Message.refused(429)));
    }

    @Test
    void keepsStreamsThatComeBeforeTheirConnect() {
        BidiStream connect = pair.client().openBidi();
        uni("4054 00 6869").finish();
        bidi(hex("4041 00 796f"));
        pair.loop().run();
        connect.write(connect());
        pair.loop().run();
        acceptFirst();
        assertThat(atServer.uni(0).text()).isEqualTo("hi");
        assertThat(atServer.uni(0).finished).isTrue();
        assertThat(atServer.bidi.getFirst().text()).isEqualTo("yo");
    }

    @Test
    void keepsOnlySoManyStreamsAndBytes() {
        List<Long> stops = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            uni("4054 00 78").onStopped(stops::add);
        }
        pair.loop().run();
        assertThat(stops).hasSize(6).containsOnly(Http3.BUFFERED_STREAM_REJECTED);
        stops.clear();
        SendStream large = uni("4054 04");
        large.onStopped(stops::add);
        large.write(new byte[100_000]);
        large.write(new byte[100_000]);
        pair.loop().run();
        assertThat(stops).containsExactly(Http3.BUFFERED_STREAM_REJECTED);
        bidi(connect());
        pair.loop().run();
        acceptFirst();
        assertThat(atServer.uni).hasSize(64);
    }

    @Test
    void turnsAwayStreamsOfASessionThatIsOver() {
        Recorder.Heard request = bidi(connect());
        pair.loop().run();
        acceptFirst();
        request.bidi().finish();
        List<Long> stops = new ArrayList<>();
        uni("4054 00 78").onStopped(stops::add);
        Recorder.Heard late = bidi(hex("4041 00 78"));
        pair.loop().run();
        assertThat(stops).containsExactly(Http3.SESSION_GONE);
        assertThat(late.resetCode).isEqualTo(Http3.SESSION_GONE);
        assertThat(atServer.uni).isEmpty();
    }

    @Test
    void endsTheStreamsOfASessionAfterItsCodeHasArrived() {
        Recorder.Heard request = bidi(connect());
        bidi(connect());
        pair.loop().run();
        Connection session = acceptFirst();
        incoming.get(1).accept("a").start(new Recorder());
        SendStream theirs = session.openUni();
        theirs.write(new byte[] {1});
        pair.loop().run();
        session.close(4, "over");
        pair.loop().run();
        theirs.write(new byte[] {2});
        pair.loop().run();
        assertThat(request.bytes.toByteArray())
                .endsWith(Bytes.closeSession(4, "over"))
                .startsWith(headers(Message.accepted("a")));
        assertThat(request.finished).isTrue();
        assertThat(client.uni.getLast().resetCode).isEqualTo(-1);
        pair.loop().pass(SECOND_NANOS / 5);
        assertThat(client.uni.getLast().resetCode).isEqualTo(Http3.SESSION_GONE);
        assertThat(client.uni.getLast().bytes.toByteArray()).endsWith(1);
        assertThat(pair.server().ending()).as("the other session goes on").isNull();
        incoming.get(1).accept("a").close(0, "");
        pair.loop().pass(2 * SECOND_NANOS);
        assertThat(pair.server().ending()).as("nobody is left").isNotNull();
    }

    @Test
    void ignoresWhatNobodyKnows() {
        uni("00 04 02 21 05" + "21 03 010203" + "07 01 00" + "0d 01 00");
        uni("02 20").write(hex("20"));
        uni("03");
        List<Long> stops = new ArrayList<>();
        uni("21 6772656173652e").onStopped(stops::add);
        bidi(hex("21 02 0102" + HexFormat.of().formatHex(request()) + "21 00"));
        pair.loop().run();
        acceptFirst();
        assertThat(stops).containsExactly(Http3.STREAM_CREATION_ERROR);
        assertThat(pair.server().ending()).isNull();
        assertThat(atServer.closed).isNull();
    }

    @Test
    void answersOrdinaryRequestsWith404() {
        Recorder.Heard get =
                bidi(
                        headers(
                                List.of(
                                        new Field(":authority", "h"),
                                        new Field(":path", "/index.html"))));
        get.bidi().finish();
        pair.loop().run();
        assertThat(get.bytes.toByteArray()).isEqualTo(headers(Message.refused(404)));
        assertThat(get.finished).isTrue();
        assertThat(pair.server().ending()).isNull();
    }

    @Test
    void resetsMalformedRequestsAlone() {
        Recorder.Heard bad = bidi(headers(List.of(new Field("Upper", "x"))));
        pair.loop().run();
        assertThat(bad.resetCode).isEqualTo(Http3.MESSAGE_ERROR);
        assertThat(pair.server().ending()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "uni, '00 21 00', MISSING_SETTINGS, 10a",
        "uni, '00 04 00 04 00', second SETTINGS, 105",
        "uni, '00 04 00 00 00', DATA on the control stream, 105",
        "uni, '00 04 00 02 00', frame of HTTP/2, 105",
        "uni, '00 04 02 02 01', setting of HTTP/2, 109",
        "uni, '00 04 80ffffff', endless SETTINGS, 107",
        "uni, '01', push, 103",
        "uni, '4054 01', session of a server's id, 108",
        "bidi, '4041 02', session of a stream in one direction, 108",
        "bidi, '00 00', DATA first, 105",
        "bidi, '04 00', SETTINGS on a request, 105",
        "bidi, '01 80ffffff', endless HEADERS, 107",
        "bidi, '01 03 0000 80', dynamic reference, 200",
    })
    void endsTheConnectionForAViolation(String kind, String bytes, String what, String code) {
        if (kind.equals("uni")) {
            uni(bytes);
        } else {
            bidi(hex(bytes));
        }
        pair.loop().run();
        assertThat(client.closed)
                .as(what)
                .extracting(reason -> reason == null ? "" : Long.toHexString(reason.code()))
                .isEqualTo(code);
    }

    @Test
    void endsTheConnectionWhenAControlStreamEnds() {
        uni("00 04 00").finish();
        pair.loop().run();
        assertThat(Objects.requireNonNull(client.closed).code())
                .isEqualTo(Http3.CLOSED_CRITICAL_STREAM);
    }

    @Test
    void endsTheConnectionForASecondControlStream() {
        uni("00 04 00");
        uni("00 04 00");
        pair.loop().run();
        assertThat(Objects.requireNonNull(client.closed).code())
                .isEqualTo(Http3.STREAM_CREATION_ERROR);
    }

    @Test
    void dropsDatagramsOfNobody() {
        pair.client().sendDatagram(ByteBuffer.wrap(hex("05 78")));
        pair.loop().run();
        assertThat(pair.server().ending()).isNull();
        pair.client().sendDatagram(ByteBuffer.allocate(0));
        pair.loop().run();
        assertThat(Objects.requireNonNull(client.closed).code()).isEqualTo(Http3.ID_ERROR);
    }

    @Test
    void survivesRandomBytes() {
        Random random = new Random(11);
        for (int round = 0; round < 3000; round++) {
            MemoryConnection.Pair other = MemoryConnection.Pair.of("h3");
            WebTransportServer.serve(
                    other.server(),
                    QuicLimits.DEFAULT,
                    List.of("a"),
                    session -> session.accept("a").start(new Recorder()));
            other.client().start(new Recorder());
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            BidiStream request = other.client().openBidi();
            request.write(request());
            request.write(bytes);
            SendStream stream = random.nextBoolean() ? other.client().openUni() : request;
            bytes[0] = (byte) (bytes[0] & 0x7);
            stream.write(bytes);
            other.client().sendDatagram(ByteBuffer.wrap(bytes));
            if (random.nextBoolean()) {
                stream.finish();
            }
            other.loop().pass(20_000_000_000L);
        }
    }
}
