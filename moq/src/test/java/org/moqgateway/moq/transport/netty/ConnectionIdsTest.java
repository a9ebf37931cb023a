package org.moqgateway.moq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {
    @Test
    void namesItsSocketInEveryShortHeader() {
        for (int socket : new int[] {0, 1, 127, 128, 255}) {
            ByteBuffer id = new ConnectionIds(socket).newId(ConnectionIds.LENGTH);
            assertThat(id.remaining()).isEqualTo(ConnectionIds.LENGTH);
            ByteBuf datagram = Unpooled.buffer().writeByte(0x41).writeBytes(id).writeZero(20);
            assertThat(ConnectionIds.socketOf(datagram)).isEqualTo(socket);
        }
    }

    @Test
    void readsNothingFromHandshakesAndScraps() {
        ByteBuf initial = Unpooled.buffer().writeByte(0xc0).writeZero(1199);
        assertThat(ConnectionIds.socketOf(initial)).isEqualTo(ConnectionIds.UNKNOWN);
        for (int length = 0; length <= ConnectionIds.LENGTH; length++) {
            assertThat(ConnectionIds.socketOf(Unpooled.buffer().writeZero(length)))
                    .isEqualTo(ConnectionIds.UNKNOWN);
        }
    }

    @Test
    void twoAreNeverTheSame() {
        ConnectionIds ids = new ConnectionIds(3);
        assertThat(ids.newId(12)).isNotEqualTo(ids.newId(12));
        assertThat(ids.isIdempotent()).isFalse();
    }
}
