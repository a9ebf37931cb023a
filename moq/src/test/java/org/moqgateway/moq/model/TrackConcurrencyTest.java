package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real threads: one producer, several consumers that sleep until they are woken. A lost wake-up
/// shows as a consumer that never wakes.
@Timeout(60)
class TrackConcurrencyTest {
    private static final int FRAMES = 60_000;
    private static final int GROUP = 30;

    private final BroadcastProducer broadcast = new Origin().createBroadcast("cam");

    private void produce(TrackProducer track) {
        GroupProducer group = track.appendGroup(0);
        for (int i = 0; i < FRAMES; i++) {
            if (i % GROUP == 0) {
                group.finish();
                group = track.appendGroup(i);
            }
            group.write(new Frame(i, ByteBuffer.allocate(8).putLong(i).array()));
            if (i % 64 == 0) {
                // Lets readers run dry, so that they go to sleep.
                LockSupport.parkNanos(1);
            }
        }
        group.finish();
        track.finish();
    }

    private static final class Reader {
        final TrackConsumer consumer;
        final Semaphore awake = new Semaphore(0);
        long frames;
        long skippedGroups;
        long first = -1;
        long last = -1;
        boolean waitFailed;

        Reader(TrackConsumer consumer) {
            this.consumer = consumer;
            consumer.onAvailable(awake::release);
        }

        Reader run() throws InterruptedException {
            while (true) {
                switch (consumer.pollFrame()) {
                    case Poll.Ready<Frame>(Frame frame) -> take(frame);
                    case Poll.Skipped<Frame>(long groups) -> skippedGroups += groups;
                    case Poll.Pending<Frame> _ -> {
                        if (!awake.tryAcquire(20, TimeUnit.SECONDS)) {
                            waitFailed = true;
                            return this;
                        }
                    }
                    case Poll.Finished<Frame> _ -> {
                        return this;
                    }
                    case Poll.Aborted<Frame>(AbortReason reason) ->
                            throw new AssertionError(reason.text());
                }
            }
        }

        private void take(Frame frame) {
            long value = ByteBuffer.wrap(frame.payload()).getLong();
            if (value != frame.timestampUs() || value <= last) {
                throw new AssertionError("torn or out of order: " + value + " after " + last);
            }
            boolean begins = value % GROUP == 0;
            if (value != last + 1 && !begins) {
                throw new AssertionError("jumped into a group: " + value + " after " + last);
            }
            first = frames == 0 ? value : first;
            last = value;
            frames++;
        }
    }

    private List<Reader> race(TrackInfo info) throws Exception {
        TrackProducer track = broadcast.createTrack(info);
        List<Future<Reader>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                TrackConsumer consumer =
                        broadcast.consume().track("t").orElseThrow().maxLatencyUs(Long.MAX_VALUE);
                Reader reader = new Reader(consumer);
                running.add(threads.submit(reader::run));
            }
            Thread producer = Thread.ofPlatform().start(() -> produce(track));
            producer.join();
        }
        List<Reader> readers = new ArrayList<>();
        for (Future<Reader> reader : running) {
            readers.add(reader.get());
        }
        return readers;
    }

    @Test
    void losesNeitherFramesNorWakeups() throws Exception {
        List<Reader> readers =
                race(new TrackInfo("t", 0, 1000, Duration.ofDays(1), Long.MAX_VALUE));

        assertThat(readers)
                .allSatisfy(
                        reader -> {
                            assertThat(reader.waitFailed).isFalse();
                            assertThat(reader.last).isEqualTo(FRAMES - 1);
                        });
        assertThat(readers).allSatisfy(reader -> assertThat(reader.skippedGroups).isZero());
    }

    /// Each frame is written when the one before was read, right while the reader finds nothing and
    /// goes to sleep: there is no later frame that could make up for a lost wake-up.
    @Test
    void wakesForEveryFrameThatIsTheLast() throws Exception {
        TrackProducer track = broadcast.createTrack(TrackInfo.live("t", 0));
        TrackConsumer consumer = broadcast.consume().track("t").orElseThrow();
        AtomicLong read = new AtomicLong(-1);
        AtomicBoolean slept = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> slept.set(!readInStep(consumer, read)));
        GroupProducer group = track.appendGroup(0);
        for (int i = 0; i < FRAMES && reader.isAlive(); i++) {
            group.write(new Frame(i, new byte[0]));
            while (read.get() < i && reader.isAlive()) {
                Thread.onSpinWait();
            }
        }
        track.finish();
        reader.join();

        assertThat(slept).isFalse();
        assertThat(read).hasValue(FRAMES - 1);
    }

    /// False when it slept in spite of a frame.
    private static boolean readInStep(TrackConsumer consumer, AtomicLong read) {
        Semaphore awake = new Semaphore(0);
        consumer.onAvailable(awake::release);
        while (true) {
            Poll<Frame> poll = consumer.pollFrame();
            if (poll instanceof Poll.Ready<Frame>(Frame frame)) {
                read.set(frame.timestampUs());
            } else if (!(poll instanceof Poll.Pending)) {
                return true;
            } else if (!acquire(awake)) {
                return false;
            }
        }
    }

    private static boolean acquire(Semaphore awake) {
        try {
            return awake.tryAcquire(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    @Test
    void skipsCleanlyWhileTheCacheEvicts() throws Exception {
        // Room for about three groups.
        List<Reader> readers = race(new TrackInfo("t", 0, 1000, Duration.ofDays(1), 12_000));

        assertThat(readers)
                .allSatisfy(
                        reader -> {
                            assertThat(reader.waitFailed).isFalse();
                            assertThat(reader.last).isEqualTo(FRAMES - 1);
                            // What the cache let go before a reader's first look is not told.
                            assertThat(reader.frames + reader.skippedGroups * GROUP)
                                    .isGreaterThanOrEqualTo(FRAMES - reader.first - GROUP);
                        });
    }

    @Test
    void keepsCountWhileConsumersComeAndGo() throws Exception {
        TrackProducer track = broadcast.createTrack(TrackInfo.media("t", 0));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> viewers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                viewers.add(threads.submit(this::comeAndGo));
            }
            produce(track);
            for (Future<?> viewer : viewers) {
                viewer.get();
            }
        }
        assertThat(track.consumers()).isZero();
        assertThat(broadcast.consumers()).isZero();
    }

    private void comeAndGo() {
        for (int i = 0; i < 500; i++) {
            try (BroadcastConsumer viewer = broadcast.consume();
                    TrackConsumer consumer = viewer.track("t").orElseThrow()) {
                consumer.onAvailable(() -> {});
                consumer.pollFrame();
            }
        }
    }
}
