package org.moqgateway.moq.transport.webtransport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.QuicLimits;

/// A session on which nobody says anything.
final class KeepAliveTest {
    /// DATA of two bytes: a capsule of the reserved type 0x17 (RFC 9297 §5.4), empty.
    private static final byte[] NOTHING = {0x00, 0x02, 0x17, 0x00};

    private final MemoryConnection.Pair pair = MemoryConnection.Pair.of("h3");
    private final List<IncomingSession> incoming = new ArrayList<>();
    private final Recorder client = new Recorder();
    private final Recorder atServer = new Recorder();

    @Test
    void silentSessionSaysNothingInACapsuleAndEndsWithIt() {
        WebTransportServer.serve(pair.server(), QuicLimits.DEFAULT, List.of("a"), incoming::add);
        pair.client().start(client);
        pair.client().openUni().write(new byte[] {0x00, 0x04, 0x00});
        BidiStream request = pair.client().openBidi();
        Recorder.Heard answer = new Recorder.Heard(request);
        request.write(
                Bytes.frame(
                        Http3.FRAME_HEADERS,
                        FieldSection.encode(Message.connect("host", "/", List.of("a")))));
        pair.loop().run();
        Connection session = incoming.getFirst().accept("a");
        session.start(atServer);
        pair.loop().run();
        answer.bytes.reset();

        pair.loop().pass(2 * QuicLimits.DEFAULT.keepAlive().toNanos());

        assertThat(answer.bytes.toByteArray())
                .isEqualTo(
                        new byte[] {
                            NOTHING[0], NOTHING[1], NOTHING[2], NOTHING[3],
                            NOTHING[0], NOTHING[1], NOTHING[2], NOTHING[3]
                        });
        session.close(0, "");
        pair.loop().run();
        answer.bytes.reset();
        pair.loop().pass(2 * QuicLimits.DEFAULT.keepAlive().toNanos());
        assertThat(answer.bytes.size()).isZero();
    }
}
