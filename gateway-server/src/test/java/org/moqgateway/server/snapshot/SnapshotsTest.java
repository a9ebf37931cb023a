package org.moqgateway.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.media.picture.KeyframeDecoder;
import org.moqgateway.media.picture.Picture;
import org.moqgateway.media.picture.PictureRefusal;
import org.moqgateway.media.picture.PictureResult;

class SnapshotsTest {
    private static final Snapshots.Limits IMPATIENT =
            new Snapshots.Limits(Duration.ofMillis(50), Duration.ofMillis(50));
    private static final Snapshots.Limits PATIENT =
            new Snapshots.Limits(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private final AtomicInteger decoded = new AtomicInteger();
    private final KeyframeDecoder red =
            (_, width) -> {
                decoded.incrementAndGet();
                int[] pixels = new int[width * 16];
                Arrays.fill(pixels, 0xff0000);
                return new PictureResult.Decoded(new Picture(width, 16, pixels));
            };

    @Test
    void makesOnePictureForManyWhoAskAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        KeyframeDecoder slow =
                (keyframe, width) -> {
                    await(asked);
                    return red.decode(keyframe, width);
                };
        Snapshots snapshots = new Snapshots(slow, Optional.empty(), PATIENT);
        List<Future<SnapshotResult>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<SnapshotResult> ask = () -> snapshots.of(source("live", 1, 7));
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(ask));
            }
            asked.countDown();
        }

        assertThat(decoded).hasValue(1);
        for (Future<SnapshotResult> answer : answers) {
            assertThat(answer.get()).isSameAs(answers.getFirst().get());
        }
        assertThat(answers.getFirst().get()).isInstanceOf(SnapshotResult.Jpeg.class);
    }

    @Test
    void makesAnotherForAnotherGroupContentWidthOrBroadcast() throws Exception {
        Snapshots snapshots = new Snapshots(red, Optional.empty(), PATIENT);

        ask(snapshots, source("live", 1, 7));
        ask(snapshots, source("live", 1, 7));
        assertThat(decoded).hasValue(1);
        ask(snapshots, source("live", 2, 7));
        assertThat(decoded).hasValue(2);
        ask(snapshots, source("live", 2, 8));
        assertThat(decoded).hasValue(3);
        ask(snapshots, source("other", 2, 8));
        assertThat(decoded).hasValue(4);
        ask(snapshots, new SnapshotSource("live", 2, keyframe(8), 32));
        assertThat(decoded).hasValue(5);
    }

    @Test
    void keepsABoundedNumber() throws Exception {
        Snapshots snapshots = new Snapshots(red, Optional.empty(), PATIENT);

        for (int i = 0; i < 65; i++) {
            ask(snapshots, source("live/" + i, 1, 7));
        }
        ask(snapshots, source("live/64", 1, 7));
        assertThat(decoded).hasValue(65);
        ask(snapshots, source("live/0", 1, 7));

        assertThat(decoded).hasValue(66);
    }

    @Test
    void givesUpOnAKeyframeThatDoesNotEndAndNeverTriesItAgain() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Semaphore begun = new Semaphore(0);
        KeyframeDecoder endless =
                (keyframe, width) -> {
                    PictureResult picture = red.decode(keyframe, width);
                    begun.release();
                    await(end);
                    return picture;
                };
        Snapshots snapshots = new Snapshots(endless, Optional.empty(), IMPATIENT);

        assertThat(ask(snapshots, source("one", 1, 7)))
                .isEqualTo(refused(SnapshotRefusal.TOO_SLOW));
        assertThat(ask(snapshots, source("one", 1, 7)))
                .isEqualTo(refused(SnapshotRefusal.TOO_SLOW));
        assertThat(ask(snapshots, source("two", 1, 7)))
                .isEqualTo(refused(SnapshotRefusal.TOO_SLOW));
        // Two are at it still: there is no room for a third, until one ends.
        assertThat(ask(snapshots, source("three", 1, 7))).isEqualTo(refused(SnapshotRefusal.BUSY));
        // The answers above do not wait for the decoders to begin.
        begun.acquire(2);
        assertThat(decoded).hasValue(2);
        end.countDown();
        SnapshotResult later = refused(SnapshotRefusal.BUSY);
        while (later.equals(refused(SnapshotRefusal.BUSY))) {
            later = ask(snapshots, source("three", 1, 7));
        }
        assertThat(later).isNotEqualTo(refused(SnapshotRefusal.BUSY));
    }

    @ParameterizedTest
    @EnumSource(PictureRefusal.class)
    void passesARefusalOn(PictureRefusal reason) throws Exception {
        KeyframeDecoder refusing = (_, _) -> new PictureResult.Refused(reason);

        assertThat(ask(new Snapshots(refusing, Optional.empty(), PATIENT), source("live", 1, 7)))
                .isEqualTo(refused(SnapshotRefusal.valueOf(reason.name())));
    }

    @Test
    void survivesADecoderThatFails() throws Exception {
        KeyframeDecoder failing =
                (_, _) -> {
                    throw new OutOfMemoryError("as a hostile stream wanted");
                };
        Snapshots snapshots = new Snapshots(failing, Optional.empty(), PATIENT);

        for (int i = 0; i < 5; i++) {
            assertThat(ask(snapshots, source("live", i, 7)))
                    .isEqualTo(refused(SnapshotRefusal.MALFORMED));
        }
    }

    private static SnapshotResult ask(Snapshots snapshots, SnapshotSource source)
            throws InterruptedException {
        return snapshots.of(source);
    }

    private static SnapshotResult refused(SnapshotRefusal reason) {
        return new SnapshotResult.Refused(reason);
    }

    private static SnapshotSource source(String broadcast, long group, int content) {
        return new SnapshotSource(broadcast, group, keyframe(content), 16);
    }

    private static Keyframe keyframe(int content) {
        return new Keyframe("avc3", new byte[0], new byte[] {(byte) content}, 0, 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
