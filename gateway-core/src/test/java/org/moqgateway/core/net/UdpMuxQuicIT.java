package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.netty.NettyQuicDialer;
import org.moqgateway.moq.transport.netty.QuicServerConfig;
import org.moqgateway.moq.transport.netty.SharedQuicPort;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// QUIC on the port of the media.
@Timeout(60)
class UdpMuxQuicIT {
    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final QuicServerConfig CONFIG =
            new QuicServerConfig(
                    SelfSigned.forHosts(List.of()), List.of("moq-lite-05"), QuicLimits.DEFAULT);

    /// Answers every stream with what came on it.
    private static final class Echo implements ConnectionListener {
        final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
        final Set<String> threads = new HashSet<>();

        @Override
        public void uniStream(ReceiveStream stream) {
            stream.stop(1);
        }

        @Override
        public void bidiStream(BidiStream stream) {
            stream.reader(
                    new StreamReader() {
                        @Override
                        public void data(ByteBuffer bytes) {
                            threads.add(Thread.currentThread().getName());
                            byte[] copy = new byte[bytes.remaining()];
                            bytes.get(copy);
                            stream.write(copy);
                        }

                        @Override
                        public void finished() {
                            stream.finish();
                        }

                        @Override
                        public void reset(long code) {
                            stream.reset(code);
                        }
                    });
        }

        @Override
        public void datagram(ByteBuffer datagram) {}

        @Override
        public void closed(CloseReason reason) {
            ends.add(reason);
        }
    }

    /// Asks and waits for the echo.
    private static final class Asking implements StreamReader {
        final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

        @Override
        public void data(ByteBuffer bytes) {
            answers.add(bytes.remaining());
        }

        @Override
        public void finished() {}

        @Override
        public void reset(long code) {}
    }

    private final Echo server = new Echo();
    private final Echo client = new Echo();

    private SharedQuicPort port() {
        return new SharedQuicPort(CONFIG, raw -> raw.loop().execute(() -> raw.start(server)));
    }

    private Connection dial(NettyQuicDialer dialer, int port) throws Exception {
        Connection connection =
                dialer.dial(
                        new DialTarget(
                                URI.create("https://localhost:" + port),
                                new InetSocketAddress(LOOPBACK.getAddress(), port),
                                List.of("moq-lite-05"),
                                new TlsTrust.Anything(),
                                Duration.ofSeconds(10)));
        connection.loop().execute(() -> connection.start(client));
        return connection;
    }

    private static void ask(Connection connection, int length) throws Exception {
        Asking asking = new Asking();
        connection
                .loop()
                .execute(
                        () -> {
                            BidiStream stream = connection.openBidi();
                            stream.reader(asking);
                            stream.write(new byte[length]);
                            stream.finish();
                        });
        int missing = length;
        while (missing > 0) {
            Integer came = asking.answers.poll(10, TimeUnit.SECONDS);
            assertThat(came).as("an answer").isNotNull();
            missing -= came;
        }
        assertThat(missing).isZero();
    }

    @Test
    void livesBesideAPeerThatSpeaksStunAndMedia() throws Exception {
        Inbox inbox = new Inbox();
        try (MediaLoops loops = MediaLoops.start(2);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOOPBACK));
                SharedQuicPort port = port();
                NettyQuicDialer dialer = new NettyQuicDialer(QuicLimits.DEFAULT);
                DatagramSocket peer = new DatagramSocket(0, LOOPBACK.getAddress())) {
            mux.serveQuic(port);
            UdpMux.Registration registration = mux.register("evtj", inbox);
            send(peer, mux, StunUsernameTest.SAMPLE_REQUEST);
            registration.bindAddress(inbox.take().source());
            Connection connection = dial(dialer, mux.port());
            for (int i = 0; i < 50; i++) {
                byte[] media = new byte[200 + i];
                media[0] = (byte) 0x80;
                send(peer, mux, media);
                ask(connection, 50_000);
                Inbox.Datagram got = inbox.take();
                assertThat(got.bytes()).isEqualTo(media);
                inbox.sender().send(media, 0, media.length, got.source());
                peer.setSoTimeout(10_000);
                DatagramPacket back = new DatagramPacket(new byte[2000], 2000);
                peer.receive(back);
                assertThat(back.getLength()).isEqualTo(media.length);
            }
            assertThat(mux.stats().droppedMalformed()).isZero();
            assertThat(server.threads).hasSize(1).allMatch(name -> name.startsWith("media-"));
        }
        assertThat(client.ends.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aConnectionSurvivesAChangeOfItsAddressAndStaysOnItsLoop() throws Exception {
        try (MediaLoops loops = MediaLoops.start(4);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOOPBACK));
                SharedQuicPort port = port();
                NettyQuicDialer dialer = new NettyQuicDialer(QuicLimits.DEFAULT);
                Rebinding nat = new Rebinding(mux.port())) {
            mux.serveQuic(port);
            Connection connection = dial(dialer, nat.port());
            for (int i = 0; i < 6; i++) {
                ask(connection, 30_000);
                nat.rebind();
            }
            ask(connection, 30_000);
            assertThat(server.threads).hasSize(1);
            assertThat(server.ends).isEmpty();
            assertThat(client.ends).isEmpty();
        }
    }

    @Test
    void closingThePortSaysFarewell() throws Exception {
        try (MediaLoops loops = MediaLoops.start(2);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOOPBACK));
                NettyQuicDialer dialer = new NettyQuicDialer(QuicLimits.DEFAULT)) {
            SharedQuicPort port = port();
            mux.serveQuic(port);
            ask(dial(dialer, mux.port()), 10);
            assertThat(port.connections()).isEqualTo(1);
            port.close();
            assertThat(port.connections()).isZero();
            CloseReason end = client.ends.poll(10, TimeUnit.SECONDS);
            assertThat(end).isEqualTo(new CloseReason(CloseReason.By.PEER, 0, ""));
        }
    }

    @Test
    void withoutQuicItsDatagramsAreMalformed() throws Exception {
        try (MediaLoops loops = MediaLoops.start(1);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOOPBACK));
                DatagramSocket peer = new DatagramSocket(0, LOOPBACK.getAddress())) {
            byte[] initial = new byte[1200];
            initial[0] = (byte) 0xc0;
            send(peer, mux, initial);
            Inbox inbox = new Inbox();
            mux.register("evtj", inbox);
            send(peer, mux, StunUsernameTest.SAMPLE_REQUEST);
            inbox.take();
            assertThat(mux.stats().droppedMalformed()).isEqualTo(1);
        }
    }

    private static void send(DatagramSocket from, UdpMux to, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, LOOPBACK.getAddress(), to.port()));
    }

    /// A network address translator for one client, which takes another port when it is told to.
    private static final class Rebinding implements AutoCloseable {
        private final DatagramSocket inside = new DatagramSocket(0, LOOPBACK.getAddress());
        private final int server;
        private volatile DatagramSocket outside;
        private volatile @Nullable InetSocketAddress client;

        Rebinding(int server) throws IOException {
            this.server = server;
            outside = open();
            Thread.ofPlatform().daemon().name("nat-up").start(this::upwards);
        }

        int port() {
            return inside.getLocalPort();
        }

        void rebind() throws IOException {
            DatagramSocket before = outside;
            outside = open();
            before.close();
        }

        private DatagramSocket open() throws IOException {
            DatagramSocket socket = new DatagramSocket(0, LOOPBACK.getAddress());
            Thread.ofPlatform().daemon().name("nat-down").start(() -> downwards(socket));
            return socket;
        }

        private void upwards() {
            byte[] bytes = new byte[2048];
            while (!inside.isClosed()) {
                try {
                    DatagramPacket datagram = new DatagramPacket(bytes, bytes.length);
                    inside.receive(datagram);
                    client = (InetSocketAddress) datagram.getSocketAddress();
                    outside.send(
                            new DatagramPacket(
                                    bytes, datagram.getLength(), LOOPBACK.getAddress(), server));
                } catch (IOException e) {
                    // Closed, here or in between.
                }
            }
        }

        private void downwards(DatagramSocket socket) {
            byte[] bytes = new byte[2048];
            while (!socket.isClosed()) {
                try {
                    DatagramPacket datagram = new DatagramPacket(bytes, bytes.length);
                    socket.receive(datagram);
                    InetSocketAddress to = client;
                    if (to != null) {
                        inside.send(new DatagramPacket(bytes, datagram.getLength(), to));
                    }
                } catch (IOException e) {
                    // Closed.
                }
            }
        }

        @Override
        public void close() {
            inside.close();
            outside.close();
        }
    }
}
