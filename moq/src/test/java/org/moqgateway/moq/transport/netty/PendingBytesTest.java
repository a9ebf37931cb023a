package org.moqgateway.moq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PendingBytesTest {
    private final PendingBytes pending = new PendingBytes();

    private byte[] take(int most) {
        ByteBuf buffer = Unpooled.buffer();
        pending.moveTo(buffer, most);
        byte[] taken = new byte[buffer.readableBytes()];
        buffer.readBytes(taken);
        return taken;
    }

    @Test
    void cutsAndJoinsInOrder() {
        pending.add(new byte[] {9, 1, 2, 3, 9}, 1, 3);
        pending.add(new byte[] {7}, 0, 0);
        pending.add(new byte[] {4, 5}, 0, 2);
        assertThat(pending.bytes()).isEqualTo(5);
        assertThat(take(2)).containsExactly(1, 2);
        assertThat(take(2)).containsExactly(3, 4);
        assertThat(pending.bytes()).isEqualTo(1);
        assertThat(take(9)).containsExactly(5);
        assertThat(take(9)).isEmpty();
    }

    @Test
    void forgetsAll() {
        pending.add(new byte[] {1, 2}, 0, 2);
        assertThat(take(1)).containsExactly(1);
        pending.clear();
        pending.add(new byte[] {3}, 0, 1);
        assertThat(take(9)).containsExactly(3);
        assertThat(pending.bytes()).isZero();
    }
}
