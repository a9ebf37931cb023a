package org.moqgateway.moq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryTokensTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4433);
    private static final int HEAD_BYTES = 24;

    private final AtomicBoolean busy = new AtomicBoolean(true);
    private final AtomicLong nowMillis = new AtomicLong(1000);
    private final RetryTokens tokens =
            new RetryTokens(RetryTokens.newKey(), busy::get, nowMillis::get);

    private ByteBuf token() {
        ByteBuf token = Unpooled.buffer();
        assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), CLIENT))
                .isTrue();
        assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
        return token;
    }

    @Test
    void asksNobodyWhileThereIsLittleToDo() {
        busy.set(false);
        assertThat(tokens.writeToken(Unpooled.buffer(), Unpooled.buffer(), CLIENT)).isFalse();
    }

    @Test
    void recognizesItsOwnAndGivesTheFirstConnectionIdBack() {
        ByteBuf token = token();
        busy.set(false);
        nowMillis.addAndGet(9_000);
        assertThat(tokens.validateToken(token, CLIENT)).isEqualTo(HEAD_BYTES);
        assertThat(token.slice(HEAD_BYTES, 3))
                .isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
    }

    @Test
    void refusesWhatIsOldElsewhereOrChanged() {
        ByteBuf token = token();
        InetSocketAddress elsewhere = new InetSocketAddress(CLIENT.getAddress(), 4434);
        assertThat(tokens.validateToken(token, elsewhere)).isEqualTo(-1);
        for (int i = 0; i < token.readableBytes(); i++) {
            ByteBuf changed = token.copy();
            changed.setByte(i, changed.getByte(i) ^ 1);
            assertThat(tokens.validateToken(changed, CLIENT)).isEqualTo(-1);
        }
        for (int length = 0; length < token.readableBytes(); length++) {
            assertThat(tokens.validateToken(token.slice(0, length), CLIENT)).isEqualTo(-1);
        }
        assertThat(tokens.validateToken(Unpooled.wrappedBuffer(new byte[1000]), CLIENT))
                .isEqualTo(-1);
        nowMillis.addAndGet(10_001);
        assertThat(tokens.validateToken(token, CLIENT)).isEqualTo(-1);
    }
}
