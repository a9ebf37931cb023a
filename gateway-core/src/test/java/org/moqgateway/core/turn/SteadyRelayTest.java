package org.moqgateway.core.turn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import org.junit.jupiter.api.Test;

/// What flows by a channel costs no memory.
class SteadyRelayTest {

    private static final int DATAGRAMS = 20_000;
    private static final InetSocketAddress PEER = new InetSocketAddress("203.0.113.9", 6000);

    @Test
    void carriesChannelDataWithoutAllocation() {
        Counting out = new Counting();
        TurnClient client = bound(out);
        byte[] received = new byte[4 + 1200 + 64];
        received[0] = 0x40;
        received[2] = 1200 >> 8;
        received[3] = (byte) 1200;
        byte[] sent = new byte[1200];
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        carry(client, received, sent);

        long before = memory.getCurrentThreadAllocatedBytes();
        carry(client, received, sent);
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;

        assertThat(out.datagrams).isEqualTo(4L * DATAGRAMS);
        // Less than an object for each hundredth of them: what the measuring itself costs.
        assertThat(allocated).isLessThan(DATAGRAMS / 100 * 16);
    }

    private static void carry(TurnClient client, byte[] received, byte[] sent) {
        for (int i = 0; i < DATAGRAMS; i++) {
            client.handle(received, 0, 1204, i);
            client.send(sent, 0, 1200, PEER, i);
        }
    }

    private static TurnClient bound(Counting out) {
        TurnClient client =
                new TurnClient(
                        new TurnSettings("kim", "secret", false, StandardProtocolFamily.INET),
                        1,
                        out);
        client.start(0);
        answer(client, out.server.challenge(out.server.only(), 401));
        answer(client, out.server.allocation(out.server.only()));
        byte[] media = {(byte) 0x80, 0, 0, 0};
        client.send(media, 0, 4, PEER, 0);
        answer(client, out.server.success(out.server.only()));
        answer(client, out.server.success(out.server.only()));
        out.datagrams = 0;
        return client;
    }

    private static void answer(TurnClient client, byte[] bytes) {
        client.handle(bytes, 0, bytes.length, 0);
    }

    /// Counts datagrams, and leaves requests to a server.
    private static final class Counting implements TurnOutput {
        final FakeTurnServer server = new FakeTurnServer();
        long datagrams;

        @Override
        public void request(byte[] buffer, int offset, int length) {
            server.request(buffer, offset, length);
        }

        @Override
        public void data(byte[] buffer, int offset, int length) {
            datagrams++;
        }

        @Override
        public void received(
                byte[] buffer, int offset, int length, InetSocketAddress peer, long nowNanos) {
            datagrams++;
        }

        @Override
        public void allocated(InetSocketAddress relayed) {}

        @Override
        public void tryAlternate(InetSocketAddress server) {}

        @Override
        public void failed(String why) {}
    }
}
