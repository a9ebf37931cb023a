package org.moqgateway.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// RFC 9725 §5: nobody may guess a session's URL.
class SessionRandomTest {
    private static final int MANY = 10_000;

    @Test
    void tokensAreDistinctAndAll128BitsVary() {
        Set<String> tokens = new HashSet<>();
        int[] ones = new int[128];
        for (int i = 0; i < MANY; i++) {
            String token = SessionRandom.token();
            assertThat(token).matches("[A-Za-z0-9_-]{22}");
            tokens.add(token);
            byte[] bits = Base64.getUrlDecoder().decode(token);
            assertThat(bits).hasSize(16);
            for (int bit = 0; bit < 128; bit++) {
                ones[bit] += (bits[bit / 8] >> (bit % 8)) & 1;
            }
        }
        assertThat(tokens).hasSize(MANY);
        // Ten standard deviations: a fair bit fails once in 10^23 runs.
        assertThat(Arrays.stream(ones).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(4_500, 5_500));
    }

    @Test
    void streamsOfASessionHaveSsrcsOfTheirOwn() {
        for (int i = 0; i < 1_000; i++) {
            var streams = SessionRandom.streams();
            assertThat(Set.of(streams.audioSsrc(), streams.videoSsrc(), streams.videoRtxSsrc()))
                    .hasSize(3);
        }
    }
}
