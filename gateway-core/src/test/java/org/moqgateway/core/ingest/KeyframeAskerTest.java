package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyframeAskerTest {
    private static final long MS = 1_000_000L;

    private final KeyframeAsker asker = new KeyframeAsker();

    @Test
    void asksOnceHoweverManyWant() {
        asker.want();
        asker.want();
        assertThat(asker.ask(0)).isTrue();
        asker.want();
        assertThat(asker.ask(10 * MS)).isFalse();
        assertThat(asker.ask(499 * MS)).isFalse();
        assertThat(asker.ask(500 * MS)).isTrue();
    }

    @Test
    void asksForViewersOnceASecond() {
        asker.wantForViewer();
        assertThat(asker.ask(0)).isTrue();
        asker.keyframe(50 * MS);
        asker.wantForViewer();
        assertThat(asker.ask(999 * MS)).isFalse();
        assertThat(asker.nextNanos()).isEqualTo(1000 * MS);
        assertThat(asker.ask(1000 * MS)).isTrue();
    }

    @Test
    void wishOfAViewerDoesNotWaitLongerThanOurOwn() {
        asker.wantForViewer();
        asker.ask(0);
        asker.want();
        asker.wantForViewer();
        assertThat(asker.ask(499 * MS)).isFalse();
        assertThat(asker.ask(500 * MS)).isTrue();
        asker.keyframe(600 * MS);
        asker.wantForViewer();
        assertThat(asker.ask(1499 * MS)).isFalse();
        assertThat(asker.ask(1500 * MS)).isTrue();
    }

    @Test
    void asksNothingWhileNothingIsWanted() {
        assertThat(asker.ask(0)).isFalse();
        assertThat(asker.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keyframeSettlesTheWish() {
        asker.want();
        asker.ask(0);
        asker.keyframe(100 * MS);
        assertThat(asker.wanted()).isFalse();
        assertThat(asker.answers()).isTrue();
    }

    @Test
    void learnsThatAPublisherIgnoresRequestsAndAsksItSeldom() {
        asker.want();
        asker.ask(0);
        asker.ask(500 * MS);
        asker.ask(1000 * MS);
        assertThat(asker.answers()).isFalse();
        assertThat(asker.ask(1500 * MS)).isFalse();
        assertThat(asker.ask(3000 * MS)).isTrue();
    }

    @Test
    void learnsAgainWhenAPublisherBeginsToAnswer() {
        asker.want();
        asker.ask(0);
        asker.ask(500 * MS);
        asker.ask(1000 * MS);
        asker.ask(3000 * MS);
        asker.keyframe(3100 * MS);
        assertThat(asker.answers()).isTrue();
    }

    @Test
    void keyframeThatComesOnItsOwnScheduleIsNoAnswer() {
        asker.want();
        asker.ask(0);
        asker.keyframe(4000 * MS);
        asker.want();
        asker.ask(5000 * MS);
        asker.keyframe(9000 * MS);
        assertThat(asker.answers()).isFalse();
    }
}
