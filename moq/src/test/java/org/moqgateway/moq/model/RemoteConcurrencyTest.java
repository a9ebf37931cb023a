package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The model under real threads: handovers, the pool, readers that come and go.
class RemoteConcurrencyTest {
    private static final OriginId PUBLISHER = new OriginId(7);
    private static final int GROUP = 10;
    private static final int FRAMES = 4_000;
    private static final int GROUPS_PER_HANDOVER = 8;

    private final CachePool pool = new CachePool(64 << 20);
    private final Origin origin =
            new Origin(new OriginId(1), pool, Duration.ofSeconds(60), new ManualDelay());

    /// A publisher's copy of the one broadcast: every source writes the very same frames. It begins
    /// where it is asked to and goes on until it is cancelled.
    private static final class Replayer implements BroadcastSource {
        private final ExecutorService threads;
        private final AtomicLong clock;
        final AtomicInteger started = new AtomicInteger();
        final AtomicInteger handovers = new AtomicInteger();

        Replayer(ExecutorService threads, AtomicLong clock) {
            this.threads = threads;
            this.clock = clock;
        }

        @Override
        public void requestTrack(TrackRequest request) {
            threads.execute(() -> write(request));
        }

        private void write(TrackRequest request) {
            TrackProducer track = request.accept(TrackInfo.media("video", 0));
            started.incrementAndGet();
            long first = request.firstGroup().orElse(clock.get() / GROUP);
            // Begins a group early, as one does that was asked before the former source stopped.
            for (long sequence = Math.max(0, first - 1); !request.cancelled(); sequence++) {
                // As many handovers as that must have been: none is late for the end.
                while (handovers.get() < sequence / GROUPS_PER_HANDOVER && !request.cancelled()) {
                    Thread.onSpinWait();
                }
                GroupProducer group = track.createGroup(sequence, 0);
                for (long i = sequence * GROUP; i < (sequence + 1) * GROUP; i++) {
                    if (i >= FRAMES) {
                        track.finish();
                        return;
                    }
                    clock.accumulateAndGet(i, Math::max);
                    group.write(new Frame(i, ByteBuffer.allocate(8).putLong(i).array()));
                }
                group.finish();
            }
        }

        @Override
        public void requestGroup(GroupRequest request) {
            request.reject(AbortReason.NOT_FOUND);
        }
    }

    /// Routes come and go while somebody reads: every frame is read once and in order.
    @Test
    void losesAndDoublesNothingOverHandovers() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            AtomicLong clock = new AtomicLong();
            Replayer source = new Replayer(threads, clock);
            RemoteRoute current = announce(source, 1_000_000);
            BroadcastConsumer viewer = origin.broadcast("cam").orElseThrow();
            Future<Long> read = threads.submit(reading(viewer));
            long cost = 999_999;
            while (!read.isDone()) {
                RemoteRoute next;
                if (cost % 2 == 0) {
                    // The better one takes over while the other goes on.
                    next = announce(source, cost);
                    Thread.onSpinWait();
                    current.close();
                } else {
                    current.lost();
                    next = announce(source, cost);
                }
                current = next;
                cost--;
                source.handovers.incrementAndGet();
                long until = System.nanoTime() + 200_000;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }
            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(FRAMES);
            assertThat(source.started)
                    .hasValueGreaterThan(FRAMES / GROUP / GROUPS_PER_HANDOVER / 2);
        }
    }

    private RemoteRoute announce(BroadcastSource source, long cost) {
        return origin.announce("cam", new Route(List.of(PUBLISHER), cost), source).orElseThrow();
    }

    private static Callable<Long> reading(BroadcastConsumer viewer) {
        return () -> {
            Semaphore awake = new Semaphore(0);
            TrackConsumer track =
                    viewer.track("video").orElseThrow().maxLatencyUs(Long.MAX_VALUE).startAt(0);
            track.onAvailable(awake::release);
            long expected = 0;
            while (true) {
                switch (track.pollFrame()) {
                    case Poll.Ready<Frame>(Frame frame) -> {
                        if (frame.timestampUs() != expected) {
                            throw new AssertionError(frame.timestampUs() + " not " + expected);
                        }
                        expected++;
                    }
                    case Poll.Pending<Frame> _ -> {
                        if (!awake.tryAcquire(20, TimeUnit.SECONDS)) {
                            throw new AssertionError("slept at " + expected);
                        }
                    }
                    case Poll.Skipped<Frame>(long groups) ->
                            throw new AssertionError("skipped " + groups);
                    case Poll.Finished<Frame> _ -> {
                        return expected;
                    }
                    case Poll.Aborted<Frame>(AbortReason reason) ->
                            throw new AssertionError(reason.text());
                }
            }
        };
    }

    /// Producers on several threads evict each other's groups: the books stay right.
    @Test
    void keepsTheBooksWhileTracksEvictEachOther() throws Exception {
        CachePool small = new CachePool(50_000);
        Origin crowded = new Origin(OriginId.random(), small, Duration.ZERO);
        BroadcastProducer broadcast = crowded.createBroadcast("cam");
        List<TrackProducer> tracks = new ArrayList<>();
        AtomicLong most = new AtomicLong();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                TrackProducer track = broadcast.createTrack(TrackInfo.media("t" + t, 0));
                tracks.add(track);
                writers.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 20_000; i++) {
                                        GroupProducer group = track.appendGroup(0);
                                        group.write(new Frame(0, new byte[i % 500]));
                                        group.write(new Frame(1, new byte[300]));
                                        group.finish();
                                        most.accumulateAndGet(small.bytes(), Math::max);
                                    }
                                }));
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(most).hasValueLessThan(2 * small.maxBytes());
        assertThat(tracks.stream().mapToLong(TrackProducer::cachedBytes).sum())
                .isEqualTo(small.bytes());
        broadcast.finish();
        assertThat(small.bytes()).isZero();
        assertThat(tracks).allSatisfy(track -> assertThat(track.cachedBytes()).isZero());
    }

    /// Whoever opens a track that another thread just gave up gets a live one.
    @Test
    void asksAgainWhileReadersComeAndGo() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        AtomicBoolean refused = new AtomicBoolean();
        announce(
                new BroadcastSource() {
                    @Override
                    public void requestTrack(TrackRequest request) {
                        open.incrementAndGet();
                        AtomicBoolean counted = new AtomicBoolean();
                        request.onChange(
                                () -> {
                                    if (request.cancelled() && counted.compareAndSet(false, true)) {
                                        open.decrementAndGet();
                                    }
                                });
                        TrackProducer track = request.accept(TrackInfo.media("video", 0));
                        track.writeGroup(new Frame(0, new byte[1]), 0);
                    }

                    @Override
                    public void requestGroup(GroupRequest request) {}
                },
                1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> viewers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                viewers.add(
                        threads.submit(
                                () -> {
                                    for (int k = 0; k < 3_000; k++) {
                                        refused.compareAndSet(false, !readOne());
                                        worst.accumulateAndGet(open.get(), Math::max);
                                    }
                                }));
            }
            for (Future<?> viewer : viewers) {
                viewer.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(refused).isFalse();
        assertThat(open).hasValue(0);
        assertThat(worst).hasValueLessThanOrEqualTo(4);
        assertThat(pool.bytes()).isZero();
    }

    /// Whether the one frame came.
    private boolean readOne() {
        Semaphore awake = new Semaphore(0);
        try (BroadcastConsumer viewer = origin.broadcast("cam").orElseThrow();
                TrackConsumer track = viewer.track("video").orElseThrow()) {
            track.onAvailable(awake::release);
            while (true) {
                Poll<Frame> poll = track.pollFrame();
                if (poll instanceof Poll.Ready) {
                    return true;
                }
                if (!(poll instanceof Poll.Pending) || !awake.tryAcquire(10, TimeUnit.SECONDS)) {
                    return false;
                }
            }
        } catch (InterruptedException _) {
            return false;
        }
    }
}
