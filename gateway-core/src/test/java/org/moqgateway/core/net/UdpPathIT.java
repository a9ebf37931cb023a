package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UdpPathIT {
    /// Discard: nobody serves it, and the kernel gives it to nobody.
    private static final int CLOSED_PORT = 9;

    private MediaLoops loops = MediaLoops.start(1);
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> unreachable = new LinkedBlockingQueue<>();

    private final DatagramPath.Listener listener =
            new DatagramPath.Listener() {
                @Override
                public void datagram(
                        DatagramPath path,
                        byte[] buffer,
                        int offset,
                        int length,
                        InetSocketAddress source,
                        long nowNanos) {
                    received.add(Arrays.copyOfRange(buffer, offset, offset + length));
                }

                @Override
                public void unreachable(DatagramPath path, long nowNanos) {
                    unreachable.add(nowNanos);
                }

                @Override
                public void lost(DatagramPath path, String why) {
                    throw new AssertionError(why);
                }
            };

    @AfterEach
    void close() {
        loops.close();
    }

    private UdpPath open(String address) throws IOException {
        InetAddress local = InetAddress.ofLiteral(address);
        return UdpPath.open(loops, loops.next(), local, listener);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void carriesDatagramsBothWays(boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = MediaLoops.startPortable(1);
        }
        try (UdpPath path = open("127.0.0.1");
                DatagramSocket peer = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            InetSocketAddress to =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            path.send(new byte[] {0, 1, 2, 3}, 1, 3, to);
            DatagramPacket packet = new DatagramPacket(new byte[9], 9);
            peer.setSoTimeout(20_000);
            peer.receive(packet);
            assertThat(Arrays.copyOf(packet.getData(), packet.getLength()))
                    .containsExactly(1, 2, 3);
            assertThat(packet.getSocketAddress()).isEqualTo(path.localAddress());
            peer.send(new DatagramPacket(new byte[] {7}, 1, path.localAddress()));
            assertThat(received.poll(20, TimeUnit.SECONDS)).containsExactly(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void hearsThatAPortIsNotBoundAndGoesOn(String address) throws Exception {
        assumeTrue(loops.epoll(), "only Linux tells");
        InetAddress local = InetAddress.ofLiteral(address);
        InetSocketAddress gone = new InetSocketAddress(local, CLOSED_PORT);
        try (UdpPath path = open(address);
                DatagramSocket peer = new DatagramSocket(0, local)) {
            for (int i = 0; i < 300; i++) {
                path.send(new byte[] {1}, 0, 1, gone);
                assertThat(unreachable.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
            peer.send(new DatagramPacket(new byte[] {7}, 1, path.localAddress()));
            assertThat(received.poll(20, TimeUnit.SECONDS)).containsExactly(7);
        }
    }

    @Test
    void namesTheAddressThatIsNotOfThisHost() {
        assertThatThrownBy(() -> open("192.0.2.99"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("192.0.2.99");
    }
}
