package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a socket of the JDK.
class TcpPathIT {

    private MediaLoops loops = MediaLoops.start(1);
    private final Events events = new Events();

    @AfterEach
    void end() {
        loops.close();
    }

    private static InetSocketAddress remote(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private TcpPath connect(ServerSocket server) throws Exception {
        TcpPath.connect(loops.next(), remote(server), events, events);
        return events.path.get(10, TimeUnit.SECONDS);
    }

    private static ServerSocket passive() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
        return server;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void framesDatagramsBothWays(boolean portable) throws Exception {
        loops.close();
        loops = portable ? MediaLoops.startPortable(1) : MediaLoops.start(1);
        try (ServerSocket server = passive();
                TcpPath path = connect(server);
                Socket peer = server.accept()) {
            peer.setSoTimeout(10_000);
            assertThat(path.localAddress()).isEqualTo(peer.getRemoteSocketAddress());
            path.send(HexFormat.of().parseHex("ff010203ff"), 1, 3, remote(server));
            DataInputStream in = new DataInputStream(peer.getInputStream());
            assertThat(in.readNBytes(5)).isEqualTo(HexFormat.of().parseHex("0003010203"));

            peer.getOutputStream().write(HexFormat.of().parseHex("0002aabb0001cc"));

            assertThat(events.datagrams.poll(10, TimeUnit.SECONDS)).isEqualTo("aabb");
            assertThat(events.datagrams.poll(10, TimeUnit.SECONDS)).isEqualTo("cc");
        }
    }

    @Test
    void sendsNowhereElse() throws Exception {
        try (ServerSocket server = passive();
                TcpPath path = connect(server);
                Socket peer = server.accept()) {
            peer.setSoTimeout(10_000);
            path.send(new byte[] {1}, 0, 1, new InetSocketAddress("192.0.2.1", 9));
            path.send(new byte[] {2}, 0, 1, remote(server));

            assertThat(peer.getInputStream().readNBytes(3)).containsExactly(0, 1, 2);
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket server = passive()) {
            port = server.getLocalPort();
        }
        InetSocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        TcpPath.connect(loops.next(), remote, events, events);

        assertThat(events.problem.get(10, TimeUnit.SECONDS))
                .startsWith("cannot connect to 127.0.0.1:" + port + "/tcp: ");
    }

    @Test
    void tellsThatThePeerIsGone() throws Exception {
        try (ServerSocket server = passive()) {
            TcpPath path = connect(server);
            server.accept().close();

            assertThat(events.lost.get(10, TimeUnit.SECONDS)).contains("closed the connection");
            path.close();
        }
    }

    @Test
    void hearsNothingAfterItsEnd() throws Exception {
        try (ServerSocket server = passive()) {
            connect(server).close();
            Socket peer = server.accept();
            peer.setSoTimeout(10_000);

            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            assertThat(events.lost.isDone()).isFalse();
        }
    }

    @Test
    void leavesAPathThatStandsWhenTheConnectingIsGivenUp() throws Exception {
        try (ServerSocket server = passive()) {
            InetSocketAddress remote =
                    new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            Cancellable connecting = TcpPath.connect(loops.next(), remote, events, events);
            try (TcpPath path = events.path.get(10, TimeUnit.SECONDS);
                    Socket peer = server.accept()) {
                peer.setSoTimeout(10_000);
                connecting.cancel();
                path.send(new byte[] {5}, 0, 1, remote);

                assertThat(peer.getInputStream().readNBytes(3)).containsExactly(0, 1, 5);
            }
        }
    }

    /// Whatever comes first: either there is no connection, or it is closed without a word.
    @Test
    void tellsNothingWhenTheConnectingIsGivenUpAtOnce() throws Exception {
        try (ServerSocket server = passive()) {
            InetSocketAddress remote =
                    new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            CountDownLatch later = new CountDownLatch(1);
            MediaLoop loop = loops.next();
            loop.execute(
                    () -> {
                        TcpPath.connect(loop, remote, events, events).cancel();
                        loop.schedule(later::countDown, 200_000_000);
                    });

            assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(events.path.isDone()).isFalse();
            assertThat(events.problem.isDone()).isFalse();
        }
    }

    /// The peer reads nothing for a while: what is kept for it is bounded, the rest is dropped,
    /// and what comes out afterwards is whole.
    @Test
    void dropsDatagramsThatTheConnectionDoesNotTake() throws Exception {
        try (ServerSocket server = passive()) {
            server.setReceiveBufferSize(16 << 10);
            try (TcpPath path = connect(server);
                    Socket peer = server.accept()) {
                peer.setSoTimeout(10_000);
                sendMany(path, remote(server), 20_000);
                MediaLoop loop = loops.loops().getFirst();
                loop.execute(() -> sendLast(loop, path, remote(server)));

                DataInputStream in = new DataInputStream(peer.getInputStream());
                int whole = 0;
                int length = in.readUnsignedShort();
                while (length != 1) {
                    assertThat(length).isEqualTo(1200);
                    assertThat(in.readNBytes(1200)).containsOnly(7);
                    whole++;
                    length = in.readUnsignedShort();
                }
                assertThat(whole).isLessThan(10_000);
            }
        }
    }

    /// Until one goes through.
    private static void sendLast(MediaLoop loop, TcpPath path, InetSocketAddress remote) {
        path.send(new byte[1], 0, 1, remote);
        path.flush();
        loop.schedule(() -> sendLast(loop, path, remote), 10_000_000);
    }

    private void sendMany(TcpPath path, InetSocketAddress remote, int count)
            throws InterruptedException {
        byte[] datagram = new byte[1200];
        Arrays.fill(datagram, (byte) 7);
        CountDownLatch done = new CountDownLatch(1);
        loops.loops()
                .getFirst()
                .execute(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                path.send(datagram, 0, 1200, remote);
                                path.flush();
                            }
                            done.countDown();
                        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Events implements DatagramPath.Listener, TcpPath.Outcome {
        final CompletableFuture<TcpPath> path = new CompletableFuture<>();
        final CompletableFuture<String> problem = new CompletableFuture<>();
        final CompletableFuture<String> lost = new CompletableFuture<>();
        final BlockingQueue<String> datagrams = new LinkedBlockingQueue<>();

        @Override
        public void connected(TcpPath connected) {
            path.complete(connected);
        }

        @Override
        public void failed(String why) {
            problem.complete(why);
            path.completeExceptionally(new AssertionError(why));
        }

        @Override
        public void datagram(
                DatagramPath from,
                byte[] buffer,
                int offset,
                int length,
                InetSocketAddress source,
                long nowNanos) {
            datagrams.add(HexFormat.of().formatHex(buffer, offset, offset + length));
            Arrays.fill(buffer, offset, offset + length + 64, (byte) 0xee);
        }

        @Override
        public void unreachable(DatagramPath from, long nowNanos) {}

        @Override
        public void lost(DatagramPath from, String why) {
            lost.complete(why);
        }
    }
}
