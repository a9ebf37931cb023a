package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A track that is asked for when somebody reads it.
class RemoteTrackTest {
    private static final OriginId PUBLISHER = new OriginId(7);

    private final ManualDelay delay = new ManualDelay();
    private final Origin origin =
            new Origin(new OriginId(1), CachePool.unbounded(), Duration.ofSeconds(5), delay);
    private final RecordingSource source = new RecordingSource();
    private final RemoteRoute route = announce(5, source);
    private final BroadcastConsumer broadcast = origin.broadcast("cam").orElseThrow();

    private RemoteRoute announce(long cost, BroadcastSource from) {
        return origin.announce("cam", new Route(List.of(PUBLISHER), cost), from).orElseThrow();
    }

    private TrackConsumer consumer() {
        return broadcast.track("video").orElseThrow().maxLatencyUs(Long.MAX_VALUE);
    }

    private static Frame frame(long timestampUs) {
        return new Frame(timestampUs, new byte[10]);
    }

    private static void write(GroupProducer group, long... timestampsUs) {
        for (long timestampUs : timestampsUs) {
            assertThat(group.write(frame(timestampUs))).isTrue();
        }
    }

    private static List<Long> drain(TrackConsumer consumer) {
        List<Long> read = new ArrayList<>();
        while (consumer.pollFrame() instanceof Poll.Ready<Frame>(Frame frame)) {
            read.add(frame.timestampUs());
        }
        return read;
    }

    @Test
    void asksOnceHoweverManyRead() {
        TrackConsumer first = consumer();
        TrackConsumer second = consumer();
        assertThat(source.tracks).hasSize(1);
        assertThat(source.track().broadcast()).isEqualTo("cam");
        assertThat(source.track().track()).isEqualTo("video");
        assertThat(source.track().firstGroup()).isEmpty();
        assertThat(broadcast.trackNames()).containsExactly("video");

        TrackProducer track = source.accept();
        write(track.createGroup(40, 0), 1, 2);
        assertThat(drain(first)).containsExactly(1L, 2L);
        assertThat(drain(second)).containsExactly(1L, 2L);
        assertThat(first.groupSequence()).isEqualTo(40);
        assertThat(track.consumers()).isEqualTo(2);
    }

    @Test
    void cancelsWhenTheLastReaderLeavesAndAsksAfresh() {
        TrackConsumer first = consumer();
        TrackConsumer second = consumer();
        TrackRequest request = source.track();
        AtomicInteger changes = new AtomicInteger();
        request.onChange(changes::incrementAndGet);
        TrackProducer track = source.accept();
        GroupProducer group = track.createGroup(0, 0);
        first.close();
        assertThat(request.cancelled()).isFalse();
        second.close();

        assertThat(request.cancelled()).isTrue();
        assertThat(changes).hasPositiveValue();
        assertThat(group.write(frame(0))).isFalse();
        assertThat(track.ending()).isPresent();
        assertThat(broadcast.trackNames()).isEmpty();
        TrackConsumer third = consumer();
        assertThat(source.tracks).hasSize(2);
        assertThat(drain(third)).isEmpty();
    }

    @Test
    void refusesAnAnswerThatNobodyWaitsFor() {
        consumer().close();
        TrackRequest request = source.track();
        AtomicInteger told = new AtomicInteger();
        request.onChange(told::incrementAndGet);

        assertThat(told).hasValue(1);
        assertThat(source.accept().writeGroup(frame(0), 0)).isFalse();
        request.reject(AbortReason.NOT_FOUND);
        consumer();
        TrackRequest second = source.track();
        source.accept();
        assertThat(second.accept(TrackInfo.live("video", 0)).writeGroup(frame(0), 0)).isFalse();
    }

    @Test
    void tellsTheInfoWhenItIsKnown() {
        TrackConsumer consumer = consumer();
        AtomicInteger wakeups = new AtomicInteger();
        consumer.onAvailable(wakeups::incrementAndGet);
        assertThat(consumer.pollInfo()).isInstanceOf(Poll.Pending.class);
        source.accept();

        assertThat(wakeups).hasValue(1);
        assertThat(consumer.pollInfo()).isEqualTo(new Poll.Ready<>(TrackInfo.media("video", 60)));
    }

    @Test
    void tellsAReaderOfFramesToo() {
        TrackConsumer consumer = consumer();
        AtomicInteger wakeups = new AtomicInteger();
        consumer.onAvailable(wakeups::incrementAndGet);
        assertThat(consumer.pollFrame()).isInstanceOf(Poll.Pending.class);
        source.track().reject(AbortReason.NOT_FOUND);

        assertThat(wakeups).hasValue(1);
        assertThat(consumer.pollFrame()).isEqualTo(new Poll.Aborted<Frame>(AbortReason.NOT_FOUND));
        assertThat(consumer.pollInfo())
                .isEqualTo(new Poll.Aborted<TrackInfo>(AbortReason.NOT_FOUND));
        consumer();
        assertThat(source.tracks).hasSize(2);
    }

    @Test
    void mergesTheWishesOfAllReaders() {
        TrackConsumer first = consumer();
        first.demand(new Demand(10, true, Duration.ofSeconds(1)));
        TrackRequest request = source.track();
        assertThat(request.demand()).isEqualTo(new Demand(10, true, Duration.ofSeconds(1)));
        AtomicInteger changes = new AtomicInteger();
        request.onChange(changes::incrementAndGet);

        TrackConsumer second = consumer().demand(new Demand(3, false, Duration.ofSeconds(4)));
        assertThat(request.demand()).isEqualTo(new Demand(10, false, Duration.ofSeconds(4)));
        assertThat(changes).hasPositiveValue();
        int before = changes.get();
        second.close();
        assertThat(request.demand()).isEqualTo(new Demand(10, true, Duration.ofSeconds(1)));
        assertThat(changes.get()).isGreaterThan(before);
    }

    @Test
    void asksForOlderGroupsWhenAReaderWishes() {
        TrackConsumer consumer = consumer().startAt(12);
        assertThat(source.track().firstGroup()).hasValue(12);
        TrackConsumer earlier = consumer().startAt(10);
        assertThat(source.track().firstGroup()).hasValue(10);
        TrackProducer track = source.accept();
        for (int i = 10; i < 14; i++) {
            write(track.createGroup(i, 0), i);
        }

        assertThat(drain(earlier)).startsWith(10L);
        assertThat(drain(consumer)).startsWith(12L);
    }

    @Test
    void endsWithTheSourcesTrack() {
        TrackConsumer consumer = consumer();
        TrackProducer track = source.accept();
        track.writeGroup(frame(1), 0);
        track.finish();

        assertThat(drain(consumer)).containsExactly(1L);
        assertThat(consumer.pollFrame()).isInstanceOf(Poll.Finished.class);
    }

    @Test
    void goesOnWithAnotherRouteAtAGroupBoundary() {
        TrackConsumer consumer = consumer();
        TrackProducer old = source.accept();
        write(old.createGroup(3, 0), 1, 2);
        old.createGroup(4, 0).finish();
        RecordingSource second = new RecordingSource();
        announce(9, second);
        assertThat(second.tracks).isEmpty();
        route.lost();

        assertThat(source.track().cancelled()).isTrue();
        assertThat(second.track().firstGroup()).hasValue(5);
        assertThat(old.writeGroup(frame(9), 0)).isFalse();
        TrackProducer next = second.accept();
        assertThat(next.createGroup(4, 0).ending())
                .contains(new Ending.Aborted(AbortReason.DUPLICATE));
        assertThat(old.createGroup(5, 0).write(frame(9))).isFalse();
        write(next.createGroup(5, 0), 5);
        assertThat(drain(consumer)).containsExactly(1L, 2L, 5L);
    }

    /// A session that tells its wishes again must not take what came since for one.
    @Test
    void theFirstGroupStaysWhatItWasWhenTheRouteAccepted() {
        TrackConsumer consumer = consumer();
        source.accept().writeGroup(5, frame(5), 0);
        assertThat(source.track().firstGroup()).isEmpty();
        route.lost();
        RecordingSource second = new RecordingSource();
        announce(9, second);
        second.accept().writeGroup(6, frame(6), 0);
        assertThat(second.track().firstGroup()).hasValue(6);

        consumer.startAt(2);
        assertThat(second.track().firstGroup()).hasValue(6);
        TrackConsumer audio = broadcast.track("audio").orElseThrow();
        second.accept();
        audio.startAt(2);
        assertThat(second.track().firstGroup()).hasValue(2);
    }

    @Test
    void goesOnWithTheGroupThatWasOpen() {
        TrackConsumer consumer = consumer();
        TrackProducer old = source.accept();
        GroupProducer open = old.createGroup(3, 0);
        write(open, 1, 2);
        route.lost();
        open.finish();
        open.abort(AbortReason.CANCELLED);
        assertThat(open.write(frame(3))).isFalse();
        RecordingSource second = new RecordingSource();
        announce(9, second);
        assertThat(second.track().firstGroup()).hasValue(3);

        GroupProducer resumed = second.accept().createGroup(3, 0);
        write(resumed, 1, 2, 3);
        resumed.finish();
        assertThat(drain(consumer)).containsExactly(1L, 2L, 3L);
        assertThat(resumed.frames()).isEqualTo(3);
    }

    @Test
    void goesOnWithAnOpenGroupThatComesWhole() {
        TrackConsumer consumer = consumer();
        source.accept().createGroup(3, 0);
        route.lost();
        RecordingSource second = new RecordingSource();
        announce(9, second);
        TrackProducer next = second.accept();
        assertThat(next.writeGroup(3, frame(1), 0)).isTrue();
        assertThat(next.writeGroup(4, frame(2), 0)).isTrue();

        assertThat(drain(consumer)).containsExactly(1L, 2L);
    }

    @Test
    void leavesTheOpenGroupWhenTheNewRouteIsBeyondIt() {
        TrackConsumer consumer = consumer();
        TrackProducer old = source.accept();
        write(old.createGroup(2, 0), 0);
        write(old.createGroup(3, 0), 1);
        route.lost();
        RecordingSource second = new RecordingSource();
        announce(9, second);
        TrackProducer next = second.accept();
        GroupProducer beyond = next.createGroup(4, 0);
        write(beyond, 2);
        beyond.finish();
        assertThat(drain(consumer)).containsExactly(0L, 1L);
        write(next.createGroup(5, 0), 3);

        assertThat(drain(consumer)).containsExactly(2L, 3L);
    }

    @Test
    void asksABetterRouteWhileThePresentOneGoesOn() {
        TrackConsumer consumer = consumer();
        TrackProducer old = source.accept();
        RecordingSource better = new RecordingSource();
        announce(1, better);
        assertThat(better.tracks).hasSize(1);
        assertThat(old.writeGroup(frame(1), 0)).isTrue();
        assertThat(source.track().cancelled()).isFalse();

        TrackProducer next = better.accept();
        assertThat(source.track().cancelled()).isTrue();
        assertThat(old.writeGroup(frame(2), 0)).isFalse();
        assertThat(next.writeGroup(frame(2), 0)).isTrue();
        assertThat(drain(consumer)).containsExactly(1L, 2L);
    }

    @Test
    void keepsThePresentRouteWhenTheBetterOneRefuses() {
        TrackConsumer consumer = consumer();
        TrackProducer old = source.accept();
        RecordingSource better = new RecordingSource();
        announce(1, better);
        better.track().reject(AbortReason.NOT_FOUND);

        assertThat(old.writeGroup(frame(1), 0)).isTrue();
        assertThat(better.tracks).hasSize(1);
        assertThat(drain(consumer)).containsExactly(1L);
    }

    @Test
    void withdrawsItsQuestionWhenTheBetterRouteGoes() {
        consumer();
        source.accept();
        RecordingSource better = new RecordingSource();
        RemoteRoute cheap = announce(1, better);
        cheap.close();

        assertThat(better.track().cancelled()).isTrue();
        assertThat(source.track().cancelled()).isFalse();
    }

    @Test
    void asksTheNextRouteWhenOneRefusesOrGivesUp() {
        RecordingSource second = new RecordingSource();
        announce(9, second);
        TrackConsumer consumer = consumer();
        source.track().reject(AbortReason.NOT_FOUND);
        assertThat(second.tracks).hasSize(1);
        TrackProducer track = second.accept();
        track.writeGroup(frame(1), 0);
        assertThat(drain(consumer)).containsExactly(1L);
        track.abort(AbortReason.TIMEOUT);

        assertThat(consumer.pollFrame()).isEqualTo(new Poll.Aborted<Frame>(AbortReason.TIMEOUT));
        assertThat(source.tracks).hasSize(1);
    }

    @Test
    void waitsForARouteAndAsksItForWhatIsMissing() {
        TrackConsumer consumer = consumer();
        TrackProducer track = source.accept();
        track.writeGroup(5, frame(5), 0);
        route.lost();
        TrackConsumer joining = broadcast.track("audio").orElseThrow();
        assertThat(consumer.pollFrame()).isInstanceOf(Poll.Ready.class);
        assertThat(consumer.pollFrame()).isInstanceOf(Poll.Pending.class);
        assertThat(joining.pollFrame()).isInstanceOf(Poll.Pending.class);

        RecordingSource again = new RecordingSource();
        announce(5, again);
        assertThat(again.tracks).extracting(TrackRequest::track).containsExactly("audio", "video");
        assertThat(again.tracks.getLast().firstGroup()).hasValue(6);
    }

    @Test
    void tellsReadersWhenNoRouteComes() {
        TrackConsumer consumer = consumer();
        source.accept();
        route.lost();
        delay.pass();

        assertThat(consumer.pollFrame())
                .isInstanceOfSatisfying(
                        Poll.Aborted.class,
                        aborted -> assertThat(aborted.reason().code()).isEqualTo(24));
        assertThat(broadcast.track("video")).isEmpty();
    }

    @Test
    void keepsTheFirstInfo() {
        TrackConsumer consumer = consumer();
        source.accept();
        RecordingSource better = new RecordingSource();
        announce(1, better);
        better.track().accept(TrackInfo.live("video", 1));

        assertThat(consumer.pollInfo()).isEqualTo(new Poll.Ready<>(TrackInfo.media("video", 60)));
    }
}
