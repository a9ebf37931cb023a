package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunUsernameTest {

    /// RFC 5769 §2.1, the sample request, whose USERNAME is `evtj:h6vY`.
    static final byte[] SAMPLE_REQUEST =
            HexFormat.of()
                    .parseHex(
                            "000100582112a442b7e7a701bc34d686fa87dfae"
                                    + "802200105354554e207465737420636c69656e74"
                                    + "002400046e0001ff"
                                    + "80290008932ff9b151263b36"
                                    + "000600096576746a3a68367659202020"
                                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                                    + "80280004e57a3bcf");

    @Test
    void findsTheReceiversUfrag() {
        assertThat(find(SAMPLE_REQUEST)).isEqualTo("evtj");
    }

    @Test
    void findsNothingInOtherMessages() {
        byte[] response = SAMPLE_REQUEST.clone();
        response[0] = 1;
        byte[] noCookie = SAMPLE_REQUEST.clone();
        noCookie[4] = 0;
        byte[] noColon = SAMPLE_REQUEST.clone();
        noColon[68] = '_';
        assertThat(find(response)).isNull();
        assertThat(find(noCookie)).isNull();
        assertThat(find(noColon)).isNull();
    }

    @Test
    void findsNothingInAnyStrictPrefixAndSurvivesMutations() {
        for (int length = 0; length < SAMPLE_REQUEST.length; length++) {
            assertThat(find(Arrays.copyOf(SAMPLE_REQUEST, length))).isNull();
        }
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            byte[] mutated = SAMPLE_REQUEST.clone();
            for (int flips = random.nextInt(6); flips > 0; flips--) {
                mutated[20 + random.nextInt(mutated.length - 20)] = (byte) random.nextInt();
            }
            String found = find(mutated);
            assertThat(found == null || found.length() < mutated.length).isTrue();
        }
    }

    private static @org.jspecify.annotations.Nullable String find(byte[] message) {
        byte[] buffer = new byte[message.length + 4];
        System.arraycopy(message, 0, buffer, 2, message.length);
        return StunUsername.localUfrag(buffer, 2, message.length);
    }
}
