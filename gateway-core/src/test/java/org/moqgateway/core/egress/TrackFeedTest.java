package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;

class TrackFeedTest {
    private static final PacketizedFrame ONE_BYTE =
            new PacketizedFrame(new byte[1], new int[] {0, 1});

    private final FeedFixture source = new FeedFixture();

    @Test
    void frameIsPacketizedOnceHoweverManyViewersThereAre() {
        List<TrackFixture> viewers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TrackFixture viewer = new TrackFixture(source.loop, true);
            viewers.add(viewer);
            source.feed.join(viewer.track::pump, source.loop);
            viewer.track.follow(source.feed, source.loop.nowNanos());
        }
        source.keyframe(0);
        source.delta(1_000);

        assertThat(source.packetized()).isEqualTo(2);
        assertThat(viewers).allSatisfy(v -> assertThat(v.media()).containsExactly(0L, 1_000L));
    }

    @Test
    void eachLoopIsToldOnceForAllItsViewersAndAllThatIsNew() {
        VirtualLoop other = new VirtualLoop(0);
        List<Long> told = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            source.feed.join(told::add, other);
        }
        source.keyframe(0);
        source.delta(1_000);
        source.delta(2_000);
        assertThat(other.pending()).isEqualTo(1);
        other.settle();
        assertThat(told).hasSize(10);

        source.delta(3_000);
        other.settle();
        assertThat(told).hasSize(20);
    }

    @Test
    void viewerThatLeftIsToldNothing() {
        List<Long> told = new ArrayList<>();
        FeedViewer viewer = told::add;
        source.feed.join(viewer, source.loop);
        source.keyframe(0);
        source.feed.leave(viewer, source.loop);
        source.delta(1_000);

        assertThat(told).hasSize(1);
    }

    @Test
    void closedFeedLeavesNoConsumerBehind() {
        source.keyframe(0);
        assertThat(source.track.consumers()).isEqualTo(1);
        source.feed.close();
        source.loop.settle();
        assertThat(source.track.consumers()).isZero();
        source.delta(1_000);

        assertThat(source.packetized()).isEqualTo(1);
        assertThat(Objects.requireNonNull(source.feed.newest()).size()).isEqualTo(1);
    }

    @Test
    void malformedFrameIsLeftOut() {
        source.keyframe(0);
        GroupProducer group = source.track.appendGroup(0);
        group.write(new Frame(5, new byte[] {(byte) 0xc0}));
        source.loop.settle();

        assertThat(source.packetized()).isEqualTo(1);
        assertThat(LegacyContainer.codecOffset(new byte[] {(byte) 0xc0}))
                .isEqualTo(LegacyContainer.MALFORMED);
    }

    @Test
    void groupWhoseKeyframeCannotBeSentIsAGroupOfItsOwnThatCannotBeJoined() {
        GroupProducer whole = source.track.appendGroup(0);
        whole.write(LegacyContainer.encode(0, new byte[] {1}));
        whole.finish();
        source.loop.settle();
        FeedGroup first = Objects.requireNonNull(source.feed.newest());
        GroupProducer group = source.track.appendGroup(0);
        group.write(new Frame(5, new byte[] {(byte) 0xc0}));
        group.write(LegacyContainer.encode(6, new byte[] {1}));
        source.loop.settle();

        FeedGroup newest = Objects.requireNonNull(source.feed.newest());
        assertThat(first.size()).isEqualTo(1);
        assertThat(first.next()).isSameAs(newest);
        assertThat(newest.size()).isEqualTo(1);
        assertThat(newest.joinable()).isFalse();
    }

    @Test
    void groupThatGrewTooLargeGoesOnInOneThatCannotBeJoined() {
        source.frameBytes(1 << 20);
        source.keyframe(0);
        FeedGroup first = Objects.requireNonNull(source.feed.newest());
        for (int i = 1; i <= 40; i++) {
            source.delta(i);
        }
        FeedGroup newest = Objects.requireNonNull(source.feed.newest());

        assertThat(first.joinable()).isTrue();
        assertThat(first.bytes()).isBetween(32L << 20, 33L << 20);
        assertThat(first.next()).isSameAs(newest);
        assertThat(newest.joinable()).isFalse();
        assertThat(first.size() + newest.size()).isEqualTo(41);
    }

    /// Reads a chain of groups while it is written.
    private static final class ChainReader implements Callable<Long> {
        private final FeedGroup first;
        private final long frames;

        ChainReader(FeedGroup first, long frames) {
            this.first = first;
            this.frames = frames;
        }

        @Override
        public @Nullable Long call() {
            FeedGroup group = first;
            int index = 0;
            long read = 0;
            while (read < frames && !Thread.interrupted()) {
                // In this order: nothing is appended to a group that has a successor.
                FeedGroup next = group.next();
                if (index < group.size()) {
                    assertThat(group.frame(index++).mediaUs()).isEqualTo(read++);
                } else if (next != null) {
                    group = next;
                    index = 0;
                } else {
                    Thread.onSpinWait();
                }
            }
            return read;
        }
    }

    @Test
    void readersOnOtherThreadsSeeEveryFrameInOrder() throws Exception {
        long frames = 200_000;
        FeedGroup group = new FeedGroup(true);
        try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(readers.submit(new ChainReader(group, frames)));
            }
            for (long i = 0; i < frames; i++) {
                if (i % 1_000 == 999) {
                    FeedGroup successor = new FeedGroup(i % 2_000 == 999);
                    successor.append(new FeedFrame(i, ONE_BYTE, false));
                    group.follow(successor);
                    group = successor;
                } else {
                    group.append(new FeedFrame(i, ONE_BYTE, false));
                }
            }
            for (Future<Long> result : results) {
                assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo(frames);
            }
            readers.shutdownNow();
        }
    }
}
