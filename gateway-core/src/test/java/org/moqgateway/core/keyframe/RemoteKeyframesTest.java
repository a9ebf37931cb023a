package org.moqgateway.core.keyframe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.egress.KeyframeRequests;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastSource;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupRequest;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.RemoteRoute;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.model.TrackRequest;

class RemoteKeyframesTest {
    private static final long SECOND = 1_000_000_000L;

    private final VirtualLoop loop = new VirtualLoop(0);
    private final Origin origin = new Origin();
    private final RemoteKeyframes keyframes =
            RemoteKeyframes.open(
                    origin, () -> loop, () -> 1_700_000_000 + loop.nowNanos() / SECOND);
    private final Publisher publisher = new Publisher();
    private final RemoteRoute route = announce(7);
    private final KeyframeRequests cam = keyframes.of("cam");

    private RemoteRoute announce(long id) {
        Route by = new Route(List.of(new OriginId(id)), 0);
        return origin.announce("cam", by, publisher).orElseThrow();
    }

    /// Takes subscriptions; the test answers.
    private static final class Publisher implements BroadcastSource {
        private final List<TrackRequest> requests = new ArrayList<>();

        @Override
        public void requestTrack(TrackRequest request) {
            requests.add(request);
        }

        @Override
        public void requestGroup(GroupRequest request) {
            throw new AssertionError("nobody fetches");
        }

        List<String> names() {
            return requests.stream().map(TrackRequest::track).toList();
        }

        void answer(byte... payload) {
            TrackRequest last = requests.getLast();
            TrackProducer track = last.accept(TrackInfo.live(last.track(), 0));
            track.writeGroup(new Frame(0, payload), 0);
            track.finish();
        }
    }

    private boolean ask() {
        boolean likely = cam.request(loop.nowNanos());
        loop.settle();
        return likely;
    }

    private void pass(long nanos) {
        loop.advance(nanos);
    }

    @Test
    void asksBySubscribingToTheTrackOfTheSecond() {
        pass(3 * SECOND);
        ask();

        assertThat(publisher.names()).containsExactly("keyframe/1700000003");
        assertThat(publisher.requests.getFirst().broadcast()).isEqualTo("cam");
    }

    @Test
    void asksOnceASecondHoweverManyAsk() {
        for (int i = 0; i < 1_000; i++) {
            ask();
            if (publisher.requests.size() > i / 100 && !publisher.requests.getLast().cancelled()) {
                publisher.answer((byte) 1);
            }
            pass(SECOND / 100);
        }
        assertThat(publisher.names()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void keyframeIsLikelyOnceThePublisherHasAnswered() {
        assertThat(ask()).isFalse();
        publisher.answer((byte) 1);
        loop.settle();

        assertThat(ask()).isTrue();
        assertThat(publisher.requests).hasSize(1);
        assertThat(publisher.requests.getFirst().cancelled()).isTrue();
    }

    @Test
    void publisherThatIgnoresRequestsIsAskedSeldom() {
        ask();
        publisher.answer((byte) 0, (byte) 9);
        loop.settle();
        assertThat(ask()).isFalse();
        pass(RemotePublisher.IGNORED_NANOS - 1);
        ask();
        assertThat(publisher.requests).hasSize(1);
        pass(1);
        ask();
        assertThat(publisher.requests).hasSize(2);
    }

    @Test
    void emptyAnswerSaysNo() {
        ask();
        publisher.answer();
        loop.settle();

        assertThat(ask()).isFalse();
    }

    @Test
    void publisherThatKnowsNoRequestsIsLeftInPeace() {
        ask();
        publisher.requests.getLast().reject(AbortReason.NOT_FOUND);
        for (int i = 0; i < 59; i++) {
            pass(SECOND);
            assertThat(ask()).isFalse();
        }
        assertThat(publisher.requests).hasSize(1);
        pass(SECOND);
        ask();
        assertThat(publisher.requests).hasSize(2);
    }

    @Test
    void publisherThatIsSilentIsLeftInPeace() {
        ask();
        pass(RemotePublisher.PATIENCE_NANOS);
        assertThat(publisher.requests.getFirst().cancelled()).isTrue();
        for (int i = 0; i < 59; i++) {
            pass(SECOND);
            ask();
        }
        assertThat(publisher.requests).hasSize(1);
    }

    @Test
    void trackThatEndsWithoutAnAnswerIsARefusal() {
        ask();
        TrackRequest request = publisher.requests.getLast();
        request.accept(TrackInfo.live(request.track(), 0)).finish();
        pass(2 * SECOND);
        ask();

        assertThat(publisher.requests).hasSize(1);
    }

    @Test
    void slowAnswerIsNotAskedForTwice() {
        ask();
        pass(2 * SECOND);
        ask();
        assertThat(publisher.requests).hasSize(1);
        publisher.answer((byte) 1);
        loop.settle();
        ask();
        assertThat(publisher.requests).hasSize(2);
    }

    @Test
    void nextPublisherOfThePathIsAskedAnew() {
        ask();
        publisher.requests.getLast().reject(AbortReason.NOT_FOUND);
        loop.settle();
        announce(8);
        pass(SECOND / 10);
        ask();

        assertThat(publisher.requests).hasSize(2);
    }

    @Test
    void publisherThatComesBackIsAskedAnew() {
        ask();
        publisher.requests.getLast().reject(AbortReason.NOT_FOUND);
        loop.settle();
        route.close();
        announce(7);
        ask();

        assertThat(publisher.requests).hasSize(2);
    }

    @Test
    void broadcastWithoutRequestsOfThisProcessIsAskedSeldomToo() {
        origin.createBroadcast("here");
        KeyframeRequests here = keyframes.of("here");

        assertThat(here.request(0)).isFalse();
        assertThat(here.request(SECOND)).isFalse();
        assertThat(keyframes.of("nowhere").request(0)).isFalse();
    }

    @Test
    void remembersABoundedNumberOfBroadcasts() {
        for (int i = 0; i < RemoteKeyframes.MAX_BROADCASTS + 100; i++) {
            keyframes.of("path/" + i).request(0);
        }
        assertThat(keyframes.size()).isEqualTo(RemoteKeyframes.MAX_BROADCASTS);
        keyframes.close();
        assertThat(keyframes.size()).isZero();
    }
}
