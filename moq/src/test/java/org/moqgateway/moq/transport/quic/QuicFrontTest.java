package org.moqgateway.moq.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.ManualLoop;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;

/// Where a new connection goes by its ALPN token.
final class QuicFrontTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final ManualLoop loop = new ManualLoop();
    private final List<IncomingSession> incoming = new ArrayList<>();
    private final QuicFront front =
            new QuicFront(QuicLimits.DEFAULT, List.of("moq-lite-05"), incoming::add);

    /// A connection of which only the token and the end matter.
    private final class Raw implements Connection {
        private final String protocol;
        final List<Long> closes = new ArrayList<>();

        Raw(String protocol) {
            this.protocol = protocol;
        }

        @Override
        public TransportKind kind() {
            return TransportKind.QUIC;
        }

        @Override
        public String protocol() {
            return protocol;
        }

        @Override
        public @Nullable String target() {
            return null;
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return InetSocketAddress.createUnresolved("peer", 443);
        }

        @Override
        public ManualLoop loop() {
            return loop;
        }

        @Override
        public void start(ConnectionListener listener) {}

        @Override
        public SendStream openUni() {
            throw new AssertionError("nobody has let it in");
        }

        @Override
        public BidiStream openBidi() {
            throw new AssertionError("nobody has let it in");
        }

        @Override
        public int maxDatagramBytes() {
            return 0;
        }

        @Override
        public boolean sendDatagram(ByteBuffer datagram) {
            return false;
        }

        @Override
        public PathStats stats() {
            return PathStats.UNKNOWN;
        }

        @Override
        public void close(long code, String reason) {
            closes.add(code);
        }
    }

    private Raw connect(String protocol) {
        Raw raw = new Raw(protocol);
        front.connected(raw);
        return raw;
    }

    @Test
    void offersMoqBeforeHttp() {
        assertThat(front.applicationProtocols()).containsExactly("moq-lite-05", "h3");
    }

    @Test
    void takesAMoqConnectionForASession() {
        Raw raw = connect("moq-lite-05");
        IncomingSession session = incoming.getFirst();
        assertThat(session.kind()).isEqualTo(TransportKind.QUIC);
        assertThat(session.target()).isNull();
        assertThat(session.protocols()).containsExactly("moq-lite-05");
        assertThat(session.accept("moq-lite-05")).isSameAs(raw);
        loop.pass(20 * SECOND_NANOS);
        assertThat(raw.closes).isEmpty();
        assertThatThrownBy(() -> session.accept("moq-lite-04"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closesWhatIsRejected() {
        Raw raw = connect("moq-lite-05");
        incoming.getFirst().reject(403, 17, "no");
        incoming.getFirst().reject(404, 18, "again");
        assertThat(raw.closes).containsExactly(17L);
    }

    @Test
    void closesWhatNobodyDecidesUpon() {
        Raw raw = connect("moq-lite-05");
        loop.pass(11 * SECOND_NANOS);
        assertThat(raw.closes).containsExactly(0L);
    }

    @Test
    void closesStrangers() {
        assertThat(connect("moq-lite-99").closes).containsExactly(0x178L);
        assertThat(incoming).isEmpty();
    }
}
