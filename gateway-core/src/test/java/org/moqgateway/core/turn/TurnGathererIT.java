package org.moqgateway.core.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.MediaLoops;

class TurnGathererIT {

    private final DatagramPacket received = new DatagramPacket(new byte[2048], 2048);

    private TurnMessage receive(DatagramSocket server) throws IOException {
        server.receive(received);
        byte[] bytes = received.getData();
        return Objects.requireNonNull(TurnMessage.parse(bytes, 0, received.getLength()));
    }

    private void answer(DatagramSocket server, byte[] bytes) throws IOException {
        server.send(new DatagramPacket(bytes, bytes.length, received.getSocketAddress()));
    }

    /// The link outlives the giving up for as long as the server may have something of ours.
    @Test
    void freesWhatIsAllocatedAfterItWasGivenUp() throws Exception {
        try (MediaLoops loops = MediaLoops.start(1);
                DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(10_000);
            IceServer named =
                    new IceServer("turn:127.0.0.1:" + server.getLocalPort(), "kim", "secret");
            Cancellable gathering =
                    TurnGatherer.gather(
                            TurnRequest.of(named, address -> true),
                            loops.next(),
                            new PathInbox(),
                            new GatherOutcome());
            TurnMessage request = receive(server);
            gathering.cancel();
            answer(server, new FakeTurnServer().allocation(request));

            TurnMessage next = receive(server);
            while (next.type() == TurnMethod.ALLOCATE.type()) {
                next = receive(server);
            }
            assertThat(next.type()).isEqualTo(0x0004);
            assertThat(next.uint32(TurnAttribute.LIFETIME, 1)).isZero();
        }
    }
}
