package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// One group, asked for by its number.
class GroupFetchTest {
    private final Origin origin =
            new Origin(
                    new OriginId(1),
                    CachePool.unbounded(),
                    Duration.ofSeconds(5),
                    new ManualDelay());
    private final RecordingSource source = new RecordingSource();
    private final RemoteRoute route = announce(5, source);
    private final BroadcastConsumer broadcast = origin.broadcast("cam").orElseThrow();

    private RemoteRoute announce(long cost, BroadcastSource from) {
        Route by = new Route(List.of(new OriginId(7)), cost);
        return origin.announce("cam", by, from).orElseThrow();
    }

    private static Frame frame(int length) {
        return new Frame(0, new byte[length]);
    }

    private GroupProducer accept(int index) {
        return source.groups.get(index).accept(TrackInfo.media("video", 60));
    }

    private static GroupConsumer ready(GroupFetch fetch) {
        if (fetch.poll() instanceof Poll.Ready<GroupConsumer>(GroupConsumer group)) {
            return group;
        }
        throw new AssertionError("not ready: " + fetch.poll());
    }

    @Test
    void givesWhatTheTrackKeeps() {
        BroadcastProducer local = origin.createBroadcast("local");
        TrackProducer track = local.createTrack(TrackInfo.media("video", 60));
        track.writeGroup(frame(1), 0);
        track.writeGroup(frame(2), 0);
        BroadcastConsumer reader = local.consume();

        assertThat(ready(reader.group("video", 0)).sequence()).isZero();
        assertThat(ready(reader.group("video", 1)).poll()).isInstanceOf(Poll.Ready.class);
        assertThat(reader.group("video", 2).poll())
                .isEqualTo(new Poll.Aborted<GroupConsumer>(AbortReason.NOT_FOUND));
        assertThat(reader.group("audio", 0).poll()).isInstanceOf(Poll.Aborted.class);
    }

    @Test
    void givesWhatASubscriptionKeeps() {
        TrackConsumer live = broadcast.track("video").orElseThrow();
        source.accept().writeGroup(9, frame(1), 0);

        assertThat(ready(broadcast.group("video", 9)).sequence()).isEqualTo(9);
        assertThat(source.groups).isEmpty();
        live.close();
    }

    @Test
    void asksTheSourceOnceForAll() {
        GroupFetch first = broadcast.group("video", 3, 10);
        GroupFetch second = broadcast.group("video", 3, 20);
        AtomicInteger wakeups = new AtomicInteger();
        second.onAvailable(wakeups::incrementAndGet);
        assertThat(first.poll()).isInstanceOf(Poll.Pending.class);
        assertThat(second.poll()).isInstanceOf(Poll.Pending.class);
        assertThat(source.groups).hasSize(1);
        GroupRequest request = source.groups.getFirst();
        assertThat(request.sequence()).isEqualTo(3);
        assertThat(request.track()).isEqualTo("video");
        assertThat(request.broadcast()).isEqualTo("cam");
        assertThat(request.priority()).isEqualTo(20);

        GroupProducer group = accept(0);
        assertThat(wakeups).hasValue(1);
        GroupConsumer reader = ready(second);
        assertThat(second.poll()).isSameAs(second.poll());
        assertThat(reader.poll()).isInstanceOf(Poll.Pending.class);
        assertThat(group.write(frame(1))).isTrue();
        group.finish();
        assertThat(reader.poll()).isInstanceOf(Poll.Ready.class);
        assertThat(reader.poll()).isInstanceOf(Poll.Finished.class);

        first.close();
        second.close();
        assertThat(ready(broadcast.group("video", 3)).poll()).isInstanceOf(Poll.Ready.class);
        assertThat(source.groups).hasSize(1);
    }

    @Test
    void cancelsWhatNobodyWaitsFor() {
        GroupFetch fetch = broadcast.group("video", 3);
        GroupRequest request = source.groups.getFirst();
        AtomicInteger told = new AtomicInteger();
        request.onCancelled(told::incrementAndGet);
        fetch.close();
        fetch.close();

        assertThat(told).hasValue(1);
        assertThat(request.cancelled()).isTrue();
        request.onCancelled(told::incrementAndGet);
        assertThat(told).hasValue(2);
        assertThat(accept(0).write(frame(1))).isFalse();
        broadcast.group("video", 3);
        assertThat(source.groups).hasSize(2);
    }

    @Test
    void cancelsAGroupThatNobodyReadsToItsEnd() {
        GroupFetch fetch = broadcast.group("video", 3);
        GroupProducer group = accept(0);
        group.write(frame(1));
        fetch.close();

        assertThat(source.groups.getFirst().cancelled()).isTrue();
        assertThat(group.write(frame(1))).isFalse();
    }

    @Test
    void asksTheNextRouteWhenOneRefusesOrIsLost() {
        RecordingSource second = new RecordingSource();
        RecordingSource third = new RecordingSource();
        RemoteRoute next = announce(6, second);
        announce(7, third);
        GroupFetch fetch = broadcast.group("video", 3);
        source.groups.getFirst().reject(AbortReason.NOT_FOUND);
        assertThat(second.groups).hasSize(1);
        next.lost();
        assertThat(second.groups.getFirst().cancelled()).isTrue();
        assertThat(fetch.poll()).isInstanceOf(Poll.Pending.class);
        third.groups.getFirst().reject(AbortReason.EVICTED);

        assertThat(fetch.poll()).isEqualTo(new Poll.Aborted<GroupConsumer>(AbortReason.EVICTED));
        source.groups.getFirst().reject(AbortReason.NOT_FOUND);
    }

    @Test
    void abortsAGroupWhoseRouteWasLostHalfWay() {
        GroupFetch fetch = broadcast.group("video", 3);
        accept(0).write(frame(1));
        GroupConsumer reader = ready(fetch);
        route.lost();

        assertThat(reader.poll()).isEqualTo(new Poll.Aborted<Frame>(AbortReason.DROPPED));
    }

    @Test
    void keepsCompleteGroupsOverALostRouteButNotOverTheBroadcast() {
        GroupFetch fetch = broadcast.group("video", 3);
        GroupProducer group = accept(0);
        group.write(frame(1));
        group.finish();
        announce(9, new RecordingSource());
        route.lost();
        assertThat(ready(broadcast.group("video", 3)).poll()).isInstanceOf(Poll.Ready.class);
        GroupFetch waiting = broadcast.group("video", 4);

        origin.createBroadcast("cam");
        assertThat(waiting.poll()).isInstanceOf(Poll.Aborted.class);
        assertThat(broadcast.group("video", 3).poll()).isInstanceOf(Poll.Aborted.class);
        assertThat(origin.pool().bytes()).isZero();
        fetch.close();
    }

    @Test
    void boundsWhatWasFetched() {
        for (int i = 0; i < 200; i++) {
            GroupFetch fetch = broadcast.group("video", i);
            GroupProducer group = accept(i);
            group.write(frame(1));
            group.finish();
            fetch.close();
        }
        assertThat(origin.pool().bytes()).isLessThan(65 * (256 + 97));
    }
}
