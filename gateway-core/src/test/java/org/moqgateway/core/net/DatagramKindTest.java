package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagramKindTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, STUN",
        "1, 1, STUN",
        "3, 0, STUN",
        "4, 0, OTHER",
        "19, 0, OTHER",
        "20, 254, DTLS",
        "63, 254, DTLS",
        "64, 0, QUIC",
        "127, 0, QUIC",
        "128, 96, RTP",
        "144, 224, RTP",
        "128, 191, RTP",
        "128, 192, RTCP",
        "129, 200, RTCP",
        "128, 223, RTCP",
        "191, 100, RTP",
        "192, 100, QUIC",
        "255, 255, QUIC",
    })
    void tellsByTheFirstTwoBytes(int first, int second, DatagramKind kind) {
        byte[] datagram = new byte[30];
        datagram[5] = (byte) first;
        datagram[6] = (byte) second;
        assertThat(DatagramKind.of(datagram, 5, 20)).isEqualTo(kind);
    }

    @Test
    void takesNothingThatIsTooShort() {
        for (int length = 0; length < 13; length++) {
            assertThat(DatagramKind.of(new byte[20], 0, length)).isEqualTo(DatagramKind.OTHER);
        }
    }
}
