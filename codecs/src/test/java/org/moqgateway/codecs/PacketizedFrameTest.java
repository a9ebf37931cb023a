package org.moqgateway.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PacketizedFrameTest {
    @Test
    void tellsWhereEachPayloadLies() {
        PacketizedFrame frame = new PacketizedFrame(new byte[10], new int[] {1, 4, 9});

        assertThat(frame.count()).isEqualTo(2);
        assertThat(frame.offset(0)).isEqualTo(1);
        assertThat(frame.length(0)).isEqualTo(3);
        assertThat(frame.offset(1)).isEqualTo(4);
        assertThat(frame.length(1)).isEqualTo(5);
        assertThat(frame.totalBytes()).isEqualTo(8);
    }

    @Test
    void refusesPayloadsThatAreNotThere() {
        PacketizedFrame frame = new PacketizedFrame(new byte[4], new int[] {0, 4});

        assertThatThrownBy(() -> frame.offset(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> frame.length(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesBoundsOutsideOfTheData() {
        assertThatThrownBy(() -> new PacketizedFrame(new byte[4], new int[] {0, 5}))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new PacketizedFrame(new byte[4], new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
