package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.DatagramFrame;
import tech.kwik.core.frame.QuicFrame;

/// The bound of datagrams that wait.
final class OutgoingDatagramsTest {
    private final Queue<Function<Integer, QuicFrame>> queue = new ArrayDeque<>();
    private final OutgoingDatagrams datagrams =
            new OutgoingDatagrams((frame, _) -> queue.add(frame));

    private boolean send(int value) {
        return datagrams.send(ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    @Test
    void takesMoreWhenKwikHasTakenSomeWhateverBecomesOfThem() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < OutgoingDatagrams.MAX_WAITING; i++) {
                assertThat(send(i)).isTrue();
            }
            assertThat(send(0)).isFalse();
            for (int i = 0; i < OutgoingDatagrams.MAX_WAITING; i++) {
                DatagramFrame frame = (DatagramFrame) queue.remove().apply(1200);
                assertThat(frame.getData()).containsExactly(i);
            }
        }
    }
}
