package org.moqgateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.moqgateway.client.Failure.Kind;

class LogPaceTest {
    private final LogPace pace = new LogPace(0);

    private boolean loud(Kind kind, Duration at) {
        return pace.loud(kind, at.toNanos());
    }

    @Test
    void tellsTheFirstOfEachKindAtOnce() {
        assertThat(loud(Kind.UNREACHABLE, Duration.ofSeconds(1))).isTrue();
        assertThat(loud(Kind.UNREACHABLE, Duration.ofSeconds(2))).isFalse();
        assertThat(loud(Kind.OVERLOADED, Duration.ofSeconds(3))).isTrue();
    }

    @Test
    void writesAFewLinesAnHourForARemoteThatIsDownForAWeek() {
        int lines = 0;
        int unsaid = 0;
        for (int second = 0; second < 7 * 24 * 3600; second++) {
            if (loud(second % 2 == 0 ? Kind.UNREACHABLE : Kind.BROKE, Duration.ofSeconds(second))) {
                lines++;
                unsaid += pace.takeUnsaid();
            }
        }
        assertThat(lines).isBetween(7 * 24 * 12 - 5, 7 * 24 * 12 + 5);
        assertThat(lines + unsaid + pace.takeUnsaid()).isEqualTo(7 * 24 * 3600);
    }

    @Test
    void tellsANewOutage() {
        loud(Kind.BROKE, Duration.ofSeconds(1));
        pace.recovered();
        assertThat(loud(Kind.BROKE, Duration.ofSeconds(2))).isTrue();
    }

    @Test
    void isQuietAboutARemoteThatComesAndGoesAllTheTime() {
        int lines = 0;
        for (int second = 0; second < 300; second++) {
            pace.recovered();
            lines += loud(Kind.BROKE, Duration.ofSeconds(second)) ? 1 : 0;
            lines += pace.line(Duration.ofSeconds(second).toNanos()) ? 1 : 0;
        }
        assertThat(lines).isEqualTo(20);
        assertThat(pace.line(Duration.ofSeconds(301).toNanos())).isTrue();
    }
}
