package org.moqgateway.core.keyframe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

class KeyframeAnswersTest {
    private static final long SECOND = 1_000_000_000L;

    private final Origin origin = new Origin();
    private final BroadcastProducer broadcast = origin.createBroadcast("cam");
    private final BroadcastConsumer reader = origin.broadcast("cam").orElseThrow();
    private final List<Long> asked = new ArrayList<>();
    private long nowNanos = 5 * SECOND;
    private boolean answers = true;
    private @Nullable RuntimeException failure;

    KeyframeAnswersTest() {
        broadcast.onMissingTrack(new KeyframeAnswers(broadcast, this::request, () -> nowNanos));
    }

    private boolean request(long now) {
        if (failure != null) {
            throw failure;
        }
        asked.add(now);
        return answers;
    }

    private byte[] answer(String name) {
        try (TrackConsumer track = reader.track(name).orElseThrow()) {
            if (!(track.pollFrame() instanceof Poll.Ready<Frame>(Frame frame))) {
                throw new AssertionError("no answer to " + name);
            }
            assertThat(track.pollFrame()).isInstanceOf(Poll.Finished.class);
            return frame.payload();
        }
    }

    @Test
    void subscriptionIsTheRequest() {
        assertThat(answer("keyframe/1700000000")).containsExactly(1);
        assertThat(asked).containsExactly(5 * SECOND);
    }

    @Test
    void tellsWhenThePublisherIgnoresRequests() {
        answers = false;
        assertThat(answer("keyframe/1700000000")).containsExactly(0);
    }

    @Test
    void publisherIsAskedOnceASecondWhateverNamesAreAskedFor() {
        for (int i = 0; i < 10_000; i++) {
            answer("keyframe/" + i);
            nowNanos += SECOND / 1_000;
        }
        assertThat(asked).hasSize(10);
        assertThat(reader.trackNames()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void answerThatWasGivenIsReadAgainWithoutAsking() {
        answer("keyframe/1");
        nowNanos += 2 * SECOND;
        answer("keyframe/2");
        nowNanos += SECOND / 2;
        answer("keyframe/1");
        nowNanos += 2 * SECOND;
        answer("keyframe/1");

        assertThat(asked).hasSize(2);
    }

    @Test
    void noNameIsGivenWithoutItsTrack() {
        failure = new IllegalStateException("test");
        assertThatThrownBy(() -> reader.track("keyframe/1")).isSameAs(failure);
        failure = null;

        assertThat(answer("keyframe/2")).containsExactly(1);
        assertThat(reader.trackNames()).containsExactly("keyframe/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keyframe",
                "keyframe/",
                "keyframe/x",
                "keyframe/-1",
                "keyframe/1/2",
                "keyframe/1 ",
                "keyframe/\u0661",
                "keyframe/12345678901234567890",
                "KEYFRAME/1",
                "/keyframe/1",
                "video"
            })
    void otherNamesAreNotThere(String name) {
        assertThat(reader.track(name)).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void nothingIsAskedAfterTheEndOfTheBroadcast() {
        broadcast.finish();

        assertThat(reader.track("keyframe/1")).isEmpty();
        assertThat(asked).isEmpty();
    }
}
