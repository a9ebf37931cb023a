package org.moqgateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private final SilenceWatch watch = new SilenceWatch(Duration.ofSeconds(1), 0);

    private boolean ask(long millis) {
        return watch.ask(Duration.ofMillis(millis).toNanos());
    }

    private void heard(long millis) {
        watch.heard(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void asksWhenPatienceIsOverAndThenTwiceASecond() {
        assertThat(ask(999)).isFalse();
        assertThat(ask(1_000)).isTrue();
        assertThat(ask(1_400)).isFalse();
        assertThat(ask(1_500)).isTrue();
    }

    @Test
    void isQuietWhileSomethingIsHeard() {
        for (int second = 0; second < 100; second++) {
            heard(second * 900L);
            assertThat(ask(second * 900L + 899)).isFalse();
        }
    }

    @Test
    void stopsAskingWhenSomethingIsHeard() {
        assertThat(ask(1_000)).isTrue();
        heard(1_100);
        assertThat(ask(1_600)).isFalse();
        assertThat(ask(2_100)).isTrue();
    }

    @Test
    void isTwiceAsPatientWithARemoteThatSaysAllIsWell() {
        assertThat(ask(1_000)).isTrue();
        watch.reassured(Duration.ofSeconds(1).toNanos());
        assertThat(ask(2_999)).isFalse();
        assertThat(ask(3_000)).isTrue();
        for (int time = 0; time < 20; time++) {
            watch.reassured(0);
        }
        assertThat(ask(29_999)).isFalse();
        assertThat(ask(30_000)).isTrue();
    }
}
