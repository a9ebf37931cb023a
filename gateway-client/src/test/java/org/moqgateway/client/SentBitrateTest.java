package org.moqgateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.SessionStats;

final class SentBitrateTest {
    private static final long SECOND = 1_000_000_000L;

    private final SentBitrate bitrate = new SentBitrate();

    private static SessionStats stats(String id, long bytesSent, long bitrateBps) {
        return new SessionStats(
                id,
                SessionKind.WHEP,
                "show",
                "connected",
                Instant.EPOCH,
                0,
                0,
                0,
                bytesSent,
                0,
                0,
                0,
                0,
                0,
                bitrateBps,
                List.of(),
                true);
    }

    @Test
    void takesTheMediaSidesOwnFigureWhereThereIsOne() {
        assertThat(bitrate.of(stats("a", 5, 64_000), SECOND)).isEqualTo(64_000);
    }

    @Test
    void countsTheBytesSentBetweenLooksThatAreASecondApart() {
        assertThat(bitrate.of(stats("a", 1_000, 0), SECOND)).isZero();
        assertThat(bitrate.of(stats("a", 2_000, 0), SECOND * 3 / 2)).isZero();
        assertThat(bitrate.of(stats("a", 126_000, 0), 2 * SECOND)).isEqualTo(1_000_000);
        assertThat(bitrate.of(stats("a", 127_000, 0), 2 * SECOND + 1)).isEqualTo(1_000_000);
        assertThat(bitrate.of(stats("a", 126_000, 0), 4 * SECOND)).isZero();
    }

    @Test
    void beginsAnewWithEachSession() {
        assertThat(bitrate.of(stats("a", 1_000, 0), SECOND)).isZero();
        assertThat(bitrate.of(stats("a", 2_000, 0), 2 * SECOND)).isEqualTo(8_000);
        assertThat(bitrate.of(stats("b", 900, 0), 4 * SECOND)).isZero();
    }
}
