package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A socket that fails, and one that is flooded.
@Timeout(30)
final class SteadySocketTest {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    @Test
    void endsTheServerAfterManyFailuresInARow() throws Exception {
        try (SteadySocket socket =
                new SteadySocket(ANY, () -> false, broken::incrementAndGet) {
                    @Override
                    void receiveOnce(DatagramPacket packet) throws IOException {
                        if (attempts.incrementAndGet() > MAX_FAILURES) {
                            close();
                        }
                        throw new SocketException("a test's own");
                    }
                }) {
            assertThatThrownBy(() -> socket.receive(packet())).isInstanceOf(SocketException.class);
        }
        assertThat(broken).hasValue(1);
        assertThat(attempts).hasValue(SteadySocket.MAX_FAILURES + 1);
    }

    @Test
    void survivesAFailureNowAndThen() throws Exception {
        try (SteadySocket socket =
                new SteadySocket(ANY, () -> false, broken::incrementAndGet) {
                    @Override
                    void receiveOnce(DatagramPacket packet) throws IOException {
                        if (attempts.incrementAndGet() % 2 == 1) {
                            throw new SocketException("a test's own");
                        }
                    }
                }) {
            for (int i = 0; i < SteadySocket.MAX_FAILURES + 1; i++) {
                socket.receive(packet());
            }
        }
        assertThat(broken).hasValue(0);
    }

    @Test
    void dropsWhoWantsToConnectWhileThereIsACrowd() throws Exception {
        byte[] first = {(byte) 0xc0, (byte) 0xe0, 0x40};
        try (SteadySocket socket =
                new SteadySocket(ANY, () -> attempts.get() < 4, broken::incrementAndGet) {
                    @Override
                    void receiveOnce(DatagramPacket packet) {
                        int number = attempts.getAndIncrement();
                        packet.setLength(1);
                        packet.getData()[0] = first[number % first.length];
                    }
                }) {
            DatagramPacket packet = packet();
            socket.receive(packet);
            assertThat(attempts).as("the second, which is no Initial").hasValue(2);
            socket.receive(packet);
            socket.receive(packet);
            assertThat(attempts).as("the crowd is gone").hasValue(4);
        }
    }

    private static DatagramPacket packet() {
        return new DatagramPacket(new byte[1500], 1500);
    }
}
