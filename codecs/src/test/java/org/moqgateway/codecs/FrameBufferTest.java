package org.moqgateway.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5};

    @Test
    void keepsWhatIsAddedInOrder() {
        FrameBuffer buffer = new FrameBuffer(100_000);
        byte[] all = new byte[50_000];
        for (int i = 0; i < 10_000; i++) {
            assertThat(buffer.append(BYTES, 0, 5)).isTrue();
            System.arraycopy(BYTES, 0, all, i * 5, 5);
        }

        assertThat(Arrays.copyOf(buffer.bytes(), buffer.size())).isEqualTo(all);
    }

    @Test
    void refusesWhatExceedsTheLimitAndTakesWhatFillsIt() {
        FrameBuffer buffer = new FrameBuffer(7);

        assertThat(buffer.append(BYTES, 0, 5)).isTrue();
        assertThat(buffer.append(BYTES, 0, 3)).isFalse();
        assertThat(buffer.append(BYTES, 3, 2)).isTrue();
        assertThat(Arrays.copyOf(buffer.bytes(), buffer.size()))
                .containsExactly(1, 2, 3, 4, 5, 4, 5);
    }

    @Test
    void forgetsTheTail() {
        FrameBuffer buffer = new FrameBuffer(7);
        buffer.append(BYTES, 0, 5);
        buffer.truncate(2);
        buffer.append(BYTES, 4, 1);

        assertThat(Arrays.copyOf(buffer.bytes(), buffer.size())).containsExactly(1, 2, 5);
        assertThatThrownBy(() -> buffer.truncate(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void givesTheMemoryOfAVeryLargeFrameBack() {
        FrameBuffer buffer = new FrameBuffer(4_000_000);
        buffer.append(new byte[3_000_000], 0, 3_000_000);
        buffer.clear();

        assertThat(buffer.size()).isZero();
        assertThat(buffer.bytes().length).isLessThan(100_000);
    }

    @Test
    void refusesALimitOfNothing() {
        assertThatThrownBy(() -> new FrameBuffer(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
