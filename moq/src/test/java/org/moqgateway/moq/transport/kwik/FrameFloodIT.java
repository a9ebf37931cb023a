package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.Received;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.Side;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.DataBlockedFrame;
import tech.kwik.core.frame.MaxDataFrame;
import tech.kwik.core.frame.MaxStreamsFrame;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.RetireConnectionIdFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.frame.StreamsBlockedFrame;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.impl.Version;

/// A client that floods a server with frames of one kind is told to go; others notice nothing.
@Timeout(60)
final class FrameFloodIT {
    private static final String PROTOCOL = "moq-lite-05";
    private static final long EXCESSIVE_LOAD = 0x107;
    private static final Version ONE = Version.getDefault();

    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final KwikQuicDialer dialer = new KwikQuicDialer(QuicLimits.DEFAULT);
    private KwikQuicServer server;

    /// Frames of one kind.
    ///
    /// @param count more than is allowed
    /// @param deaf whether the attacker must not hear the answers: Kwik's client ends the
    ///     connection itself over the answers to ids that it made up
    private record Flood(String kind, int count, boolean deaf, IntFunction<QuicFrame> frame) {
        Flood(String kind, int count, IntFunction<QuicFrame> frame) {
            this(kind, count, false, frame);
        }

        @Override
        public String toString() {
            return kind;
        }
    }

    static Stream<Flood> floods() {
        return Stream.of(
                new Flood("PING", 5_000, _ -> new PingFrame()),
                new Flood("CRYPTO", 5_000, _ -> new CryptoFrame(ONE, 0, new byte[0])),
                new Flood("PATH_CHALLENGE", 300, _ -> new PathChallengeFrame(ONE, new byte[8])),
                new Flood(
                        "NEW_CONNECTION_ID",
                        300,
                        true,
                        // Each retires all before it, so that few are active at a time.
                        i -> new NewConnectionIdFrame(ONE, i + 10, i + 10, id(i + 10))),
                new Flood(
                        "RETIRE_CONNECTION_ID",
                        300,
                        true,
                        _ -> new RetireConnectionIdFrame(ONE, 1)),
                new Flood("MAX_DATA", 30_000, _ -> new MaxDataFrame(1)),
                new Flood("MAX_STREAMS", 30_000, _ -> new MaxStreamsFrame(1, true)),
                new Flood("DATA_BLOCKED", 30_000, _ -> new DataBlockedFrame(1)),
                new Flood("STREAMS_BLOCKED", 30_000, _ -> new StreamsBlockedFrame(ONE, true, 1)),
                new Flood("RESET_STREAM", 30_000, _ -> new ResetStreamFrame(4_002, 0, 0)),
                new Flood("STOP_SENDING", 30_000, _ -> new StopSendingFrame(ONE, 4_000, 0L)));
    }

    /// Hears nothing any more when told so.
    private static final class Ear extends DatagramSocket {
        private volatile boolean deaf;

        Ear() throws SocketException {}

        @Override
        public void receive(DatagramPacket packet) throws IOException {
            do {
                super.receive(packet);
            } while (deaf);
        }
    }

    private static byte[] id(int number) {
        return new byte[] {1, 2, 3, 4, 5, 6, (byte) (number >> 8), (byte) number};
    }

    @BeforeEach
    void serve() throws Exception {
        SelfSigned identity = SelfSigned.forHosts(List.of());
        server =
                KwikQuicServer.bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new KwikServerConfig(identity, List.of(PROTOCOL), QuicLimits.DEFAULT),
                        accepted::add);
    }

    @AfterEach
    void end() {
        dialer.close();
        server.close();
    }

    private Side accept() throws InterruptedException {
        Connection connection = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        return new Side(connection);
    }

    @ParameterizedTest
    @MethodSource("floods")
    void endsWithExcessiveLoadAndDisturbsNobody(Flood flood) throws Exception {
        Connection neighbour =
                dialer.dial(
                        new DialTarget(
                                URI.create("https://localhost:" + server.localAddress().getPort()),
                                server.localAddress(),
                                List.of(PROTOCOL),
                                new TlsTrust.Anything(),
                                Duration.ofSeconds(10)));
        Side client = new Side(neighbour);
        Side served = accept();
        Ear ear = new Ear();
        QuicClientConnection attacker =
                QuicClientConnection.newBuilder()
                        .uri(URI.create("moq://localhost:" + server.localAddress().getPort()))
                        .applicationProtocol(PROTOCOL)
                        .noServerCertificateCheck()
                        .socketFactory(_ -> ear)
                        .build();
        CompletableFuture<Long> told = new CompletableFuture<>();
        attacker.setConnectionListener(
                new tech.kwik.core.ConnectionListener() {
                    @Override
                    public void disconnected(tech.kwik.core.ConnectionTerminatedEvent event) {
                        Long code = event.applicationErrorCode();
                        told.complete(code == null ? -1 : code);
                    }
                });
        attacker.connect();
        Side flooded = accept();
        ear.deaf = flood.deaf();
        CloseReason reason = flood(flood, (QuicConnectionImpl) attacker, flooded);
        assertThat(reason.by()).isEqualTo(CloseReason.By.LOCAL);
        assertThat(reason.code()).isEqualTo(EXCESSIVE_LOAD);
        if (!flood.deaf()) {
            assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo(EXCESSIVE_LOAD);
        }
        client.run(
                () -> {
                    SendStream stream = neighbour.openUni();
                    stream.write(Received.pattern(1_000));
                    stream.finish();
                });
        served.next().awaitFinished(1_000);
    }

    /// Sends the frames over and over until the server has had enough: a packet may be lost, and
    /// Kwik does not send these frames again.
    private static CloseReason flood(Flood flood, QuicConnectionImpl attacker, Side flooded)
            throws Exception {
        for (int round = 1; ; round++) {
            for (int i = 0; i < flood.count(); i++) {
                attacker.send(flood.frame().apply(i), _ -> {}, i == flood.count() - 1);
            }
            try {
                return flooded.awaitClose(Duration.ofSeconds(2));
            } catch (TimeoutException more) {
                assertThat(round).as("rounds without an end").isLessThan(10);
            }
        }
    }
}
