package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.core.ingest.PublisherFixture.ALL;
import static org.moqgateway.core.ingest.PublisherFixture.AUDIO;
import static org.moqgateway.core.ingest.PublisherFixture.VIDEO_SSRC;
import static org.moqgateway.core.ingest.PublisherFixture.audio;
import static org.moqgateway.core.ingest.PublisherFixture.numbers;
import static org.moqgateway.core.ingest.PublisherFixture.video;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.moq.model.TrackConsumer;

/// When a publisher is asked for a keyframe, and what viewers see until it comes.
class IngestKeyframesTest {
    private static final Feedback WITHOUT_NACK = new Feedback(false, true, true, true, true);

    @Test
    void framesBeforeTheFirstKeyframeAreHeldBackAndItIsAskedForNowAndThen() {
        PublisherFixture publisher = new PublisherFixture(video(ALL));
        TrackConsumer track = publisher.track("0.avc3");
        int next = publisher.deltas(0, 28);
        assertThat(publisher.feedback.plis).containsExactly(VIDEO_SSRC, VIDEO_SSRC);
        assertThat(numbers(track)).isEmpty();

        publisher.frame(next, true);
        publisher.deltas(next + 1, 60);
        assertThat(numbers(track)).hasSize(61).startsWith(next, next + 1);
        assertThat(publisher.feedback.plis).hasSize(2);
    }

    @Test
    void publisherThatIgnoresRequestsIsAskedSeldomAndNotTrustedUntilItAnswers() {
        PublisherFixture publisher = new PublisherFixture(video(ALL), audio(AUDIO));
        assertThat(publisher.media.answersKeyframes()).isTrue();
        int next = publisher.deltas(0, 150);
        assertThat(publisher.feedback.plis).hasSizeBetween(4, 5);
        assertThat(publisher.media.answersKeyframes()).isFalse();

        int asked = publisher.feedback.plis.size();
        for (int i = 0; i < 4_000 && publisher.feedback.plis.size() == asked; i++) {
            publisher.peer.run(1);
        }
        publisher.peer.run(200);
        publisher.frame(next, true);
        assertThat(publisher.media.answersKeyframes()).isTrue();
    }

    @Test
    void lossOfAudioSaysNothingAboutKeyframes() {
        PublisherFixture publisher = new PublisherFixture(video(ALL), audio(AUDIO));
        publisher.deltas(0, 60);
        assertThat(publisher.media.answersKeyframes()).isFalse();
        publisher.audio(0);
        publisher.lose(0);
        publisher.audio(1);
        publisher.audio(2);
        publisher.peer.run(60);

        assertThat(publisher.feedback.nacks).isNotEmpty();
        assertThat(publisher.media.answersKeyframes()).isFalse();
    }

    @Test
    void framesAfterAnUnrepairedLossAreWithheldUntilTheNextKeyframe() {
        PublisherFixture publisher = new PublisherFixture(video(WITHOUT_NACK));
        TrackConsumer track = publisher.track("0.avc3");
        publisher.frame(0, true);
        publisher.deltas(1, 20);
        publisher.lose(0);
        publisher.deltas(21, 9);
        publisher.frame(30, true);
        publisher.deltas(31, 2);
        assertThat(numbers(track)).hasSize(24).endsWith(19, 20, 30, 31, 32);

        publisher.peer.run(1_000);
        assertThat(publisher.feedback.plis).hasSize(1);
        assertThat(publisher.media.stats().framesDropped()).isGreaterThanOrEqualTo(8);
        assertThat(publisher.media.stats().plis()).isEqualTo(1);
    }

    @Test
    void brokenPictureIsWithheldForOneSecondAtMost() {
        PublisherFixture publisher = new PublisherFixture(video(WITHOUT_NACK));
        TrackConsumer track = publisher.track("0.avc3");
        publisher.frame(0, true);
        publisher.deltas(1, 4);
        publisher.lose(0);
        publisher.deltas(5, 60);

        List<Integer> shown = numbers(track);
        assertThat(shown).startsWith(0, 1, 2, 3, 4).endsWith(62, 63, 64);
        // A second of 33 ms each, and what waited for the lost packet.
        assertThat(shown.get(5)).isBetween(34, 39);
        assertThat(shown).isSorted().hasSize(5 + 65 - shown.get(5));
    }

    @Test
    void fullIntraRequestIsSentWherePliIsNotNegotiated() {
        PublisherFixture publisher =
                new PublisherFixture(video(new Feedback(true, false, true, true, true)));
        publisher.deltas(0, 28);

        assertThat(publisher.feedback.plis).isEmpty();
        assertThat(publisher.feedback.firs).containsExactly(VIDEO_SSRC, VIDEO_SSRC);
        assertThat(publisher.feedback.firNumbers).doesNotHaveDuplicates();
    }

    @Test
    void publisherThatCannotBeAskedIsNotSaidToAnswer() {
        PublisherFixture publisher =
                new PublisherFixture(video(new Feedback(true, false, false, true, true)));
        publisher.frame(0, true);
        publisher.peer.run(100);
        publisher.media.requestKeyframe(publisher.loop.nowNanos());

        assertThat(publisher.media.answersKeyframes()).isFalse();
        assertThat(publisher.feedback.plis).isEmpty();
        assertThat(publisher.feedback.firs).isEmpty();
        publisher.peer.run(1_000);
        assertThat(publisher.media.stats().plis()).isZero();
    }

    @Test
    void wishesOfManyViewersAreOneRequest() {
        PublisherFixture publisher = new PublisherFixture(video(ALL));
        publisher.frame(0, true);
        publisher.peer.run(600);
        publisher.feedback.plis.clear();
        for (int i = 0; i < 100; i++) {
            publisher.media.requestKeyframe(publisher.loop.nowNanos());
            publisher.peer.run(4);
        }

        assertThat(publisher.feedback.plis).hasSize(1);
    }

    @Test
    void fullGroupEndsAndAKeyframeIsAskedFor() {
        PublisherFixture publisher = new PublisherFixture(video(ALL));
        TrackConsumer track = publisher.track("0.avc3");
        publisher.frame(0, true);
        publisher.peer.run(600);
        publisher.feedback.plis.clear();
        byte[] large = SyntheticMedia.delta(1, 1_000_000);
        int index = 1;
        while (publisher.feedback.plis.isEmpty() && index < 50) {
            publisher.video(index++, large);
            publisher.peer.run(33);
        }
        assertThat(index).isBetween(32, 37);
        publisher.deltas(index, 3);
        publisher.frame(index + 3, true);
        publisher.deltas(index + 4, 2);

        assertThat(numbers(track)).endsWith(index + 3, index + 4, index + 5);
        assertThat(publisher.feedback.plis).hasSize(1);
    }
}
